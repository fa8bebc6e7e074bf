// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// start is how a provider starts.
type start struct {
	took time.Duration // from exec to the schema
	rest int           // resident memory in kB after that
}

// handshake is that of Terraform with protocol version 6.
var handshake = plugin.HandshakeConfig{ProtocolVersion: 6, MagicCookieKey: "TF_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}

// connection is a plugin whose client is its connection.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this program serves no provider")
}

func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return c, nil
}

// starts starts the providers in turns and returns the median of each.
func (b *bench) starts(ctx context.Context, rounds int, providers ...*contender) ([]start, error) {
	all := make([][]start, len(providers))
	for range rounds {
		for i, c := range providers {
			s, err := b.start(ctx, c)
			if err != nil {
				return nil, fmt.Errorf("start %s: %w", c.name, err)
			}
			all[i] = append(all[i], s)
		}
	}
	medians := make([]start, len(providers))
	for i, starts := range all {
		medians[i].took = median(starts, func(s start) time.Duration { return s.took })
		medians[i].rest = median(starts, func(s start) int { return s.rest })
	}
	return medians, nil
}

// start starts a provider as Terraform does, except that the connection is not encrypted, and reads its schema.
func (b *bench) start(ctx context.Context, c *contender) (s start, err error) {
	cmd := exec.CommandContext(ctx, c.plugin)
	cmd.Env = slices.Concat(b.env, c.env)
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: handshake, Plugins: plugin.PluginSet{"provider": connection{}}, Cmd: cmd, SkipHostEnv: true,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC}, Logger: hclog.NewNullLogger(),
		GRPCDialOptions: []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(64 << 20))},
	})
	defer client.Kill()
	began := time.Now()
	protocol, err := client.Client()
	if err != nil {
		return s, err
	}
	served, err := protocol.Dispense("provider")
	if err != nil {
		return s, err
	}
	conn, ok := served.(*grpc.ClientConn)
	if !ok {
		return s, errors.New("no connection")
	}
	// An empty message ignores the schema, so that only the provider's work counts.
	err = conn.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &emptypb.Empty{})
	if err != nil {
		return s, err
	}
	s.took = time.Since(began)
	s.rest, err = resident(cmd.Process.Pid)
	return s, err
}

// resident returns the resident memory of a process in kB.
func resident(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kB int
			_, err := fmt.Sscan(value, &kB)
			return kB, err
		}
	}
	return 0, errors.New("the system does not report the memory of a process")
}
