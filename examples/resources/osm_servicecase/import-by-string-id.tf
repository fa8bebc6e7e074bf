import {
  to = osm_servicecase.unreachable
  id = "TS-123456"
}
