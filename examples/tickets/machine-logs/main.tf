# Reports an unreachable machine and attaches all its logs. If you add or change a log later, the provider sends it to the
# same ticket in a message.

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
  description = "Region of the machine, as named in the ticket service."
  type        = string
  default     = "CN North-Beijing4"
}

variable "severity" {
  description = "Severity: Low, Medium, High or Critical. Requires a support plan."
  type        = string
  default     = "High"
}

variable "instance_id" {
  description = "ID of the machine, for example huaweicloud_compute_instance.web.id."
  type        = string
}

variable "since" {
  description = "Time at which the problem started, for example 09:41."
  type        = string
}

variable "logs" {
  description = "Folder that contains the logs (*.log and *.txt)."
  type        = string
  default     = "logs"
}

# Look up the IDs by name, in the provider's language. If a name does not match, the plan fails and suggests the closest names.
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

# Add the label "outage" if the account has one.
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
  simple_description   = "${var.instance_id} (${var.region_name}) has been unreachable since ${var.since}. Logs are attached."

  extends_map = {
    instance_id = var.instance_id
  }

  accessory_ids = [for log in osm_accessory.log : log.id]
  label_ids     = data.osm_labels.outage.label_list[*].label_id

  lifecycle {
    # Rewording the description must not open a second ticket.
    ignore_changes = [simple_description]
  }
}

output "ticket" {
  value = osm_servicecase.machine.id
}
