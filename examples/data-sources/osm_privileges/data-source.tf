# Fails the run if the user may not open tickets.
data "osm_privileges" "open" {
  privilege = "createCase"

  lifecycle {
    postcondition {
      condition     = !self.policy_switch || self.has_privilege == 1
      error_message = "This user may not open tickets. Ask the account owner for the privilege."
    }
  }
}
