# Stops the run before anything is made, when the user may open no ticket.
data "osm_privileges" "open" {
  privilege = "createCase"

  lifecycle {
    postcondition {
      condition     = !self.policy_switch || self.has_privilege == 1
      error_message = "The user that is logged in may not open tickets: ask the account's owner for the privilege."
    }
  }
}
