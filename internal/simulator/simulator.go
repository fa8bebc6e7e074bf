// SPDX-License-Identifier: MPL-2.0

// Package simulator is the Service Tickets (OSM) API v2 in memory, with the login service in front of it.
//
// It replaces the real service in tests, in the demonstration and in offline tests of modules. No ticket that is opened
// here reaches a person. It is written from the API reference and shares no type with the client: it checks requests
// against its own table of operations (contract.json) and builds responses from its own structs.
//
// A [Simulator] is an http.Handler; [Simulator.Listen] serves it on a loopback port. One base URL serves the login service
// (/v3, /v5, metadata) and the ticket service (/v2). It can also
//
//   - log every request ([Simulator.Requests]),
//   - fail on purpose ([Simulator.Inject], [Simulator.InjectRandom], [Simulator.Hold]),
//   - select a behavior where the reference leaves a question open ([Behaviors]),
//   - act as the support engineer ([Simulator.Reply], [Simulator.SetStatus]).
//
// Requests are checked strictly: an undocumented field, a wrong type or a wrong content type is OSM.0001 under HTTP 400; a
// value outside its bounds is OSM.01010001, a business error under HTTP 200.
package simulator

import (
	"sync"
	"time"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator/identity"
)

// The default credentials and names.
const (
	DefaultUser        = "osm-user"
	DefaultUserID      = "5f0c1d0e6c7a4c8e9a8d3b1f2e4a6c01"
	DefaultPassword    = "Simulated-Passw0rd!"
	DefaultDomain      = "osm-account"
	DefaultDomainID    = "9b3d7e2f4a5c4d6e8f7a1b2c3d4e5f02"
	DefaultProjectID   = "0a1b2c3d4e5f46718293a4b5c6d7e803"
	DefaultProjectName = "cn-north-4"
	DefaultAccessKey   = "SIMULATEDACCESSKEY01"
	DefaultSecretKey   = "simulatedSecretKeySimulatedSecretKey0001"
)

// Options configures a simulator. The zero value is usable.
type Options struct {
	// User to ProjectName are the IAM user, its account and project; they default to the Default constants.
	User, UserID, Password string
	Domain, DomainID       string
	ProjectID, ProjectName string
	// AccessKey and SecretKey are the user's permanent keys.
	AccessKey, SecretKey string
	// TokenTTL is the lifetime of a token; 0 means 24 hours.
	TokenTTL time.Duration
	// Identity changes further settings of the login service before it starts.
	Identity func(*identity.Config)

	// Now is the clock that Advance adds to; nil means the real time.
	Now func() time.Time
	// Latency delays every request, by the real clock.
	Latency time.Duration
	// HTTPErrors sets Behaviors.BusinessErrors to BusinessErrorsUnder4xx.
	HTTPErrors bool
	// Behaviors selects a behavior for each question that the reference leaves open.
	Behaviors Behaviors

	// CallsPerSecond limits the calls of the ticket API within one second of the simulator's clock; more are rejected with
	// 429 and APIG.0308. 0 means no limit.
	CallsPerSecond int
	// ThrottleRetryAfter is the Retry-After of the limit; 0 sends none.
	ThrottleRetryAfter time.Duration
	// MaxLoggedBody is how many bytes of each body the log keeps: 0 means all, a negative value none.
	MaxLoggedBody int

	// SeedCases opens that many tickets at the start, see SeedCases.
	SeedCases int
	// AutoProgress moves tickets on as support would.
	AutoProgress AutoProgress

	// FileBase is the base URL of access URLs, such as another host; "" means the host of the request.
	FileBase string
	// FileLife is the lifetime of an access URL; 0 means five minutes.
	FileLife time.Duration
	// DailyVolume limits the bytes of attachments per day of the simulator's clock (OSM.01010005); 0 means no limit.
	DailyVolume int64
	// CreateLimit limits the tickets per day of the simulator's clock (OSM.01010037); 0 means no limit.
	CreateLimit int
	// PressInterval is the minimum time between two presses (OSM.01010004); 0 means ten minutes, a negative value none.
	PressInterval time.Duration
	// PressAfter is the minimum age for a press (OSM.01010023).
	PressAfter time.Duration
	// LabelsPerCase limits the labels of a ticket (OSM.01010042); 0 means five, as documented.
	LabelsPerCase int
	// LabelLimit limits the labels of the account (OSM.01010041); 0 means 30, as documented.
	LabelLimit int
	// WrongStatusCode is the code for an action that the status does not permit; "" means OSM.01010014.
	WrongStatusCode string
}

// Simulator is the simulated service. It is safe for concurrent use.
type Simulator struct {
	options  Options
	identity *identity.Service
	clock    clock
	faults   faultSource
	limiter  limiter

	watch watch

	closeOnce sync.Once
	closed    chan struct{}

	hookMu sync.Mutex
	before []func(*Request)
	after  []func(*Request)
	holds  []*Hold

	logMu sync.Mutex
	log   []*Request
	seq   int

	// mu guards everything below.
	mu        sync.Mutex
	behaviors Behaviors
	store     store
}

// New returns a simulator with the built-in catalog and Options.SeedCases tickets.
func New(options Options) *Simulator {
	options = withDefaults(options)
	s := &Simulator{options: options, behaviors: options.Behaviors, closed: make(chan struct{})}
	s.clock.base = options.Now
	s.store = newStore()
	config := identity.Config{
		User: options.User, UserID: options.UserID, Password: options.Password,
		Domain: options.Domain, DomainID: options.DomainID,
		ProjectID: options.ProjectID, ProjectName: options.ProjectName,
		AccessKey: options.AccessKey, SecretKey: options.SecretKey,
		TTL: options.TokenTTL, Now: s.Now,
	}
	if options.Identity != nil {
		options.Identity(&config)
	}
	s.identity = identity.New(config)
	s.SeedCases(options.SeedCases)
	return s
}

func withDefaults(o Options) Options {
	for value, fallback := range map[*string]string{
		&o.User: DefaultUser, &o.UserID: DefaultUserID, &o.Password: DefaultPassword,
		&o.Domain: DefaultDomain, &o.DomainID: DefaultDomainID,
		&o.ProjectID: DefaultProjectID, &o.ProjectName: DefaultProjectName,
		&o.AccessKey: DefaultAccessKey, &o.SecretKey: DefaultSecretKey,
		&o.WrongStatusCode: codeOperation,
	} {
		if *value == "" {
			*value = fallback
		}
	}
	if o.TokenTTL == 0 {
		o.TokenTTL = 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.FileLife == 0 {
		o.FileLife = 5 * time.Minute
	}
	if o.PressInterval == 0 {
		o.PressInterval = 10 * time.Minute
	}
	if o.LabelsPerCase == 0 {
		o.LabelsPerCase = 5
	}
	if o.LabelLimit == 0 {
		o.LabelLimit = 30
	}
	if o.HTTPErrors {
		o.Behaviors.BusinessErrors = BusinessErrorsUnder4xx
	}
	return o
}

// Options returns the settings with every default filled in.
func (s *Simulator) Options() Options { return s.options }

// Identity returns the login service, for tests of login methods.
func (s *Simulator) Identity() *identity.Service { return s.identity }

// SetBehaviors changes the behaviors while the simulator runs.
func (s *Simulator) SetBehaviors(change func(*Behaviors)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.behaviors)
	s.watch.notify()
}

// Behaviors returns the selected behaviors.
func (s *Simulator) Behaviors() Behaviors {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behaviors
}
