# Takes tickets that were opened in the console over into a configuration, and opens others. The module imports the tickets with
# an ID by itself, so the caller needs no import blocks and may be a module, too.
#
# Needs import blocks in modules (Terraform 1.16 and later). For other clients, write the import blocks into the root module.

terraform {
  required_version = ">= 1.16"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "tickets" {
  description = "Tickets by a key of your choice. An ID takes over the ticket with that ID; without one, a ticket is opened."
  type = map(object({
    description = string
    id          = optional(string)
  }))
}

module "tickets" {
  source = "./modules/tickets"

  tickets = var.tickets
}

output "tickets" {
  description = "ID and status of each ticket by key."
  value       = module.tickets.this
}
