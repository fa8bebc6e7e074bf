# To import a granted request, use its ID. If the ticket belongs to another member of an IAM user group, append @<group ID>.
terraform import osm_authorization.database Auth-123456
