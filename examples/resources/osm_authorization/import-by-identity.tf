import {
  to = osm_authorization.database
  identity = {
    id = "Auth-123456"
  }
}
