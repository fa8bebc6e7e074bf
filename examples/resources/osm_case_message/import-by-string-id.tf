import {
  to = osm_case_message.trace
  id = "TS-123456/7340912"
}
