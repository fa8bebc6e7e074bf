# Opens one ticket per element of a list, identified by its key.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

variable "tickets" {
  description = "Tickets, for example from csvdecode or yamldecode. Empty values count as not set."
  type = list(object({
    key                = optional(string, "")
    product_category   = optional(string, "")
    business_type      = optional(string, "")
    region             = optional(string, "")
    severity           = optional(string, "")
    simple_description = optional(string, "")
  }))

  validation {
    condition = alltrue([for t in var.tickets : can(regex("^[A-Za-z0-9_.-]+$", t.key))])
    error_message = join("\n", [for i, t in var.tickets :
      "Row ${i + 1}: \"${t.key}\" is not a valid key. Use letters, digits, dots, hyphens and underscores."
      if !can(regex("^[A-Za-z0-9_.-]+$", t.key))
    ])
  }

  validation {
    condition = length(distinct(var.tickets[*].key)) == length(var.tickets)
    error_message = join("\n", [for i, t in var.tickets :
      "Row ${i + 1} (${t.key}): row ${index(var.tickets[*].key, t.key) + 1} has the same key."
      if index(var.tickets[*].key, t.key) < i
    ])
  }

  validation {
    condition = alltrue(flatten([for t in var.tickets : [
      for column in ["product_category", "business_type", "simple_description"] : trimspace(t[column]) != ""
    ]]))
    error_message = join("\n", flatten([for i, t in var.tickets : [
      for column in ["product_category", "business_type", "simple_description"] : "Row ${i + 1} (${t.key}): ${column} is empty."
      if trimspace(t[column]) == ""
    ]]))
  }

  validation {
    condition = alltrue([for t in var.tickets : length(t.simple_description) <= 1200])
    error_message = join("\n", [for i, t in var.tickets :
      "Row ${i + 1} (${t.key}): simple_description has ${length(t.simple_description)} characters, at most 1200 are allowed."
      if length(t.simple_description) > 1200
    ])
  }
}

locals {
  tickets = { for t in var.tickets : t.key => { for column, value in t : column => value == "" ? null : value } }
}

resource "osm_servicecase" "this" {
  for_each = local.tickets

  product_category   = each.value.product_category
  business_type      = each.value.business_type
  region             = each.value.region
  severity           = each.value.severity
  simple_description = each.value.simple_description

  lifecycle {
    # Rewording a row must not open a second ticket.
    ignore_changes = [simple_description]
  }
}

output "ids" {
  description = "IDs of the tickets by key."
  value       = { for key, t in osm_servicecase.this : key => t.id }
}
