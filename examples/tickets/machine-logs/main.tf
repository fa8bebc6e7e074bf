# Reports an unreachable machine with any number of logs: as many as a ticket can have are attached to the ticket, the others are
# sent in messages.
#
# - Without a log, the plan fails. No ticket is opened.
# - A log that you add or change later is sent to the same ticket in a message, together with the other logs of that message.
#   Names that sort last, such as app-2026-11-24.log, keep the other messages as they are.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "instance_id" {
  description = "ID of the machine, for example huaweicloud_compute_instance.web.id."
  type        = string
}

variable "since" {
  description = "Time at which the problem started, for example 09:41."
  type        = string
}

variable "region" {
  description = "Name of the machine's region."
  type        = string
  default     = "CN North-Beijing4"
}

variable "severity" {
  description = "Severity: Low, Medium, High or Critical. Requires a support plan. Omitted by default."
  type        = string
  default     = null
}

variable "logs" {
  description = "Folder that contains the logs (*.log and *.txt)."
  type        = string
  default     = "logs"

  validation {
    condition     = length(fileset(var.logs, "*.{log,txt}")) > 0
    error_message = "The folder \"${var.logs}\" does not exist or contains neither *.log nor *.txt."
  }
}

data "osm_accessory_limits" "this" {}

locals {
  # A message can have at most ten attachments.
  limit = min(coalesce(data.osm_accessory_limits.this.limit_count, 5), 10)
  logs  = sort(fileset(var.logs, "*.{log,txt}"))

  # Groups of at most `limit` logs. The first one belongs to the ticket, each of the others to a message.
  groups   = chunklist(local.logs, local.limit)
  messages = { for i, group in local.groups : format("%02d", i) => group if i > 0 }
}

resource "osm_accessory" "ticket" {
  for_each = toset(local.groups[0])

  source = "${var.logs}/${each.value}"
}

resource "osm_servicecase" "machine" {
  # Names in the provider's language. If one does not match, the plan fails and suggests the closest ones.
  product_category   = "Elastic Cloud Server"
  business_type      = "Server cannot be reached"
  region             = var.region
  severity           = var.severity
  simple_description = "${var.instance_id} (${var.region}) has been unreachable since ${var.since}. Logs are attached."
  accessory_ids      = [for log in osm_accessory.ticket : log.id]

  extends_map = {
    instance_id = var.instance_id
  }

  lifecycle {
    # Rewording the description must not open a second ticket.
    ignore_changes = [simple_description]
  }
}

resource "osm_accessory" "message" {
  for_each = toset(flatten(values(local.messages)))

  source         = "${var.logs}/${each.value}"
  accessory_from = "message"
}

resource "osm_case_message" "logs" {
  for_each = local.messages

  case_id       = osm_servicecase.machine.id
  content       = "More logs: ${join(", ", each.value)}"
  accessory_ids = [for log in each.value : osm_accessory.message[log].id]
}

output "ticket" {
  description = "ID of the ticket."
  value       = osm_servicecase.machine.id
}
