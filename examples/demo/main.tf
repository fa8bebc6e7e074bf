# One ticket with one attachment, opened, read back, and ended by destroy. `make demo` runs it against the simulator.
# Credentials come from the environment: HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME and HW_PROJECT_ID.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

variable "osm_endpoint" {
  description = "Address of the ticket service. Not set: HW_OSM_ENDPOINT, else the site's own."
  type        = string
  default     = null
}

variable "iam_endpoint" {
  description = "Address of the login service. Not set: HW_AUTH_URL, else the region's own."
  type        = string
  default     = null
}

provider "osm" {
  endpoints = {
    osm = var.osm_endpoint
    iam = var.iam_endpoint
  }
}

# 1. The file is uploaded. The state holds its name, size and hash, not its bytes.
resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

# 2. The ticket is opened, with the file. The ids are those of the simulator's catalogue.
resource "osm_servicecase" "web" {
  business_type_id     = "d0f2189aa303cf266a61667b07b06d9f" # Server cannot be reached
  product_category_id  = "c3643842d3f72428f0564d84c9a684ef" # Elastic Cloud Server
  incident_sub_type_id = "1"                                # Technical
  region_id            = "cn-north-4"
  simple_description   = "web-1 can't be reached since 09:41. Its log is attached."
  area_code            = "86"
  remind_time          = "0"
  accessory_ids        = [osm_accessory.log.id]
}

# 3. What the service tells of the ticket.
data "osm_case" "web" {
  case_id = osm_servicecase.web.id
}

output "id" {
  value = data.osm_case.web.incident_id
}

output "status_name" {
  value = data.osm_case.web.status_name
}

output "is_open" {
  value = data.osm_case.web.is_open
}

output "files" {
  value = flatten([for m in data.osm_case.web.message_list : m.accessory_list[*].file_actual_name if m.is_first_message == 1])
}
