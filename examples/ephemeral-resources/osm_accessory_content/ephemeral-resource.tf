data "osm_case" "this" {
  case_id = "TS-123456"
}

locals {
  files = { for a in flatten(data.osm_case.this.message_list[*].accessory_list) : a.file_actual_name => a.accessory_id }
}

# Reads a file that support attached, without storing it.
ephemeral "osm_accessory_content" "patch" {
  accessory_id = local.files["patch.txt"]
}

# Uploads the file again for another ticket. The text is not stored in the plan or state.
resource "osm_accessory" "patch" {
  content_wo         = ephemeral.osm_accessory_content.patch.content
  content_wo_version = 1
  accessory_name     = "patch.txt"
}
