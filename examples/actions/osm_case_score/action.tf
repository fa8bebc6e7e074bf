data "osm_satisfaction_dimensions" "all" {}

# The best rating in every category. Run with: terraform apply -invoke=action.osm_case_score.thanks
action "osm_case_score" "thanks" {
  config {
    case_id   = "TS-123456"
    judgement = "A clear answer within an hour."

    incident_satisfaction_list = [for d in data.osm_satisfaction_dimensions.all.satisfaction_dimensions : {
      satisfaction_id    = d.satisfaction_id
      satisfaction_value = d.value
    }]
  }
}
