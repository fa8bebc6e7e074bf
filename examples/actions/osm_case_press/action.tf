# Expedites the ticket when the affected machine changes:
#   terraform apply
# Or run it manually:
#   terraform apply -invoke=action.osm_case_press.web
action "osm_case_press" "web" {
  config {
    case_id = "TS-123456"
  }
}

variable "machine_id" {
  description = "ID of the machine that the ticket is about."
  type        = string
}

resource "terraform_data" "machine" {
  input = var.machine_id

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.osm_case_press.web]
    }
  }
}
