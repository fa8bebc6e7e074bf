# Asks for a higher quota of virtual machines. A changed number opens another ticket on purpose: the description names it.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {
  region = var.region
}

variable "region" {
  description = "Region of the login, for example cn-north-4."
  type        = string
  default     = "cn-north-4"
}

variable "region_name" {
  description = "The region whose quota is to be raised, by its name in the ticket service."
  type        = string
  default     = "CN North-Beijing4"
}

variable "vcpus" {
  description = "Number of vCPUs that the project is to have in all."
  type        = number
  default     = 200

  validation {
    condition     = var.vcpus >= 1 && var.vcpus <= 10000
    error_message = "The quota must be from 1 to 10000."
  }
}

variable "reason" {
  description = "What the machines are for. Support asks for it."
  type        = string
  default     = "Load tests before the release."
}

# What the ticket is about, by name. Names are in the provider's language; one that does not fit is an error at plan, with the nearest.
data "osm_case_categories" "technical" {
  name = "Technical"
}

data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "quota" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Quota increase"
}

data "osm_regions" "this" {
  name = var.region_name
}

# The project that the login is for.
data "osm_identity" "this" {}

resource "osm_servicecase" "quota" {
  incident_sub_type_id = data.osm_case_categories.technical.id
  product_category_id  = data.osm_product_categories.server.id
  business_type_id     = data.osm_problem_types.quota.id
  region_id            = data.osm_regions.this.id
  project_id           = data.osm_identity.this.project_id

  simple_description = <<-EOT
    Please raise the quota of vCPUs in ${var.region_name} to ${var.vcpus}.
    ${var.reason}
  EOT

  # What this problem type asks for: the data source osm_extends_params lists it. A missing required parameter is an error at plan.
  extends_map = {
    resource_type = "vcpus"
    target_quota  = var.vcpus
    reason        = var.reason
  }

  # Support decides when it is done: destroying this configuration does not call it off.
  on_destroy = "abandon"
}

output "ticket" {
  value = osm_servicecase.quota.id
}
