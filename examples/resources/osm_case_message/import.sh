# A message is imported by the id of its ticket and its own id, parted by a slash.
terraform import osm_case_message.trace TS-123456/7340912
