// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// overrideNotice is the summary of Terraform's warning about the demo's own settings, which use the built provider in place of
// a released one. It is the only one that is not shown.
const overrideNotice = "Provider development overrides are in effect"

// diagnostic is a warning or an error of Terraform.
type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Range    struct {
		File  string `json:"filename"`
		Start struct {
			Line int `json:"line"`
		} `json:"start"`
	} `json:"range"`
}

// event is a line of Terraform's JSON output.
type event struct {
	Type       string     `json:"type"`
	Message    string     `json:"@message"`
	Diagnostic diagnostic `json:"diagnostic"`
}

// outcome is what a command of Terraform printed.
type outcome struct {
	summary     string // such as "Apply complete! Resources: 2 added, 0 changed, 0 destroyed."
	diagnostics []diagnostic
	duration    time.Duration

	progress *spinner
	pending  []byte // an incomplete line
}

// Write reads the events in the JSON output of a command.
func (o *outcome) Write(p []byte) (int, error) {
	o.pending = append(o.pending, p...)
	for {
		line, rest, found := bytes.Cut(o.pending, []byte("\n"))
		if !found {
			return len(p), nil
		}
		o.pending = rest
		var e event
		if json.Unmarshal(line, &e) == nil {
			o.add(e)
		}
	}
}

// terraform runs a command, shows its progress and prints its warnings and errors. It fails if there are any.
func (d *demo) terraform(name string, command func(io.Writer) error) (*outcome, error) {
	o := &outcome{}
	var err error
	o.duration, err = d.screen.run(d.command(name), func(p *spinner) error {
		o.progress = p
		defer d.tf.SetStdout(io.Discard)
		return command(o)
	})
	for _, found := range o.diagnostics {
		style := yellow
		if found.Severity == "error" {
			style = red
		}
		title := strings.ToUpper(found.Severity[:1]) + found.Severity[1:] + ": " + found.Summary
		d.screen.printf("%s\n%s", d.screen.style(style, title), found.Detail)
		if found.Range.File != "" {
			d.screen.printf("on %s line %d", found.Range.File, found.Range.Start.Line)
		}
	}
	switch n := len(o.diagnostics); {
	case err != nil && n > 0:
		return o, fmt.Errorf("%s failed", d.command(name)) // the errors are printed above
	case err != nil:
		return o, fmt.Errorf("%s: %w", d.command(name), err)
	case n > 0 && !d.held: // what someone changed on the page may deserve a warning
		return o, fmt.Errorf("%s printed a warning (see above)", d.command(name))
	}
	return o, nil
}

func (o *outcome) add(e event) {
	switch e.Type {
	case "diagnostic":
		if e.Diagnostic.Severity != "" && e.Diagnostic.Summary != overrideNotice {
			o.diagnostics = append(o.diagnostics, e.Diagnostic)
		}
	case "change_summary":
		o.summary = e.Message
	case "apply_start", "apply_progress", "apply_complete", "refresh_start", "refresh_complete":
		o.progress.set(e.Message)
	}
}

func (d *demo) apply(ctx context.Context) (*outcome, error) {
	return d.terraform("apply", func(w io.Writer) error { return d.tf.ApplyJSON(ctx, w) })
}

// plan reports whether there are changes.
func (d *demo) plan(ctx context.Context) (o *outcome, changes bool, err error) {
	o, err = d.terraform("plan", func(w io.Writer) error {
		var planErr error
		changes, planErr = d.tf.PlanJSON(ctx, w)
		return planErr
	})
	return o, changes, err
}

func (d *demo) destroy(ctx context.Context) (*outcome, error) {
	return d.terraform("destroy", func(w io.Writer) error { return d.tf.DestroyJSON(ctx, w) })
}

// outputs are the example's outputs.
type outputs struct {
	ID      string
	Status  string
	IsOpen  bool
	Files   []string
	Replies []string
}

func (d *demo) outputs(ctx context.Context) (outputs, error) {
	var o outputs
	values, err := d.tf.Output(ctx)
	if err != nil {
		return o, fmt.Errorf("reading the outputs: %w", err)
	}
	for name, into := range map[string]any{
		"id": &o.ID, "status_name": &o.Status, "is_open": &o.IsOpen, "files": &o.Files, "replies": &o.Replies,
	} {
		if err := json.Unmarshal(values[name].Value, into); err != nil {
			return o, fmt.Errorf("output %s: %w", name, err)
		}
	}
	return o, nil
}
