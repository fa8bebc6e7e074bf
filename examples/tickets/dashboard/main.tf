# Lists the account's open tickets and warns about those that need you. It only reads.
#
# `terraform plan` prints the list. The warnings are about tickets that await your reply, and about tickets that support has not
# finished within `max_age`. Run it on a schedule: with `terraform plan -json`, the warnings are diagnostics with the severity
# "warning".

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {
  # The times of tickets end in Z, so read them in UTC.
  time_zone = "GMT+0"
}

variable "max_age" {
  description = "Age at which a ticket that support works on is reported, for example 72h."
  type        = string
  default     = "72h"

  validation {
    condition     = can(timeadd("2026-01-01T00:00:00Z", var.max_age)) && !strcontains(var.max_age, "-")
    error_message = "The age must be a duration such as 72h or 30m."
  }
}

data "osm_cases" "open" {
  statuses = ["to_be_handled", "in_process", "to_be_confirmed", "suspended", "waiting_for_feedback"]
}

locals {
  tickets = [for t in data.osm_cases.open.cases : {
    id      = t.id
    status  = t.status_name
    created = "${substr(t.create_time, 0, 19)}Z"
    text    = split("\n", trimspace(t.simple_description))[0]
  }]

  awaiting_you = [for t in local.tickets : t.id if contains(["to_be_confirmed", "waiting_for_feedback"], t.status)]
  overdue = [for t in local.tickets : t.id
    if !contains(local.awaiting_you, t.id) && timecmp(timeadd(t.created, var.max_age), plantimestamp()) < 0
  ]
}

check "nothing_awaits_you" {
  assert {
    condition     = length(local.awaiting_you) == 0
    error_message = <<-EOT
      Support awaits your reply or confirmation: ${join(", ", local.awaiting_you)}.
      Send a message or close the ticket.
    EOT
  }
}

check "nothing_is_overdue" {
  assert {
    condition     = length(local.overdue) == 0
    error_message = <<-EOT
      Open for more than ${var.max_age}: ${join(", ", local.overdue)}.
      Expedite the ticket, as in the example escalation.
    EOT
  }
}

output "open_tickets" {
  description = "Open tickets by status."
  value       = { for t in local.tickets : t.status => "${t.id}  ${t.created}  ${t.text}"... }
}
