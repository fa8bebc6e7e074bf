# Tests the rules against a mock: no ticket is opened. Needs Terraform 1.7 or OpenTofu 1.9 and later.

mock_provider "osm" {
  mock_resource "osm_servicecase" {
    defaults = {
      business_ownership = 0
    }
  }

  mock_data "osm_cases" {
    defaults = {
      total_count = 1
    }
  }
}

variables {
  environment = "production"
  severity    = "Critical"
  description = "web-1 does not answer."
}

run "allowed" {
  assert {
    condition     = osm_servicecase.this.simple_description == "[production] web-1 does not answer."
    error_message = "The description does not begin with the environment."
  }
}

run "critical_outside_production" {
  command = plan

  variables {
    environment = "staging"
  }

  expect_failures = [osm_servicecase.this]
}

run "no_resource" {
  command = plan

  variables {
    description = "Something does not answer."
  }

  expect_failures = [osm_servicecase.this]
}

run "too_many_open_tickets" {
  variables {
    max_open = 0
  }

  expect_failures = [check.few_open_tickets]
}
