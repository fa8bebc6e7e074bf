resource "osm_accessory" "trace" {
  source         = "${path.module}/trace.txt"
  accessory_from = "message"
}

resource "osm_case_message" "trace" {
  case_id       = "TS-123456"
  content       = "The trace that you asked for is attached. It was taken at 10:15."
  accessory_ids = [osm_accessory.trace.id]
}
