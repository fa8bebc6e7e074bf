# Uploads a file. The state contains its hash and size, never its bytes.
resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

# Uploads a string, which is stored in the state.
resource "osm_accessory" "inventory" {
  content        = jsonencode({ servers = ["web-1", "web-2"] })
  accessory_name = "inventory.txt"
}

# Uploads a file for a message, or for a ticket that is already open.
resource "osm_accessory" "screenshot" {
  source         = "${path.module}/screenshot.png"
  accessory_from = "message"
}
