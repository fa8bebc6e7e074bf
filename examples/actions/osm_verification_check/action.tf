variable "mobile" {
  description = "Phone number of the team on call."
  type        = string
  sensitive   = true
}

variable "code" {
  description = "Code that was sent to the phone number."
  type        = string
  sensitive   = true
}

# Checks the code:
#   terraform apply -invoke=action.osm_verification_check.on_call -var code=123456
action "osm_verification_check" "on_call" {
  config {
    contact_way    = "phone"
    contact_value  = var.mobile
    verify_code_wo = var.code
  }
}
