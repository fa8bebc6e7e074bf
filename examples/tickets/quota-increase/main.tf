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
  description = "Region of the project, for example cn-north-4."
  type        = string
  default     = "cn-north-4"
}

variable "project_id" {
  description = "Project whose quota is to be raised."
  type        = string
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

# The ids below are those of the simulator's catalogue; an account has its own.
variable "product_category_id" {
  description = "Product that the quota belongs to."
  type        = string
  default     = "c3643842d3f72428f0564d84c9a684ef"
}

variable "business_type_id" {
  description = "Problem type for a quota increase of that product."
  type        = string
  default     = "32e7d99be9f252c03028a6438b07012a"
}

resource "osm_servicecase" "quota" {
  business_type_id     = var.business_type_id
  product_category_id  = var.product_category_id
  incident_sub_type_id = "1"
  region_id            = var.region
  project_id           = var.project_id

  simple_description = <<-EOT
    Please raise the quota of vCPUs of project ${var.project_id} in ${var.region} to ${var.vcpus}.
    ${var.reason}
  EOT

  # What this problem type asks for. A missing required parameter is an error at plan.
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
