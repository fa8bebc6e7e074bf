# Fails the run if the provider is logged in to another account.
data "osm_identity" "this" {
  lifecycle {
    postcondition {
      condition     = self.domain_name == "acme"
      error_message = "Logged in to ${coalesce(self.domain_name, "another account")} (${self.method}, from the ${self.level})."
    }
  }
}
