data "osm_sub_customers" "team" {
  sub_customer_name = "sub-account"
}

# The IDs of the matching users, for example for x_customer_id of osm_cases.
output "user_ids" {
  value = { for u in data.osm_sub_customers.team.sub_customer_infos : u.customer_name => u.customer_id }
}
