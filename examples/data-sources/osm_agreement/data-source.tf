# The agreement on new tickets.
data "osm_agreement" "new_ticket" {
  agreement_type = "0"
}

output "to_read" {
  value = data.osm_agreement.new_ticket.is_signed_latest ? "" : data.osm_agreement.new_ticket.content
}
