ephemeral "osm_token" "this" {}

# A call that this provider does not make, with its login. The token is in no plan and no state.
resource "terraform_data" "regions" {
  provisioner "local-exec" {
    command = "curl -sS -H \"X-Auth-Token: $TOKEN\" https://iam.cn-north-4.myhuaweicloud.com/v3/regions"

    environment = {
      TOKEN = ephemeral.osm_token.this.token
    }
  }
}
