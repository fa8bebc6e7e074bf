import {
  to = osm_agreement_signature.new_ticket
  identity = {
    agreement_type = "0"
    version        = "3"
  }
}
