# Against the simulator (Terraform 1.6 and newer; OpenTofu 1.12 reads no outputs of another run in a condition): the real provider,
# with all that it checks and sends. Start the simulator first:
#   osmsim -addr 127.0.0.1:8080
# At the end Terraform destroys what was made, which ends the tickets.

# The address and the login stand here, so that credentials in the environment can't lead a test to the real service.
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

  # The service tells the name of the region that the module looked up.
  assert {
    condition     = osm_servicecase.this.dc_name == var.region
    error_message = "The ticket is about ${osm_servicecase.this.dc_name}."
  }
}

run "other_hours_keep_the_ticket" {
  variables {
    on_call = "00:00-23:59"
  }

  assert {
    condition     = output.ticket == run.opens_a_ticket.ticket
    error_message = "Changed hours open another ticket."
  }
}

run "another_machine_is_another_ticket" {
  variables {
    machine = "web-2"
  }

  assert {
    condition     = output.ticket != run.opens_a_ticket.ticket
    error_message = "The ticket of web-1 tells of web-2."
  }
}
