import {
  to = osm_privilege.export
  identity = {
    privilege = "export"
  }
}
