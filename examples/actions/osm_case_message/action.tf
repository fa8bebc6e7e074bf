variable "release" {
  description = "Release that is installed, for example 2026.11."
  type        = string
}

# Tells support about each release while the ticket is open.
action "osm_case_message" "release" {
  config {
    case_id = "TS-123456"
    content = "Release ${var.release} has been installed. The problem can be tried again."
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
