# To import a privilege, use its name.
terraform import osm_privilege.export export
