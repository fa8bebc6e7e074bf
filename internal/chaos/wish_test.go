// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// wish is what a configuration asks for. It is drawn from a seed.
type wish struct {
	rng *rand.Rand
	// colour is that of all labels.
	colour   string
	labels   []string
	files    []*file
	tickets  []*ticket
	messages []*message
	// adopt sets adopt_existing on labels and tickets.
	adopt bool
}

type ticket struct {
	name, description, mobile, extends string
	labels                             []string
	files                              []*file
	related                            []*ticket
}

// file is an attachment. Its content comes from a file on disk (source), from the configuration (content), or is write-only.
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

// bytes gives the content; every version has another one.
func (f *file) bytes() string {
	return fmt.Sprintf("%s %s, version %d\n", secretOf[f.kind], f.name, f.version)
}

// content gives what the message says.
func (m *message) content() string {
	if m.secret {
		return secretMessage + " " + m.text
	}
	return m.text
}

// draw makes up n tickets with what belongs to them. Every tenth has the same description as the one before.
func draw(seed int64, n int) *wish {
	w := &wish{rng: rand.New(rand.NewSource(seed)), colour: "#AABBCC", labels: []string{"alpha", "beta", "gamma"}}
	for i := range 3 {
		w.files = append(w.files, &file{name: fmt.Sprintf("shared%d", i), kind: []string{fromDisk, fromConfig, writeOnly}[i], from: "incident", version: 1})
	}
	shared := w.files
	for i := range n {
		t := &ticket{name: fmt.Sprintf("t%d", i), description: fmt.Sprintf("Node %d of run %d does not answer since this morning", i, seed)}
		if i%10 == 9 {
			t.description = w.tickets[i-1].description
		}
		t.labels = w.some(w.labels)
		if w.chance(2) {
			t.mobile = fmt.Sprintf("1380000%04d", i)
		}
		if w.chance(3) {
			own := &file{name: fmt.Sprintf("own%d", i), kind: []string{fromDisk, fromConfig, writeOnly}[i%3], from: "incident", version: 1}
			w.files, t.files = append(w.files, own), append(t.files, own)
		}
		if w.chance(3) {
			t.files = append(t.files, shared[w.rng.Intn(len(shared))])
		}
		if i > 0 && w.chance(4) {
			t.related = append(t.related, w.tickets[w.rng.Intn(i)])
		}
		w.tickets = append(w.tickets, t)
		if w.chance(2) {
			w.say(t)
		}
	}
	return w
}

// say adds a message to a ticket; now and then one that is write-only, one with a file, or two that are the same.
func (w *wish) say(t *ticket) {
	i := len(w.messages)
	m := &message{name: fmt.Sprintf("m%d", i), text: fmt.Sprintf("Any news? (%d)", i), ticket: t, secret: w.chance(4)}
	if w.chance(4) {
		f := &file{name: fmt.Sprintf("said%d", i), kind: fromConfig, from: "message", version: 1}
		w.files, m.files = append(w.files, f), append(m.files, f)
	}
	w.messages = append(w.messages, m)
	if w.chance(4) {
		w.messages = append(w.messages, &message{name: m.name + "twin", text: m.text, ticket: t, secret: m.secret})
	}
}

// change asks for something else of what can be changed in place: contacts, labels, parameters, another version of a file, one more message.
func (w *wish) change() {
	w.colour = "#DDEEFF"
	for i, t := range w.tickets {
		switch w.rng.Intn(5) {
		case 0:
			t.mobile = fmt.Sprintf("1390000%04d", i)
		case 1:
			t.labels = w.some(w.labels)
		case 2:
			t.extends = fmt.Sprintf("{ note = \"changed %d\" }", i)
		case 3:
			w.say(t)
		case 4:
			more := &file{name: fmt.Sprintf("more%d", i), kind: []string{fromDisk, fromConfig, writeOnly}[i%3], from: "message", version: 1}
			w.files, t.files = append(w.files, more), append(t.files, more)
		}
	}
	for _, f := range w.files {
		// Another version of a file of a message would be another message.
		if strings.HasPrefix(f.name, "shared") && w.chance(2) {
			f.version++
		}
	}
}

func (w *wish) chance(oneIn int) bool { return w.rng.Intn(oneIn) == 0 }

func (w *wish) some(of []string) []string {
	out := slices.Clone(of)
	w.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:w.rng.Intn(len(out)+1)]
}

// config writes the wish down for Terraform; dir holds the files.
func (w *wish) config(dir string) string {
	var b strings.Builder
	adopt := ""
	if w.adopt {
		adopt = "  adopt_existing = true\n"
	}
	for _, l := range w.labels {
		fmt.Fprintf(&b, "resource \"osm_label\" %[1]q {\n  name = %[1]q\n  color = %[2]q\n%[3]s}\n", l, w.colour, adopt)
	}
	for _, f := range w.files {
		fmt.Fprintf(&b, "resource \"osm_accessory\" %[1]q {\n  accessory_name = \"%[1]s.txt\"\n  accessory_from = %[2]q\n", f.name, f.from)
		switch f.kind {
		case fromDisk:
			fmt.Fprintf(&b, "  source = %q\n}\n", dir+"/"+f.name+".txt")
		case fromConfig:
			fmt.Fprintf(&b, "  content = %q\n}\n", f.bytes())
		case writeOnly:
			fmt.Fprintf(&b, "  content_wo = %q\n  content_wo_version = %d\n}\n", f.bytes(), f.version)
		}
	}
	for _, t := range w.tickets {
		fmt.Fprintf(&b, "resource \"osm_servicecase\" %q {\n  business_type_id = %q\n  product_category_id = %q\n  simple_description = %q\n",
			t.name, simulator.ProblemConsulting, simulator.ProductServer, t.description)
		b.WriteString(adopt)
		if t.mobile != "" {
			fmt.Fprintf(&b, "  area_code = \"86\"\n  remind_mobile = %q\n", t.mobile)
		}
		if t.extends != "" {
			fmt.Fprintf(&b, "  extends_map = %s\n", t.extends)
		}
		refer(&b, "label_ids", "osm_label", t.labels)
		refer(&b, "accessory_ids", "osm_accessory", names(t.files, func(f *file) string { return f.name }))
		refer(&b, "related_case_ids", "osm_servicecase", names(t.related, func(t *ticket) string { return t.name }))
		b.WriteString("}\n")
	}
	for _, m := range w.messages {
		fmt.Fprintf(&b, "resource \"osm_case_message\" %q {\n  case_id = osm_servicecase.%s.id\n", m.name, m.ticket.name)
		if m.secret {
			fmt.Fprintf(&b, "  content_wo = %q\n  content_wo_version = 1\n", m.content())
		} else {
			fmt.Fprintf(&b, "  content = %q\n", m.content())
		}
		refer(&b, "accessory_ids", "osm_accessory", names(m.files, func(f *file) string { return f.name }))
		b.WriteString("}\n")
	}
	return b.String()
}

// refer writes an argument that holds the ids of resources.
func refer(b *strings.Builder, argument, kind string, of []string) {
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
