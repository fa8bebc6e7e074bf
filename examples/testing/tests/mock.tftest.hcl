# Runs without a service (Terraform 1.7 or OpenTofu 1.9 or later). Terraform generates all values that the service would return,
# except for the defaults below. These tests show how the module uses its variables. They do not test the service.

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

run "uses_the_variables" {
  variables {
    machine = "web-1"
  }

  assert {
    condition     = osm_servicecase.this.simple_description == "web-1 is unreachable."
    error_message = "The description is: ${osm_servicecase.this.simple_description}"
  }

  assert {
    condition     = osm_servicecase.this.region_id == "cn-north-4"
    error_message = "The ticket does not use the region that was looked up."
  }

  assert {
    condition     = output.ticket == "TS-123456"
    error_message = "The module does not return its ticket."
  }
}

run "rejects_an_empty_machine_name" {
  command = plan

  variables {
    machine = ""
  }

  expect_failures = [var.machine]
}
