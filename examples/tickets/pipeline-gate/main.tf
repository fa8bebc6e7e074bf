# A gate in a pipeline: the run opens a ticket, waits until support has answered, and only then goes on.
# When the time runs out the run fails, the ticket stays as it is, and the next run waits again.

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
  description = "Region that the release goes to, for example cn-north-4."
  type        = string
  default     = "cn-north-4"
}

variable "release" {
  description = "Release that is to go out, for example 2026.11."
  type        = string
}

variable "patience" {
  description = "How long a run waits for the answer."
  type        = string
  default     = "2h"
}

# The ids below are those of the simulator's catalogue; an account has its own.
variable "product_category_id" {
  description = "Product that the ticket is about."
  type        = string
  default     = "c3643842d3f72428f0564d84c9a684ef"
}

variable "business_type_id" {
  description = "Problem type: a question."
  type        = string
  default     = "ff9a663362190d01da16078a75be5d86"
}

resource "osm_servicecase" "release" {
  business_type_id     = var.business_type_id
  product_category_id  = var.product_category_id
  incident_sub_type_id = "1"
  region_id            = var.region
  simple_description   = "Release ${var.release} is to go out in ${var.region}. Is maintenance planned there today?"
}

resource "osm_case_wait" "answer" {
  case_id  = osm_servicecase.release.id
  statuses = ["to_be_confirmed", "ended"]

  timeouts = {
    create = var.patience
  }
}

# Read after the wait, so that the answer is in it.
data "osm_case" "answered" {
  case_id = osm_case_wait.answer.id
}

# What is to happen after the gate depends on the wait: resources, or a whole module.
resource "terraform_data" "release" {
  input      = var.release
  depends_on = [osm_case_wait.answer]
}

output "answers" {
  value = [for m in data.osm_case.answered.message_list : m.content if m.type == 1]
}
