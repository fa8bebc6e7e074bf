variable "logs" {
  description = "Files to attach to one ticket."
  type        = set(string)
}

data "osm_accessory_limits" "this" {
  lifecycle {
    postcondition {
      condition     = length(var.logs) <= self.limit_count
      error_message = "A ticket can have ${self.limit_count} attachments, but there are ${length(var.logs)}."
    }
  }
}

resource "osm_accessory" "log" {
  for_each = var.logs

  source = each.value
}
