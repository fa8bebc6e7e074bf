data "osm_labels" "all" {}

output "label_ids" {
  value = { for l in data.osm_labels.all.label_list : l.name => l.label_id }
}
