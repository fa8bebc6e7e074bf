# Stops the run when it would open tickets for another account.
data "osm_identity" "this" {
  lifecycle {
    postcondition {
      condition     = self.domain_name == "acme"
      error_message = "The provider is logged in to ${coalesce(self.domain_name, "another account")} (${self.method}, from the ${self.level})."
    }
  }
}
