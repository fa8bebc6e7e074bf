# A gate in a pipeline: the run opens a ticket, waits until support has replied, and then deploys. workflow.yml runs it with
# GitHub Actions.
#
# - Running it again for the same release neither opens another ticket nor waits again.
# - Another release closes the old ticket and opens one for the new release.
# - If support does not reply within `patience`, the run fails. The ticket does not change, and the next run waits again.
# - If the ticket is cancelled or invalid, the run fails instead of deploying.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }

  # The next run must find the state, or it opens another ticket. Use a backend that locks, for example a bucket of OBS:
  #
  # backend "s3" {
  #   bucket                      = "terraform-state"
  #   key                         = "release-gate.tfstate"
  #   region                      = "cn-north-4"
  #   endpoints                   = { s3 = "https://obs.cn-north-4.myhuaweicloud.com" }
  #   use_lockfile                = true # Terraform 1.10 or OpenTofu 1.10 and later
  #   skip_credentials_validation = true
  #   skip_region_validation      = true
  #   skip_requesting_account_id  = true
  #   skip_metadata_api_check     = true
  #   skip_s3_checksum            = true
  # }
}

provider "osm" {}

variable "release" {
  description = "Release to deploy, for example 2026.11."
  type        = string

  validation {
    condition     = can(regex("^[0-9A-Za-z][0-9A-Za-z.+-]*$", var.release))
    error_message = "A release consists of letters, digits, dots, plus signs and hyphens, for example 2026.11."
  }
}

variable "region" {
  description = "Name of the region to deploy to."
  type        = string
  default     = "CN North-Beijing4"
}

variable "patience" {
  description = "Time that a run waits for a reply, for example 2h. Keep it shorter than the time limit of the job."
  type        = string
  default     = "2h"
}

resource "osm_servicecase" "release" {
  # Names in the provider's language. If one does not match, the plan fails and suggests the closest ones.
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  region             = var.region
  simple_description = "We plan to deploy release ${var.release} in ${var.region}. Is maintenance planned there today?"
}

# Support sets the status "to be confirmed" when it has replied. If it asks a question, reply in the console; the wait continues.
resource "osm_case_wait" "release" {
  case_id  = osm_servicecase.release.id
  statuses = ["to_be_confirmed", "ended"]

  timeouts = {
    create = var.patience
  }
}

# Read after the wait, so that it contains the reply.
data "osm_case" "release" {
  case_id = osm_case_wait.release.id
}

# Placeholder for the deployment. Whatever must wait for the reply depends on osm_case_wait.
resource "terraform_data" "release" {
  input = var.release

  lifecycle {
    precondition {
      condition     = contains(["to_be_confirmed", "completed"], osm_case_wait.release.status_name)
      error_message = <<-EOT
        Ticket ${osm_case_wait.release.case_id} is ${osm_case_wait.release.status_name}.
        To ask again, apply with -replace=osm_servicecase.release.
      EOT
    }
  }
}

output "replies" {
  description = "Support's replies."
  value       = [for m in data.osm_case.release.message_list : m.content if m.type == 1]
}
