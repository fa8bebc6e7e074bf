// SPDX-License-Identifier: MPL-2.0

package oracle_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/invoker"
	osm "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/osm/v2"

	"github.com/servicetickets/terraform-provider-osm/internal/cmd/coverage/operations"
)

// sdkOperations returns method and path of each operation of the vendor's client. Beside each method there is one that returns
// an invoker, which holds the request's definition.
func sdkOperations(t *testing.T) map[string]string {
	t.Helper()
	client := reflect.ValueOf(&osm.OsmClient{})
	calls := map[string]string{}
	for i := range client.NumMethod() {
		name := client.Type().Method(i).Name
		method := client.Method(i)
		if strings.HasSuffix(name, "Invoker") || method.Type().NumOut() != 2 {
			continue
		}
		build := client.MethodByName(name + "Invoker")
		if !build.IsValid() {
			t.Errorf("%s of the SDK has no invoker", name)
			continue
		}
		out := build.Call([]reflect.Value{reflect.Zero(build.Type().In(0))})[0]
		base, ok := out.Elem().FieldByName("BaseInvoker").Interface().(*invoker.BaseInvoker)
		if !ok {
			t.Errorf("%s of the SDK has an invoker of another type", name)
			continue
		}
		calls[name] = base.Exchange.ApiReference.Method + " " + base.Exchange.ApiReference.Path
	}
	return calls
}

// TestEachOperationIsListed compares the list behind the guide "API coverage" with the vendor's client.
func TestEachOperationIsListed(t *testing.T) {
	t.Parallel()
	calls := sdkOperations(t)
	if len(calls) < 80 {
		t.Fatalf("only %d operations of the SDK were found", len(calls))
	}
	const list = "internal/cmd/coverage/operations/operations.go"
	last := ""
	for _, o := range operations.All {
		call, found := calls[o.Name]
		delete(calls, o.Name)
		switch {
		case !found:
			t.Errorf("%s is not in the SDK: remove it from %s", o.Name, list)
		case call != o.Method+" "+o.Path:
			t.Errorf("%s is %s in the SDK, and %s %s in %s", o.Name, call, o.Method, o.Path, list)
		}
		if o.Name <= last {
			t.Errorf("%s must come before %s in %s", o.Name, last, list)
		}
		last = o.Name
	}
	for name, call := range calls {
		t.Errorf("%s (%s) is new in the SDK: add it to %s", name, call, list)
	}
}

// TestListNamesTheVersion compares the version that the guide names with the one that the tests use.
func TestListNamesTheVersion(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "github.com/huaweicloud/huaweicloud-sdk-go-v3 "+operations.SDK+"\n") {
		t.Errorf("the SDK in go.mod is not %s: set SDK in internal/cmd/coverage/operations/operations.go", operations.SDK)
	}
}
