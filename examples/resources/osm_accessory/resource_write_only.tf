variable "configuration" {
  description = "Configuration with addresses that nobody else is to see."
  type        = string
  ephemeral   = true
}

# Neither the text nor its hash and size reach plan or state (Terraform 1.11 or OpenTofu 1.11 and newer).
resource "osm_accessory" "configuration" {
  content_wo         = var.configuration
  content_wo_version = 1 # another number uploads anew
  accessory_name     = "configuration.txt"
}
