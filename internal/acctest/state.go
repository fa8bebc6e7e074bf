// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"encoding/json"
	"fmt"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// stateFile is what is read of terraform.tfstate, in format 4.
type stateFile struct {
	Version   int                            `json:"version"`
	Outputs   map[string]*tfjson.StateOutput `json:"outputs"`
	Resources []struct {
		Module    string              `json:"module"`
		Mode      tfjson.ResourceMode `json:"mode"`
		Type      string              `json:"type"`
		Name      string              `json:"name"`
		Instances []struct {
			Index      any            `json:"index_key"`
			Status     string         `json:"status"`
			Attributes map[string]any `json:"attributes"`
			Sensitive  [][]struct {
				Value any `json:"value"`
			} `json:"sensitive_attributes"`
		} `json:"instances"`
	} `json:"resources"`
}

// State reads the state from its file, which costs no run of Terraform. Modules within modules are left out, and of sensitive values those within others.
func (c *CLI) State() *tfjson.State {
	c.t.Helper()
	text := c.Read("terraform.tfstate")
	if text == "" {
		return &tfjson.State{}
	}
	var file stateFile
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil || file.Version != 4 {
		c.t.Fatalf("the state's file has version %d: %v", file.Version, err)
	}
	root := &tfjson.StateModule{}
	modules := map[string]*tfjson.StateModule{"": root}
	for _, r := range file.Resources {
		module := modules[r.Module]
		if module == nil {
			module = &tfjson.StateModule{Address: r.Module}
			modules[r.Module], root.ChildModules = module, append(root.ChildModules, module)
		}
		for _, instance := range r.Instances {
			sensitive := map[string]bool{}
			for _, path := range instance.Sensitive {
				if len(path) == 1 {
					sensitive[fmt.Sprint(path[0].Value)] = true
				}
			}
			marks, err := json.Marshal(sensitive)
			if err != nil {
				c.t.Fatal(err)
			}
			module.Resources = append(module.Resources, &tfjson.StateResource{Address: address(r.Module, r.Mode, r.Type, r.Name, instance.Index),
				Mode: r.Mode, Type: r.Type, Name: r.Name, Index: instance.Index, AttributeValues: instance.Attributes, SensitiveValues: marks,
				Tainted: instance.Status == "tainted"})
		}
	}
	return &tfjson.State{Values: &tfjson.StateValues{Outputs: file.Outputs, RootModule: root}}
}

// address is the address of an instance of a resource; index is nil where there is only one.
func address(module string, mode tfjson.ResourceMode, typ, name string, index any) string {
	out := typ + "." + name
	if mode == tfjson.DataResourceMode {
		out = "data." + out
	}
	if module != "" {
		out = module + "." + out
	}
	switch index := index.(type) {
	case nil:
	case string:
		out += fmt.Sprintf("[%q]", index)
	default:
		out += fmt.Sprintf("[%v]", index)
	}
	return out
}
