# To import a label, use its numeric ID. The data source osm_labels lists the IDs.
terraform import osm_label.production 4711
