# A ticket about a machine, with actions instead of manual steps:
#
# - Before the ticket is closed, support gets a message that says why. That includes the close before a replacement.
# - A higher `urgency` expedites the ticket. If the service rejects that, for example because the ticket is too new, the run
#   continues with a warning.
# - A changed `log` is sent as a message.
# - Credentials are sent as a message that neither the plan nor the state contains, when `access_version` changes.
#
# Clients without these actions: use the resources osm_case_press and osm_case_message, as in ../escalation and ../machine-logs.

terraform {
  required_version = ">= 1.16" # Terraform; OpenTofu has no actions

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "instance_id" {
  description = "ID of the machine."
  type        = string
}

variable "urgency" {
  description = "How often the ticket has been expedited so far. Increase it to expedite the ticket once more."
  type        = number
  default     = 0
}

variable "log" {
  description = "Latest lines of the log of the machine."
  type        = string
  default     = ""
}

variable "access" {
  description = "Credentials that support needs. Set TF_VAR_access in the run that changes access_version."
  type        = string
  default     = "None."
  ephemeral   = true
}

variable "access_version" {
  description = "Increase it to send the credentials."
  type        = number
  default     = 0
}

variable "reason" {
  description = "Why the ticket is closed."
  type        = string
  default     = "The machine is no longer needed."
}

resource "osm_servicecase" "this" {
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  simple_description = "The machine ${var.instance_id} is slow. What can we do?"

  lifecycle {
    action_trigger {
      events  = [before_destroy]
      actions = [action.osm_case_message.farewell]

      # A ticket that support has completed accepts no message. The ticket is removed from the state all the same.
      on_failure = continue
    }
  }
}

action "osm_case_message" "farewell" {
  config {
    case_id = caller.id # the ticket that is destroyed
    content = "We close this ticket: ${var.reason}"
  }
}

# Triggers belong to a resource. The resources terraform_data only remember what has been done.
resource "terraform_data" "urgency" {
  input = var.urgency

  lifecycle {
    action_trigger {
      events     = [after_update]
      actions    = [action.osm_case_press.this]
      on_failure = continue
    }
  }
}

action "osm_case_press" "this" {
  config {
    case_id = osm_servicecase.this.id
  }
}

resource "terraform_data" "log" {
  input = sha256(var.log)

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.osm_case_message.log]
    }
  }
}

action "osm_case_message" "log" {
  config {
    case_id = osm_servicecase.this.id
    content = "New lines of the log:\n${var.log}"
  }
}

resource "terraform_data" "access" {
  input = var.access_version

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.osm_case_message.access]
    }
  }
}

action "osm_case_message" "access" {
  config {
    case_id    = osm_servicecase.this.id
    content_wo = var.access
  }
}

output "ticket" {
  description = "ID of the ticket."
  value       = osm_servicecase.this.id
}
