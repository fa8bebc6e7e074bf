variable "mobile" {
  description = "Phone number of the team on call."
  type        = string
  sensitive   = true
}

# Sends a code to a phone number that is neither registered with the account nor verified yet.
resource "osm_contact_verification" "on_call" {
  contact_way   = "phone"
  contact_value = var.mobile
}
