import {
  to = osm_authorization.database
  id = "Auth-123456"
}
