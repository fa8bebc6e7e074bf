# A sample module that opens a ticket. To run its tests:
#   terraform test -filter=tests/mock.tftest.hcl       (without a service)
#   terraform test -filter=tests/simulator.tftest.hcl  (with a running simulator)

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

variable "machine" {
  description = "Name of the unreachable machine."
  type        = string

  validation {
    condition     = length(var.machine) > 0
    error_message = "The name of the machine must not be empty."
  }
}

variable "region" {
  description = "Region of the machine, as named in the ticket service."
  type        = string
  default     = "CN North-Beijing4"
}

variable "on_call" {
  description = "Hours in which support may call (HH:MM-HH:MM)."
  type        = string
  default     = "09:00-18:00"
}

data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "unreachable" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Server cannot be reached"
}

data "osm_regions" "this" {
  name = var.region
}

resource "osm_servicecase" "this" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.unreachable.id
  region_id           = data.osm_regions.this.id
  simple_description  = "${var.machine} is unreachable."
  remind_time         = var.on_call
}

output "ticket" {
  value = osm_servicecase.this.id
}

output "is_open" {
  value = osm_servicecase.this.is_open
}
