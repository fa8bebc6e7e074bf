# A gate in a pipeline: the run opens a ticket, waits for support to reply, and then continues.
# If the wait times out, the run fails, the ticket does not change, and the next run waits again.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {
  region = var.region
}

variable "region" {
  description = "Region of the login, for example cn-north-4."
  type        = string
  default     = "cn-north-4"
}

variable "region_name" {
  description = "Region to deploy to, as named in the ticket service."
  type        = string
  default     = "CN North-Beijing4"
}

variable "release" {
  description = "Release to deploy, for example 2026.11."
  type        = string
}

variable "patience" {
  description = "Time that a run waits for a reply, for example 2h."
  type        = string
  default     = "2h"
}

# Look up the IDs by name, in the provider's language. If a name does not match, the plan fails and suggests the closest names.
data "osm_case_categories" "technical" {
  name = "Technical"
}

data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "question" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Usage question"
}

data "osm_regions" "this" {
  name = var.region_name
}

resource "osm_servicecase" "release" {
  incident_sub_type_id = data.osm_case_categories.technical.id
  product_category_id  = data.osm_product_categories.server.id
  business_type_id     = data.osm_problem_types.question.id
  region_id            = data.osm_regions.this.id
  simple_description   = "We plan to deploy release ${var.release} in ${var.region_name}. Is maintenance planned there today?"
}

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

# Resources and modules that must wait for the reply depend on osm_case_wait.
resource "terraform_data" "release" {
  input      = var.release
  depends_on = [osm_case_wait.release]
}

output "replies" {
  value = [for m in data.osm_case.release.message_list : m.content if m.type == 1]
}
