variable "case_id" {
  description = "Ticket to expedite, for example TS-123456."
  type        = string
}

# Change the triggers to expedite the ticket again.
resource "osm_case_press" "now" {
  case_id = var.case_id

  triggers = {
    run = "2026-11-24"
  }
}
