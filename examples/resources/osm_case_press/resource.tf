variable "case_id" {
  description = "Ticket to urge, for example TS-123456."
  type        = string
}

# A new run of the pipeline urges again.
resource "osm_case_press" "now" {
  case_id = var.case_id

  triggers = {
    run = "2026-11-24"
  }
}
