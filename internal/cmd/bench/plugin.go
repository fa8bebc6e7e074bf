// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// usageVariable holds the file to which measurePlugin writes the provider's peak memory.
const usageVariable = "OSM_BENCH_USAGE"

// measurePlugin runs the provider and, when it ends, appends its peak resident memory in kB to the file usage.
func measurePlugin(plugin, usage string) int {
	cmd := exec.CommandContext(context.Background(), plugin, os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	rusage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 1
	}
	file, err := os.OpenFile(usage, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	_, err = file.WriteString(strconv.FormatInt(rusage.Maxrss, 10) + "\n")
	if closeErr := file.Close(); err != nil || closeErr != nil {
		return 1
	}
	return cmd.ProcessState.ExitCode()
}
