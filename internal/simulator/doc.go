// SPDX-License-Identifier: MPL-2.0

// Package simulator is the Service Tickets (OSM) API v2 in memory, with the login service in front of it.
//
// It stands in for the real service in tests, in the demonstration and in offline tests of modules. No ticket that is
// opened here reaches a person. It is written from the API reference and shares no type with the client: requests are
// held against its own table of operations (contract.json), answers are made of its own structs.
//
// A [Simulator] is an http.Handler; [Simulator.Listen] puts it on a loopback port. One base URL serves the login service
// (/v3, /v5, metadata) and the ticket service (/v2). Beyond answering it can
//
//   - tell every request that it got ([Simulator.Requests]),
//   - fail on purpose ([Simulator.Inject], [Simulator.InjectRandom], [Simulator.Hold]),
//   - play either side where the reference leaves a question open ([Behaviors]),
//   - act as the engineer on the other side ([Simulator.Reply], [Simulator.SetStatus]).
//
// What a request may look like is checked strictly: a field that the reference does not know, a wrong type or a wrong
// content type is OSM.0001 under HTTP 400; a value outside its bounds is OSM.01010001, which travels like all business
// refusals under HTTP 200.
package simulator
