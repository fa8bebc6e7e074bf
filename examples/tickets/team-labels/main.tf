# Labels tickets with the team that owns them, and lists the open tickets of each team.
#
# - If a ticket moves to another team, or a team gets another color, the ticket is changed in place: no second ticket.
# - Labels belong to the account. Let one configuration own them, and use the data source osm_labels in others.
# - With `group_id`, the lists also contain the tickets of the other members of this IAM user group. They are only read.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "teams" {
  description = "Colors of the teams' labels as #rrggbb, by name of the team."
  type        = map(string)
  default = {
    network = "#0b5cc7"
    storage = "#2e7d32"
  }

  validation {
    condition     = alltrue([for color in var.teams : can(regex("^#[0-9A-Fa-f]{6}$", color))])
    error_message = "A color is written as #rrggbb."
  }
}

variable "tickets" {
  description = "Tickets by key, each with its team and the description of the problem."
  type = map(object({
    team        = string
    description = string
  }))
}

variable "group_id" {
  description = "ID of an IAM user group, to list the tickets of all its members."
  type        = string
  default     = null
}

resource "osm_label" "team" {
  for_each = var.teams

  name  = each.key
  color = each.value
}

resource "osm_servicecase" "this" {
  for_each = var.tickets

  # Names in the provider's language. If one does not match, the plan fails and suggests the closest ones.
  product_category   = "Elastic Cloud Server"
  business_type      = "Usage question"
  simple_description = each.value.description
  label_ids          = [osm_label.team[each.value.team].id]

  lifecycle {
    # Rewording the description must not open a second ticket.
    ignore_changes = [simple_description]

    precondition {
      condition     = contains(keys(var.teams), each.value.team)
      error_message = <<-EOT
        The ticket ${each.key} belongs to the unknown team ${each.value.team}.
        Known teams: ${join(", ", keys(var.teams))}.
      EOT
    }
  }
}

# The open tickets with the label of a team, whoever opened them.
data "osm_cases" "open" {
  for_each = var.teams

  label_ids = [osm_label.team[each.key].id]
  statuses  = ["to_be_handled", "in_process", "to_be_confirmed", "suspended", "waiting_for_feedback"]
  group_id  = var.group_id

  # Read after the tickets of this run have been opened and labeled.
  depends_on = [osm_servicecase.this]
}

output "open_tickets" {
  description = "Open tickets by team."
  value       = { for team, list in data.osm_cases.open : team => [for t in list.cases : "${t.id}  ${t.simple_description}"] }
}
