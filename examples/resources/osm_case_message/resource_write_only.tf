variable "access" {
  description = "Credentials that support needs to access the machine."
  type        = string
  ephemeral   = true
}

# The text is not stored in the plan or state. Requires Terraform 1.11 or OpenTofu 1.11 or later. Once the resource is destroyed,
# the ticket no longer shows it.
resource "osm_case_message" "access" {
  case_id            = "TS-123456"
  content_wo         = var.access
  content_wo_version = 1 # increase to send the text again
  on_destroy         = "revoke"
}
