# Opens one ticket per row of a CSV or YAML file.
#
# - A new row opens exactly one ticket, a removed row ends only its own, and the order of the rows does not matter.
# - An invalid row is an error at plan that names the row. No ticket is opened.
# - The file can have further columns, for example an owner.

terraform {
  required_version = ">= 1.5"

  required_providers {
    osm = {
      source = "servicetickets/osm"
    }
  }
}

provider "osm" {}

variable "file" {
  description = "File with the tickets (.csv, .yaml or .yml). modules/tickets/README.md lists the columns."
  type        = string
  default     = "tickets.csv"

  validation {
    condition     = can(regex("\\.(csv|ya?ml)$", var.file)) && fileexists(var.file)
    error_message = "${var.file} does not exist, or its name does not end in .csv, .yaml or .yml."
  }
}

locals {
  # Spreadsheet programs begin a CSV file with a byte order mark.
  text = trimprefix(file(var.file), "\ufeff")

  # Both branches of a condition must have the same type: here, they are JSON texts.
  tickets = jsondecode(endswith(var.file, ".csv") ? jsonencode(csvdecode(local.text)) : jsonencode(yamldecode(local.text)))
}

module "tickets" {
  source = "./modules/tickets"

  tickets = local.tickets
}

output "tickets" {
  description = "IDs of the tickets by key."
  value       = module.tickets.ids
}
