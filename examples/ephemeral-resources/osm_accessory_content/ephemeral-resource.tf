data "osm_case" "this" {
  case_id = "TS-123456"
}

locals {
  files = { for a in flatten(data.osm_case.this.message_list[*].accessory_list) : a.file_actual_name => a.accessory_id }
}

# A file that support attached, read when Terraform runs and kept nowhere.
ephemeral "osm_accessory_content" "patch" {
  accessory_id = local.files["patch.txt"]
}

# It is handed on to another ticket; the text is in no plan and no state.
resource "osm_accessory" "patch" {
  content_wo         = ephemeral.osm_accessory_content.patch.content
  content_wo_version = 1
  accessory_name     = "patch.txt"
}
