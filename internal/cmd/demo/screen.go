// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// The colors and styles of the screen.
const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// screen prints the demo: with color and progress on a terminal, plain otherwise.
type screen struct {
	out      io.Writer
	color    bool
	progress bool
}

// newScreen returns a screen on a file.
func newScreen(out *os.File) *screen {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
	return &screen{out: out, color: terminal && os.Getenv("NO_COLOR") == "", progress: terminal}
}

// style returns a text in a style, unchanged without color.
func (s *screen) style(style, text string) string {
	if !s.color {
		return text
	}
	return "\033[" + style + "m" + text + "\033[0m"
}

// printf prints indented lines. Like fmt.Print to a terminal, it ignores errors.
func (s *screen) printf(format string, args ...any) {
	text := strings.TrimRight(fmt.Sprintf(format, args...), "\n")
	for line := range strings.Lines(text + "\n") {
		_, _ = io.WriteString(s.out, strings.TrimRight("   "+line, " \n")+"\n")
	}
}

// title prints the sentence of a step.
func (s *screen) title(text string) { _, _ = fmt.Fprintf(s.out, "\n%s\n", s.style(bold, text)) }

// spinner is the progress of a task.
type spinner struct {
	mu    sync.Mutex
	now   string
	start time.Time
	stop  chan struct{}
	done  chan struct{}
}

// set names what the task does now.
func (p *spinner) set(now string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = now
}

// frames are the frames of the spinner.
var frames = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}

// run runs a task. On a terminal, it shows what the task does and for how long.
func (s *screen) run(name string, task func(*spinner) error) (time.Duration, error) {
	p := &spinner{now: name, start: time.Now(), stop: make(chan struct{}), done: make(chan struct{})}
	go s.animate(p)
	err := task(p)
	close(p.stop)
	<-p.done
	return time.Since(p.start), err
}

func (s *screen) animate(p *spinner) {
	defer close(p.done)
	if !s.progress {
		<-p.stop
		return
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; ; i++ {
		p.mu.Lock()
		now := p.now
		p.mu.Unlock()
		_, _ = fmt.Fprintf(s.out, "\r\033[K   %s %.70s %s", s.style(cyan, frames[i%len(frames)]), now,
			s.style(faint, seconds(time.Since(p.start))))
		select {
		case <-ticker.C:
		case <-p.stop:
			_, _ = io.WriteString(s.out, "\r\033[K")
			return
		}
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
