ephemeral "osm_token" "this" {}

# Uses the provider's login for another API call. The token is not stored in the plan or state.
resource "terraform_data" "regions" {
  provisioner "local-exec" {
    command = "curl -sS -H \"X-Auth-Token: $TOKEN\" https://iam.cn-north-4.myhuaweicloud.com/v3/regions"

    environment = {
      TOKEN = ephemeral.osm_token.this.token
    }
  }
}
