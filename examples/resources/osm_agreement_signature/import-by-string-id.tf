import {
  to = osm_agreement_signature.new_ticket
  id = "0/3"
}
