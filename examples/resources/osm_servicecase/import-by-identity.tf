import {
  to = osm_servicecase.unreachable
  identity = {
    id = "TS-123456"
  }
}
