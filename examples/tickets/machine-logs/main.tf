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
  description = "Region of the machine, for example cn-north-4."
  type        = string
  default     = "cn-north-4"
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

# The ids below are those of the simulator's catalogue; an account has its own.
variable "product_category_id" {
  description = "Product that the machine belongs to."
  type        = string
  default     = "c3643842d3f72428f0564d84c9a684ef"
}

variable "business_type_id" {
  description = "Problem type: a server that can't be reached."
  type        = string
  default     = "d0f2189aa303cf266a61667b07b06d9f"
}

resource "osm_accessory" "log" {
  for_each = fileset(var.logs, "*.{log,txt}")

  source = "${var.logs}/${each.value}"
}

# The ticket gets the account's label "outage", if there is one.
data "osm_labels" "outage" {
  name = "outage"
}

resource "osm_servicecase" "machine" {
  business_type_id     = var.business_type_id
  product_category_id  = var.product_category_id
  incident_sub_type_id = "1"
  region_id            = var.region
  simple_description   = "Machine ${var.instance_id} in ${var.region} can't be reached, since ${var.since}. Its logs are attached."

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
