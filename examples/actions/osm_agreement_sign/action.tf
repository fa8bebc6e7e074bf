# Signs version 3 of the agreement on new tickets, once you have read it:
#   terraform apply -invoke=action.osm_agreement_sign.new_ticket
action "osm_agreement_sign" "new_ticket" {
  config {
    agreement_type = "0"
    version        = "3"
  }
}
