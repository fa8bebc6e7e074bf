data "osm_cc_emails" "this" {}

output "message_centre" {
  value     = data.osm_cc_emails.this.mc_email_infos
  sensitive = true
}
