data "osm_agencies" "all" {}

# The accounts that can act on behalf of this account, and until when.
output "trusted" {
  value = {
    for a in data.osm_agencies.all.agency_list :
    a.name => "${a.trust_domain_name}, until ${coalesce(a.expire_time, "it is revoked")}"
  }
}
