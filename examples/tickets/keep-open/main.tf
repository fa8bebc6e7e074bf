# A ticket that outlives its configuration: `destroy`, and removing the resource, make no call. The ticket only leaves the state.
#
# Unlike `on_destroy = "abandon"`, which works with every client, the plan says that the ticket is not destroyed. If the ticket is
# replaced, Terraform closes the old one, and OpenTofu leaves it open; set `on_destroy` for Terraform.

terraform {
  required_version = ">= 1.12" # Terraform 1.16 and later, or OpenTofu 1.12 and later

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "question" {
  description = "Question for support."
  type        = string
}

variable "remind_time" {
  description = "Time of day for notifications."
  type        = string
  default     = "0"
}

resource "osm_servicecase" "this" {
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  simple_description = var.question
  remind_time        = var.remind_time

  lifecycle {
    destroy = false
  }
}

# Without the state, these are what identifies the ticket. To manage it again, import it by this ID.
output "ticket" {
  description = "ID of the ticket."
  value       = osm_servicecase.this.id
}
