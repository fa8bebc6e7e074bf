variable "access" {
  description = "What support needs to look into the machine."
  type        = string
  ephemeral   = true
}

# The text is in no plan and no state (Terraform 1.11 or OpenTofu 1.11 and newer).
resource "osm_case_message" "access" {
  case_id            = "TS-123456"
  content_wo         = var.access
  content_wo_version = 1 # another number sends the text again
}
