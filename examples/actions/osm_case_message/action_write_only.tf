variable "access" {
  description = "Credentials that support needs to access the machine."
  type        = string
  ephemeral   = true
}

# The text is not stored in the plan. To send it: terraform apply -invoke=action.osm_case_message.access
action "osm_case_message" "access" {
  config {
    case_id    = "TS-123456"
    content_wo = var.access
  }
}
