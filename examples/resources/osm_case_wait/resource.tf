variable "case_id" {
  description = "Ticket to wait for, for example TS-123456."
  type        = string
}

# The run continues when support asks for a reply or the ticket has ended.
resource "osm_case_wait" "reply" {
  case_id  = var.case_id
  statuses = ["to_be_confirmed", "waiting_for_feedback", "ended"]

  timeouts = {
    create = "2h"
  }
}

output "status" {
  value = osm_case_wait.reply.status_name
}
