# To import a ticket, use its ID.
terraform import osm_servicecase.unreachable TS-123456
