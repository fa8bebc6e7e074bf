import {
  to = osm_privilege.export
  id = "export"
}
