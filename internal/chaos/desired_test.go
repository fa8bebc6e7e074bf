// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/acctest"
	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// desired is the desired state, drawn from a seed.
type desired struct {
	rng *rand.Rand
	// color is the color of all labels.
	color    string
	labels   []string
	files    []*file
	tickets  []*ticket
	messages []*message
	// adopt sets adopt_existing on labels and tickets.
	adopt bool
	// secrets permits write-only arguments, which older clients lack.
	secrets bool
}

type ticket struct {
	name, description, mobile, extends string
	labels                             []string
	files                              []*file
	related                            []*ticket
}

// file is an attachment. Its content comes from a file (source), from the configuration (content), or is write-only.
type file struct {
	name, kind, from string
	version          int
}

type message struct {
	name, text string
	secret     bool
	ticket     *ticket
	files      []*file
}

// The kinds of files.
const (
	fromDisk   = "source"
	fromConfig = "content"
	writeOnly  = "content_wo"
)

// bytes returns the content, which differs between versions.
func (f *file) bytes() string {
	return fmt.Sprintf("%s %s, version %d\n", secretOf[f.kind], f.name, f.version)
}

// content returns the text of the message.
func (m *message) content() string {
	if m.secret {
		return secretMessage + " " + m.text
	}
	return m.text
}

// draw draws n tickets with labels, files and messages. Every tenth has the same description as the one before.
func draw(t *testing.T, seed int64, n int) *desired {
	t.Helper()
	d := &desired{rng: rand.New(rand.NewSource(seed)), color: "#AABBCC", labels: []string{"alpha", "beta", "gamma"},
		secrets: acctest.HasWriteOnly(t)}
	for i := range 3 {
		d.files = append(d.files, &file{name: fmt.Sprintf("shared%d", i), kind: d.kind(i),
			from: "incident", version: 1})
	}
	shared := d.files
	for i := range n {
		t := &ticket{
			name:        fmt.Sprintf("t%d", i),
			description: fmt.Sprintf("Node %d of run %d does not answer since this morning", i, seed),
		}
		if i%10 == 9 {
			t.description = d.tickets[i-1].description
		}
		t.labels = d.subset(d.labels)
		if d.chance(2) {
			t.mobile = fmt.Sprintf("1380000%04d", i)
		}
		if d.chance(3) {
			own := &file{name: fmt.Sprintf("own%d", i), kind: d.kind(i), from: "incident",
				version: 1}
			d.files, t.files = append(d.files, own), append(t.files, own)
		}
		if d.chance(3) {
			t.files = append(t.files, shared[d.rng.Intn(len(shared))])
		}
		if i > 0 && d.chance(4) {
			t.related = append(t.related, d.tickets[d.rng.Intn(i)])
		}
		d.tickets = append(d.tickets, t)
		if d.chance(2) {
			d.addMessage(t)
		}
	}
	return d
}

// kind returns the kind of the i-th file.
func (d *desired) kind(i int) string {
	kind := []string{fromDisk, fromConfig, writeOnly}[i%3]
	if kind == writeOnly && !d.secrets {
		return fromConfig
	}
	return kind
}

// addMessage adds a message to a ticket, sometimes write-only, with a file, or twice.
func (d *desired) addMessage(t *ticket) {
	i := len(d.messages)
	m := &message{
		name:   fmt.Sprintf("m%d", i),
		text:   fmt.Sprintf("Any news? (%d)", i),
		ticket: t,
		secret: d.chance(4) && d.secrets,
	}
	if d.chance(4) {
		f := &file{name: fmt.Sprintf("said%d", i), kind: fromConfig, from: "message", version: 1}
		d.files, m.files = append(d.files, f), append(m.files, f)
	}
	d.messages = append(d.messages, m)
	if d.chance(4) {
		d.messages = append(d.messages, &message{name: m.name + "twin", text: m.text, ticket: t, secret: m.secret})
	}
}

// change changes arguments that can be updated in place: contacts, labels, parameters, file versions, messages.
func (d *desired) change() {
	d.color = "#DDEEFF"
	for i, t := range d.tickets {
		switch d.rng.Intn(5) {
		case 0:
			t.mobile = fmt.Sprintf("1390000%04d", i)
		case 1:
			t.labels = d.subset(d.labels)
		case 2:
			t.extends = fmt.Sprintf("{ note = \"changed %d\" }", i)
		case 3:
			d.addMessage(t)
		case 4:
			more := &file{name: fmt.Sprintf("more%d", i), kind: d.kind(i), from: "message",
				version: 1}
			d.files, t.files = append(d.files, more), append(t.files, more)
		}
	}
	for _, f := range d.files {
		// A new version of a message's file would replace the message.
		if strings.HasPrefix(f.name, "shared") && d.chance(2) {
			f.version++
		}
	}
}

func (d *desired) chance(oneIn int) bool { return d.rng.Intn(oneIn) == 0 }

func (d *desired) subset(of []string) []string {
	out := slices.Clone(of)
	d.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:d.rng.Intn(len(out)+1)]
}

// config returns the configuration; dir contains the files.
func (d *desired) config(dir string) string {
	var b strings.Builder
	adopt := ""
	if d.adopt {
		adopt = "  adopt_existing = true\n"
	}
	for _, l := range d.labels {
		fmt.Fprintf(&b, "resource \"osm_label\" %[1]q {\n  name = %[1]q\n  color = %[2]q\n%[3]s}\n", l, d.color, adopt)
	}
	for _, f := range d.files {
		fmt.Fprintf(&b, "resource \"osm_accessory\" %[1]q {\n  accessory_name = \"%[1]s.txt\"\n  accessory_from = "+
			"%[2]q\n", f.name,
			f.from)
		switch f.kind {
		case fromDisk:
			fmt.Fprintf(&b, "  source = %q\n}\n", dir+"/"+f.name+".txt")
		case fromConfig:
			fmt.Fprintf(&b, "  content = %q\n}\n", f.bytes())
		case writeOnly:
			fmt.Fprintf(&b, "  content_wo = %q\n  content_wo_version = %d\n}\n", f.bytes(), f.version)
		}
	}
	for _, t := range d.tickets {
		fmt.Fprintf(&b,
			"resource \"osm_servicecase\" %q {\n  business_type_id = %q\n  product_category_id = %q\n  simple_description = %q\n",
			t.name, simulator.ProblemConsulting, simulator.ProductServer, t.description)
		b.WriteString(adopt)
		if t.mobile != "" {
			fmt.Fprintf(&b, "  area_code = \"86\"\n  remind_mobile = %q\n", t.mobile)
		}
		if t.extends != "" {
			fmt.Fprintf(&b, "  extends_map = %s\n", t.extends)
		}
		writeRefs(&b, "label_ids", "osm_label", t.labels)
		writeRefs(&b, "accessory_ids", "osm_accessory", names(t.files, func(f *file) string { return f.name }))
		writeRefs(&b, "related_case_ids", "osm_servicecase", names(t.related, func(t *ticket) string { return t.name }))
		b.WriteString("}\n")
	}
	for _, m := range d.messages {
		fmt.Fprintf(&b, "resource \"osm_case_message\" %q {\n  case_id = osm_servicecase.%s.id\n", m.name, m.ticket.name)
		if m.secret {
			fmt.Fprintf(&b, "  content_wo = %q\n  content_wo_version = 1\n", m.content())
		} else {
			fmt.Fprintf(&b, "  content = %q\n", m.content())
		}
		writeRefs(&b, "accessory_ids", "osm_accessory", names(m.files, func(f *file) string { return f.name }))
		b.WriteString("}\n")
	}
	return b.String()
}

// writeRefs writes an argument with the IDs of resources.
func writeRefs(b *strings.Builder, argument, kind string, of []string) {
	if len(of) == 0 && argument != "label_ids" {
		return
	}
	refs := make([]string, 0, len(of))
	for _, name := range of {
		refs = append(refs, kind+"."+name+".id")
	}
	fmt.Fprintf(b, "  %s = [%s]\n", argument, strings.Join(refs, ", "))
}

func names[T any](of []T, name func(T) string) []string {
	out := make([]string, 0, len(of))
	for _, v := range of {
		out = append(out, name(v))
	}
	return out
}
