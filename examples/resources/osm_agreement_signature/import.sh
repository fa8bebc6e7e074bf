# To import a signature, use the type of the agreement and the latest published version.
terraform import osm_agreement_signature.new_ticket 0/3
