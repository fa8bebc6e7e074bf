// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-osm serves the provider for Huawei Cloud Service Tickets to Terraform and OpenTofu.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/servicetickets/terraform-provider-osm/internal/buildinfo"
	"github.com/servicetickets/terraform-provider-osm/internal/provider"
)

// address is the provider's source address in the registry.
const address = "registry.terraform.io/servicetickets/osm"

// version is stamped by the linker (-X main.version=…). It reaches the User-Agent of every call.
var version = buildinfo.Unstamped

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted, for a debugger, and print TF_REATTACH_PROVIDERS for Terraform")
	printVersion := flag.Bool("version", false, "print version and commit, and exit")
	flag.Parse()
	if *printVersion {
		_, err := os.Stdout.WriteString(buildinfo.Text("terraform-provider-osm", version))
		if err != nil {
			log.Fatal(err)
		}
		return
	}

	if !*debug {
		provider.Tune()
	}

	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve(address, provider.NewServer(version), options...)
	if err != nil {
		log.Fatal(err)
	}
}
