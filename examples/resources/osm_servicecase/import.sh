# A ticket is imported by its id.
terraform import osm_servicecase.unreachable TS-123456
