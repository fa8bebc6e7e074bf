# Run with: terraform apply -invoke=action.osm_case_cancel.mistake
action "osm_case_cancel" "mistake" {
  config {
    case_id      = "TS-123456"
    operate_desc = "Opened by mistake."
  }
}
