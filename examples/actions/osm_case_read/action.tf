# Marks the messages as read once the wait has stored the reply in the state. Or run it manually:
#   terraform apply -invoke=action.osm_case_read.reply
action "osm_case_read" "reply" {
  config {
    case_id = "TS-123456"
  }
}

resource "osm_case_wait" "reply" {
  case_id = "TS-123456"
  reply   = true

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.osm_case_read.reply]
    }
  }
}
