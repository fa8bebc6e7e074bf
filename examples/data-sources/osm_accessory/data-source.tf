data "osm_case" "this" {
  case_id = "TS-123456"
}

# Downloads all attachments of the ticket.
data "osm_accessory" "all" {
  for_each = { for a in flatten(data.osm_case.this.message_list[*].accessory_list) : a.accessory_id => a.file_actual_name }

  accessory_id = each.key
  case_id      = data.osm_case.this.case_id
  download     = true
}

output "hashes" {
  value = { for id, a in data.osm_accessory.all : id => a.sha256 }
}
