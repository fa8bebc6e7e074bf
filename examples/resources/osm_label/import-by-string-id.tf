import {
  to = osm_label.production
  id = "4711"
}
