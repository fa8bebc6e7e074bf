import {
  to = osm_case_message.trace
  identity = {
    case_id = "TS-123456"
    id      = "7340912"
  }
}
