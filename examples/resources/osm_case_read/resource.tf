variable "case_id" {
  description = "Ticket whose messages are to be marked as read, for example TS-123456."
  type        = string
}

resource "osm_case_wait" "reply" {
  case_id = var.case_id
  reply   = true
}

# Marks the messages as read after each new reply.
resource "osm_case_read" "reply" {
  case_id = osm_case_wait.reply.id

  triggers = {
    reply = osm_case_wait.reply.reply_time
  }
}
