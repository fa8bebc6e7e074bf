# Without any service (Terraform 1.7, OpenTofu 1.8 and newer): Terraform makes up what the service would tell, except for what is given
# here. This proves what the module makes of its variables, and nothing about the service.

mock_provider "osm" {
  mock_data "osm_regions" {
    defaults = {
      id = "cn-north-4"
    }
  }

  mock_resource "osm_servicecase" {
    defaults = {
      id      = "TS-123456"
      is_open = true
    }
  }
}

run "the_ticket_names_the_machine" {
  variables {
    machine = "web-1"
  }

  assert {
    condition     = osm_servicecase.this.simple_description == "web-1 can't be reached."
    error_message = "The description is: ${osm_servicecase.this.simple_description}"
  }

  assert {
    condition     = osm_servicecase.this.region_id == "cn-north-4"
    error_message = "The ticket is about another region than the one that was looked up."
  }

  assert {
    condition     = output.ticket == "TS-123456"
    error_message = "The module does not tell its ticket."
  }
}

run "a_ticket_without_a_machine_is_refused" {
  command = plan

  variables {
    machine = ""
  }

  expect_failures = [var.machine]
}
