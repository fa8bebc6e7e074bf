# Reports a machine that can't be reached, with all its logs. A log that is added to the folder later goes to the same ticket, in a
# message; a log that has changed is attached again.

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
  description = "Region of the machine, by its name in the ticket service."
  type        = string
  default     = "CN North-Beijing4"
}

variable "severity" {
  description = "How bad it is: Low, Medium, High or Critical. Needs a support plan."
  type        = string
  default     = "High"
}

variable "instance_id" {
  description = "Id of the machine, for example huaweicloud_compute_instance.web.id."
  type        = string
}

variable "since" {
  description = "When it began, in words."
  type        = string
}

variable "logs" {
  description = "Folder with the logs: its files *.log and *.txt are attached."
  type        = string
  default     = "logs"
}

# What the ticket is about, by name. Names are in the provider's language; one that does not fit is an error at plan, with the nearest.
data "osm_case_categories" "technical" {
  name = "Technical"
}

data "osm_product_categories" "server" {
  name = "Elastic Cloud Server"
}

data "osm_problem_types" "unreachable" {
  product_category_id = data.osm_product_categories.server.id
  name                = "Server cannot be reached"
}

data "osm_regions" "this" {
  name = var.region_name
}

data "osm_severities" "this" {
  product_category_id = data.osm_product_categories.server.id
  business_type_id    = data.osm_problem_types.unreachable.id
  name                = var.severity
}

# The ticket gets the account's label "outage", if there is one.
data "osm_labels" "outage" {
  name = "outage"
}

resource "osm_accessory" "log" {
  for_each = fileset(var.logs, "*.{log,txt}")

  source = "${var.logs}/${each.value}"
}

resource "osm_servicecase" "machine" {
  incident_sub_type_id = data.osm_case_categories.technical.id
  product_category_id  = data.osm_product_categories.server.id
  business_type_id     = data.osm_problem_types.unreachable.id
  region_id            = data.osm_regions.this.id
  severity_id          = data.osm_severities.this.id
  simple_description   = "Machine ${var.instance_id} in ${var.region_name} can't be reached, since ${var.since}. Its logs are attached."

  extends_map = {
    instance_id = var.instance_id
  }

  accessory_ids = [for log in osm_accessory.log : log.id]
  label_ids     = data.osm_labels.outage.label_list[*].label_id

  lifecycle {
    # Another wording of the same problem is no reason for a second ticket.
    ignore_changes = [simple_description]
  }
}

output "ticket" {
  value = osm_servicecase.machine.id
}
