# Requests a higher vCPU quota. The number is part of the description, so changing it opens another ticket, as intended.

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
  description = "Region of the quota, as named in the ticket service."
  type        = string
  default     = "CN North-Beijing4"
}

variable "vcpus" {
  description = "Requested total number of vCPUs of the project."
  type        = number
  default     = 200

  validation {
    condition     = var.vcpus >= 1 && var.vcpus <= 10000
    error_message = "The quota must be between 1 and 10000."
  }
}

variable "reason" {
  description = "Reason for the request, which support asks for."
  type        = string
  default     = "Load tests before the release."
}

# Look up the IDs by name, in the provider's language. If a name does not match, the plan fails and suggests the closest names.
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

# The project of the login.
data "osm_identity" "this" {}

resource "osm_servicecase" "quota" {
  incident_sub_type_id = data.osm_case_categories.technical.id
  product_category_id  = data.osm_product_categories.server.id
  business_type_id     = data.osm_problem_types.quota.id
  region_id            = data.osm_regions.this.id
  project_id           = data.osm_identity.this.project_id

  simple_description = <<-EOT
    Please increase the vCPU quota in ${var.region_name} to ${var.vcpus}.
    ${var.reason}
  EOT

  # Parameters of this problem type. The data source osm_extends_params lists them. If a required one is missing, the plan fails.
  extends_map = {
    resource_type = "vcpus"
    target_quota  = var.vcpus
    reason        = var.reason
  }

  # Destroying this configuration leaves the ticket open, so that support can finish the request.
  on_destroy = "abandon"
}

output "ticket" {
  value = osm_servicecase.quota.id
}
