variable "mobile" {
  description = "Phone number of the team on call."
  type        = string
  sensitive   = true
}

# Sends a code:
#   terraform apply -invoke=action.osm_verification_send.on_call
action "osm_verification_send" "on_call" {
  config {
    contact_way   = "phone"
    contact_value = var.mobile
    area_code     = "86"
  }
}
