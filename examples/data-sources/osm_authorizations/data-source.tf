# Requests that wait for an answer
data "osm_authorizations" "waiting" {
  case_id = "TS-123456"
  status  = 0
}

output "requests" {
  value = { for a in data.osm_authorizations.waiting.incident_auth_list : a.id => a.auth_describe }
}
