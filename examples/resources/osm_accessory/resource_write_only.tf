variable "configuration" {
  description = "Configuration with confidential addresses."
  type        = string
  ephemeral   = true
}

# The text, its hash and its size are not stored in the plan or state. Requires Terraform 1.11 or OpenTofu 1.11 or later.
resource "osm_accessory" "configuration" {
  content_wo         = var.configuration
  content_wo_version = 1 # increase to upload again
  accessory_name     = "configuration.txt"
}
