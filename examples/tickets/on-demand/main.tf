# A ticket that is open as long as there is an incident, without `count` and its index: set `incident` to open it, and null to
# close it.

terraform {
  required_version = ">= 1.11" # OpenTofu; Terraform has no `enabled`, use `count`

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "incident" {
  description = "Description of the incident, or null if there is none."
  type        = string
  default     = null
}

resource "osm_servicecase" "this" {
  product_category   = "Elastic Cloud Server"
  business_type      = "Server cannot be reached"
  region             = "CN North-Beijing4"
  simple_description = var.incident

  lifecycle {
    enabled = var.incident != null
  }
}

output "ticket" {
  description = "ID of the ticket, or null if there is none."
  value       = one(osm_servicecase.this[*].id)
}
