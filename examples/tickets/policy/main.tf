# Rules of a team for its tickets, as part of the configuration:
#
# - A ticket that breaks a rule is not opened: preconditions fail the plan.
# - If a partner instead of the vendor handles the ticket, the run fails after it is opened: a postcondition. The ticket stays.
# - Too many open tickets are a warning: a check.
#
# tests/policy.tftest.hcl tests the rules without a service: terraform test

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "environment" {
  description = "Environment that the ticket is about: production or staging."
  type        = string

  validation {
    condition     = contains(["production", "staging"], var.environment)
    error_message = "The environment must be production or staging."
  }
}

variable "severity" {
  description = "Name of the severity, or null."
  type        = string
  default     = null
}

variable "description" {
  description = "Description of the problem. It names the affected resource, such as web-1."
  type        = string
}

variable "max_open" {
  description = "Number of open tickets above which a plan warns."
  type        = number
  default     = 5
}

resource "osm_servicecase" "this" {
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  severity           = var.severity
  simple_description = "[${var.environment}] ${var.description}"

  lifecycle {
    precondition {
      condition     = var.severity == null || var.severity != "Critical" || var.environment == "production"
      error_message = "Only tickets about production are critical. Choose a lower severity, or none."
    }

    precondition {
      condition     = can(regex("\\b[a-z]+-[0-9]+\\b", var.description))
      error_message = "The description must name the affected resource, such as web-1."
    }

    postcondition {
      condition     = self.business_ownership == 0
      error_message = "Ticket ${self.id} is handled by a partner. Contact the partner."
    }
  }
}

# Outside of the check, so that a plan without changes stays empty.
data "osm_cases" "open" {
  statuses = ["to_be_handled", "in_process", "to_be_confirmed", "suspended", "waiting_for_feedback"]
}

check "few_open_tickets" {
  assert {
    condition     = data.osm_cases.open.total_count <= var.max_open
    error_message = "${data.osm_cases.open.total_count} tickets are open, more than ${var.max_open}. Close those that are solved."
  }
}

output "ticket" {
  description = "ID of the ticket."
  value       = osm_servicecase.this.id
}
