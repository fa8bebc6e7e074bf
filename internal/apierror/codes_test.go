// SPDX-License-Identifier: MPL-2.0

package apierror_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/apierror"
)

// nextStep matches a sentence that begins with an instruction.
var nextStep = regexp.MustCompile(`(?:^|\. )(?:Ask|Attach|Check|Choose|Correct|Delete|Grant|Plan|Remove|Report|Run|Set|Try|` +
	`Upload|Use|Wait)\b`)

// TestDocumentedCodes checks that each code in testdata/codes.txt has an explanation of its own, which states the cause first and
// then the next step, whatever the HTTP status.
func TestDocumentedCodes(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "codes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	for line := range strings.Lines(string(data)) {
		code, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if code == "" || code == "#" {
			continue
		}
		codes++
		for _, status := range []int{http.StatusOK, http.StatusBadRequest} {
			unknown := apierror.Error{Kind: apierror.Rejected, Status: status, Code: "OSM.01019999", Host: "osm.example"}
			e := unknown
			e.Code = code
			text := e.Explain(apierror.Provenance{})
			cause, _, _ := strings.Cut(text, ". ")
			switch {
			case text == unknown.Explain(apierror.Provenance{}):
				t.Errorf("%s has no explanation", code)
			case !nextStep.MatchString(text):
				t.Errorf("%s: no next step in %q", code, text)
			case nextStep.MatchString(cause):
				t.Errorf("%s: no cause in %q", code, text)
			case strings.ContainsAny(text, "{}"):
				t.Errorf("%s: a placeholder is left in %q", code, text)
			}
		}
	}
	if codes < 40 {
		t.Errorf("%d codes in the file, want all that the API reference documents", codes)
	}
}
