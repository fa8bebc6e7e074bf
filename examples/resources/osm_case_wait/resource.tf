variable "case_id" {
  description = "Ticket to wait for, for example TS-123456."
  type        = string
}

# The run continues when support has replied or the ticket has ended.
resource "osm_case_wait" "reply" {
  case_id  = var.case_id
  reply    = true
  statuses = ["ended"]

  timeouts = {
    create = "2h"
  }
}

# Null if the ticket has ended without a reply.
output "reply" {
  value = osm_case_wait.reply.reply_content
}

output "status" {
  value = osm_case_wait.reply.status_name
}
