// SPDX-License-Identifier: MPL-2.0

// Command meter is what Terraform starts as the provider in a benchmark. It runs the provider and, when that ends, appends
// what it cost to a file: a program as small as this one adds next to nothing to the time and the memory of the provider.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	code, err := measure(os.Getenv("OSM_BENCH_PLUGIN"), os.Getenv("OSM_BENCH_USAGE"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "meter:", err)
	}
	os.Exit(code)
}

// measure runs the plugin and appends a line to the file usage: its processor time in microseconds and its peak resident
// memory in kB. It returns the exit code of the plugin.
func measure(plugin, usage string) (int, error) {
	cmd := exec.CommandContext(context.Background(), plugin, os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 1, err
	}
	rusage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 1, errors.New("this system does not report what a process used")
	}
	file, err := os.OpenFile(usage, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 1, err
	}
	processor := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	_, err = fmt.Fprintln(file, processor.Microseconds(), rusage.Maxrss)
	if err := errors.Join(err, file.Close()); err != nil {
		return 1, err
	}
	return cmd.ProcessState.ExitCode(), nil
}
