# Opens a ticket, waits until support starts to work on it, and expedites it if that takes too long.
#
# 1. The first run opens the ticket and waits for `patience`. If nobody has started by then, the run fails. The ticket does not
#    change.
# 2. Set `escalate = 1` in terraform.tfvars and apply again: the ticket is expedited once, and the run waits again.
# 3. To expedite it once more, increase `escalate`. Decreasing it makes no call.
#
# If support has replied in the meantime, the service rejects the call. Set `escalate` back to the previous number.
#
# Terraform can't react to a failed step by itself, so you or your pipeline decide when to escalate. Until then, each plan
# repeats the reminder.

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

variable "description" {
  description = "Description of the problem."
  type        = string
}

variable "region" {
  description = "Name of the region."
  type        = string
  default     = "CN North-Beijing4"
}

variable "patience" {
  description = "Time within which support should start, for example 30m or 1h30m. At least one minute."
  type        = string
  default     = "30m"

  validation {
    condition     = can(timeadd("2026-01-01T00:00:00Z", var.patience)) && !strcontains(var.patience, "-")
    error_message = "The time must be a duration such as 30m or 1h30m."
  }
}

variable "escalate" {
  description = "How often the ticket has been expedited so far. Increase it to expedite the ticket once more."
  type        = number
  default     = 0

  validation {
    condition     = var.escalate >= 0 && floor(var.escalate) == var.escalate
    error_message = "This is a count: 0, 1, 2 and so on."
  }
}

resource "osm_servicecase" "this" {
  # Names in the provider's language. If one does not match, the plan fails and suggests the closest ones.
  product_category   = "Elastic Cloud Server"
  business_type      = "Server cannot be reached"
  region             = var.region
  simple_description = var.description
}

# Expedites the ticket when it is created, and again when the trigger changes.
resource "osm_case_press" "this" {
  count = var.escalate > 0 ? 1 : 0

  case_id = osm_servicecase.this.id

  triggers = {
    escalate = var.escalate
  }
}

# Not part of the ticket: if a wait fails, only the wait is repeated. Once it has succeeded, it is not repeated.
resource "osm_case_wait" "started" {
  case_id  = osm_servicecase.this.id
  statuses = ["in_process", "to_be_confirmed", "waiting_for_feedback", "ended"]

  timeouts = {
    create = var.patience
  }

  depends_on = [osm_case_press.this]
}

locals {
  # The time format in the API reference, without the optional zone.
  due = timeadd("${substr(osm_servicecase.this.create_time, 0, 19)}Z", var.patience)
}

# Warns in each plan as long as nobody works on the ticket.
check "started_in_time" {
  assert {
    condition     = osm_servicecase.this.status_name != "to_be_handled" || timecmp(plantimestamp(), local.due) < 0
    error_message = <<-EOT
      Nobody has started to work on ${osm_servicecase.this.id} within ${var.patience}.
      To expedite it, set escalate to ${var.escalate + 1} and apply.
    EOT
  }
}

output "ticket" {
  description = "ID of the ticket."
  value       = osm_servicecase.this.id
}
