# Requests higher vCPU quotas in several regions, with one ticket per region.
#
# - If you change the number of a region, the open request is withdrawn before a new one is opened: two requests never
#   contradict each other. The plan warns. Requests of other regions don't change.
# - If you change the reason, the request is changed in place.
# - If you remove a region, its request is withdrawn. To leave it to support, use `terraform state rm` instead.
# - If the user may not open tickets, the plan fails.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "requests" {
  description = "Requested total number of vCPUs by region, with the reason and the ID of the region's project."
  type = map(object({
    vcpus      = number
    reason     = string
    project_id = optional(string)
  }))

  validation {
    condition     = alltrue([for r in var.requests : r.vcpus >= 1 && r.vcpus <= 10000 && floor(r.vcpus) == r.vcpus])
    error_message = "vcpus must be a whole number from 1 to 10000."
  }
}

# The data source osm_quotas takes IDs, so look them up by name, in the provider's language.
data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "quota" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Quota increase"
}

data "osm_privileges" "open" {
  privilege = "createCase"

  lifecycle {
    postcondition {
      condition     = !self.policy_switch || self.has_privilege == 1
      error_message = "This user may not open tickets. Ask the account owner for the privilege."
    }
  }
}

data "osm_quotas" "tickets" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.quota.id
}

# A warning and not an error: requests that are already open don't need another ticket.
check "tickets_left" {
  assert {
    condition     = data.osm_quotas.tickets.un_used != 0
    error_message = <<-EOT
      The account can't open another ticket of this problem type.
      Don't change the requests until support has raised this limit.
    EOT
  }
}

resource "osm_servicecase" "quota" {
  for_each = var.requests

  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.quota.id
  region              = each.key
  project_id          = each.value.project_id
  simple_description  = "Please increase the vCPU quota in ${each.key} to ${each.value.vcpus}."

  # Parameters of this problem type. The data source osm_extends_params lists them. If a required one is missing, the plan fails.
  extends_map = {
    resource_type = "vcpus"
    target_quota  = each.value.vcpus
    reason        = each.value.reason
  }

  # Withdraws the request if it is replaced or removed. With "abandon", the old request would stay open next to the new one.
  on_destroy = "close"

  depends_on = [data.osm_privileges.open]
}

output "tickets" {
  description = "IDs of the requests by region."
  value       = { for region, t in osm_servicecase.quota : region => t.id }
}
