# Tickets, some of which already exist; see ../../main.tf.

terraform {
  required_version = ">= 1.7"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

variable "tickets" {
  description = "Tickets by key. An ID takes over the ticket with that ID; without one, a ticket is opened."
  type = map(object({
    description = string
    id          = optional(string)
  }))
}

import {
  for_each = { for key, ticket in var.tickets : key => ticket.id if ticket.id != null }

  to = osm_servicecase.this[each.key]
  id = each.value
}

resource "osm_servicecase" "this" {
  for_each = var.tickets

  # The description of an imported ticket must be that of the ticket, or a new one is planned.
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  simple_description = each.value.description
}

output "this" {
  description = "ID and status of each ticket by key."
  value       = { for key, ticket in osm_servicecase.this : key => { id = ticket.id, status = ticket.status_name } }
}
