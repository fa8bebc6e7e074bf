# Run with: terraform apply -invoke=action.osm_case_close.solved
action "osm_case_close" "solved" {
  config {
    case_id      = "TS-123456"
    operate_desc = "Solved by a restart of the load balancer."
  }
}
