# Opens a ticket for an alarm, once, however often the alarm fires.
#
# With adopt_existing, an open ticket with the same description is adopted instead of opening another one. So the same alarm
# leads to one ticket even if five runs handle it, each with an empty state, or if the state is lost. For this, the description
# contains what identifies the alarm, and nothing that differs between two runs, such as the time.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "alarm_id" {
  description = "ID of the alarm record. It must stay the same while the alarm lasts, and differ if the alarm comes back later."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{4,64}$", var.alarm_id))
    error_message = "The ID of the alarm must have 4 to 64 letters, digits, hyphens or underscores."
  }
}

variable "instance_id" {
  description = "ID of the machine that the alarm is about."
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

variable "remind_time" {
  description = "Time of day at which support may call: 0 for any time, or a window such as 09:00-18:00."
  type        = string
  default     = "0"
}

resource "osm_servicecase" "alarm" {
  # Names in the provider's language. If one does not match, the plan fails and suggests the closest ones.
  product_category   = "Elastic Cloud Server"
  business_type      = "Server cannot be reached"
  region             = var.region
  severity           = var.severity
  simple_description = "${var.instance_id} (${var.region}) is unreachable. Alarm ${var.alarm_id}."
  remind_time        = var.remind_time
  adopt_existing     = true

  extends_map = {
    instance_id = var.instance_id
  }
}

output "ticket" {
  description = "ID of the ticket."
  value       = osm_servicecase.alarm.id
}
