data "osm_case" "this" {
  case_id = "TS-123456"
}

# URLs of all attachments of the ticket, in one call per 100 of them.
data "osm_accessory_urls" "all" {
  accessory_ids = flatten(data.osm_case.this.message_list[*].accessory_list[*].accessory_id)
}

output "urls" {
  value     = { for u in data.osm_accessory_urls.all.accessory_urls : u.accessory_name => u.accessory_url... }
  sensitive = true
}
