data "osm_case_operate_logs" "this" {
  case_id = "TS-123456"
}

output "history" {
  value = [
    for l in data.osm_case_operate_logs.this.incident_operate_log_list :
    "${l.operate_time} ${l.operator_name}: ${l.operate_desc}"
  ]
}
