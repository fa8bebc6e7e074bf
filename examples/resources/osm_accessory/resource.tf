# A file. The state holds its hash and size, never its bytes.
resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

# A text that Terraform makes. It is in the state.
resource "osm_accessory" "inventory" {
  content        = jsonencode({ servers = ["web-1", "web-2"] })
  accessory_name = "inventory.txt"
}

# A file for a message, or for a ticket that is open already.
resource "osm_accessory" "screenshot" {
  source         = "${path.module}/screenshot.png"
  accessory_from = "message"
}
