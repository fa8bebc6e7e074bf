variable "mobile" {
  description = "Phone number of the team on call."
  type        = string
  sensitive   = true
}

variable "code" {
  description = "Code that was sent to the phone number. Empty until it has arrived."
  type        = string
  default     = ""
  ephemeral   = true
}

# 1. terraform apply: sends the code.
# 2. terraform apply -var code=123456: checks it.
resource "osm_contact_verification" "on_call" {
  contact_way    = "phone"
  contact_value  = var.mobile
  verify_code_wo = var.code == "" ? null : var.code
}
