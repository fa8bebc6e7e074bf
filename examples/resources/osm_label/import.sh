# A label is imported by its id, a whole number. The data source osm_labels tells the ids.
terraform import osm_label.production 4711
