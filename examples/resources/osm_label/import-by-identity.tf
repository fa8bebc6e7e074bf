import {
  to = osm_label.production
  identity = {
    id = 4711
  }
}
