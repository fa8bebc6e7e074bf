// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"math/rand/v2"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// pair is the choice of values for two switches.
type pair struct{ a, va, b, vb int }

// allPairs returns every combination of the values of any two of the switches.
func allPairs(behaviors []simulator.Behavior) map[pair]bool {
	pairs := map[pair]bool{}
	for a := range behaviors {
		for b := a + 1; b < len(behaviors); b++ {
			for va := range behaviors[a].Values {
				for vb := range behaviors[b].Values {
					pairs[pair{a, va, b, vb}] = true
				}
			}
		}
	}
	return pairs
}

// gain counts the pairs that choosing value v for switch i adds to a row, in which -1 is not chosen yet.
func gain(open map[pair]bool, row []int, i, v int) int {
	n := 0
	for j, w := range row {
		p := pair{i, v, j, w}
		if j < i {
			p = pair{j, w, i, v}
		}
		if w >= 0 && j != i && open[p] {
			n++
		}
	}
	return n
}

// pairwise returns rows of values, one per switch, that cover every pair. It is greedy: a row begins with an open pair, and each
// further switch, in random order, takes the value that covers most. The same switches always lead to the same rows.
func pairwise(behaviors []simulator.Behavior) [][]int {
	random := rand.New(rand.NewPCG(1, 2))
	open := allPairs(behaviors)
	var rows [][]int
	for len(open) > 0 {
		var best []int
		most := -1
		for range 40 {
			row, covered := greedyRow(behaviors, open, random)
			if covered > most {
				best, most = row, covered
			}
		}
		for a := range best {
			for b := a + 1; b < len(best); b++ {
				delete(open, pair{a, best[a], b, best[b]})
			}
		}
		rows = append(rows, best)
	}
	return rows
}

func greedyRow(behaviors []simulator.Behavior, open map[pair]bool, random *rand.Rand) (row []int, covered int) {
	row = make([]int, len(behaviors))
	for i := range row {
		row[i] = -1
	}
	first := random.IntN(len(behaviors))
	for n, i := range append([]int{first}, random.Perm(len(behaviors))...) {
		if row[i] >= 0 {
			continue
		}
		values := random.Perm(len(behaviors[i].Values))
		value, most := values[0], -1
		for _, v := range values {
			g := gain(open, row, i, v)
			if n == 0 {
				g = openWith(open, i, v)
			}
			if g > most {
				value, most = v, g
			}
		}
		row[i] = value
		if n > 0 {
			covered += most
		}
	}
	return row, covered
}

// openWith counts the open pairs of one value.
func openWith(open map[pair]bool, i, v int) int {
	n := 0
	for p := range open {
		if p.a == i && p.va == v || p.b == i && p.vb == v {
			n++
		}
	}
	return n
}

// TestPairwise shows that the rows cover every pair of values of any two switches.
func TestPairwise(t *testing.T) {
	t.Parallel()
	behaviors := simulator.AllBehaviors()
	rows := pairwise(behaviors)
	open := allPairs(behaviors)
	pairs := len(open)
	for _, row := range rows {
		for a := range row {
			for b := a + 1; b < len(row); b++ {
				delete(open, pair{a, row[a], b, row[b]})
			}
		}
	}
	if len(open) > 0 {
		t.Errorf("%d pairs are not covered", len(open))
	}
	t.Logf("%d rows cover %d pairs of %d switches", len(rows), pairs, len(behaviors))
}
