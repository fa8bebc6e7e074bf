terraform {
  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

# Credentials come from the environment: HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME and HW_PROJECT_ID.
provider "osm" {
  region = "cn-north-4"
}
