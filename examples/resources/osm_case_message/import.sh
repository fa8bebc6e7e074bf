# To import a message, use the ticket ID and the message ID, separated by a slash.
terraform import osm_case_message.trace TS-123456/7340912
