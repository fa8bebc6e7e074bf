# Opens one ticket with one attachment and reads it back. `make demo` applies and destroys it on the simulator.
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
  description = "Address of the ticket service. Defaults to HW_OSM_ENDPOINT, then to the address of the site."
  type        = string
  default     = null
}

variable "iam_endpoint" {
  description = "Address of the login service. Defaults to HW_AUTH_URL, then to the address of the region."
  type        = string
  default     = null
}

provider "osm" {
  endpoints = {
    osm = var.osm_endpoint
    iam = var.iam_endpoint
  }
}

# 1. Upload the file. The state contains its name, size and hash, not its bytes.
resource "osm_accessory" "log" {
  source = "${path.module}/app.log"
}

# 2. Open the ticket with the file. Names are looked up at plan.
resource "osm_servicecase" "web" {
  product_category   = "Elastic Cloud Server"
  business_type      = "Server cannot be reached"
  region             = "CN North-Beijing4"
  incident_sub_type  = "Technical"
  severity           = "High"
  simple_description = "web-1 has been unreachable since 09:41. Its log is attached."
  accessory_ids      = [osm_accessory.log.id]
}

# 3. Read the ticket back.
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

output "replies" {
  description = "What support wrote."
  value       = [for m in data.osm_case.web.message_list : m.content if m.type == 1]
}
