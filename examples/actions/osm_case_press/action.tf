# Urges the ticket whenever the machine that it is about has been made anew:
#   terraform apply
# or by hand:
#   terraform apply -invoke=action.osm_case_press.web
action "osm_case_press" "web" {
  config {
    case_id = "TS-123456"
  }
}

variable "machine_id" {
  description = "Id of the machine that the ticket is about."
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
