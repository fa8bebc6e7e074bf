variable "release" {
  description = "Installed release, for example 2026.11."
  type        = string
}

# Informs support about each new release while the ticket is open.
action "osm_case_message" "release" {
  config {
    case_id = "TS-123456"
    content = "Release ${var.release} has been installed. Please test again."
  }
}

resource "terraform_data" "release" {
  input = var.release

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.osm_case_message.release]
    }
  }
}
