# Runs the real provider against the simulator (Terraform 1.6 or later; OpenTofu can't read outputs of other runs in a
# condition). Start the simulator first:
#   osmsim -addr 127.0.0.1:8080
# At the end, Terraform destroys all resources, which ends the tickets.

# Set the address and the login here, so that credentials in the environment can't direct the test to the real service.
provider "osm" {
  auth_url    = "http://127.0.0.1:8080/v3"
  endpoints   = { osm = "http://127.0.0.1:8080", iam = "http://127.0.0.1:8080" }
  user_name   = "osm-user"
  password    = "Simulated-Passw0rd!"
  domain_name = "osm-account"
  project_id  = "0a1b2c3d4e5f46718293a4b5c6d7e803"
}

variables {
  machine = "web-1"
}

run "opens_a_ticket" {
  assert {
    condition     = osm_servicecase.this.status_name == "to_be_handled" && output.is_open
    error_message = "The ticket is ${osm_servicecase.this.status_name}."
  }

  # The service returns the name of the region that the module looked up.
  assert {
    condition     = osm_servicecase.this.dc_name == var.region
    error_message = "The ticket is about ${osm_servicecase.this.dc_name}."
  }
}

run "changes_the_hours_in_place" {
  variables {
    on_call = "00:00-23:59"
  }

  assert {
    condition     = output.ticket == run.opens_a_ticket.ticket
    error_message = "Changing the hours opened another ticket."
  }
}

run "opens_another_ticket_for_another_machine" {
  variables {
    machine = "web-2"
  }

  assert {
    condition     = output.ticket != run.opens_a_ticket.ticket
    error_message = "The ticket of web-1 was reused for web-2."
  }
}
