// SPDX-License-Identifier: MPL-2.0

package servicecase_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/servicetickets/terraform-provider-osm/internal/simulator"
)

// pairs reports which two values are a pair that is not covered. The values of all switches are numbered through.
type pairs [][]bool

// allPairs returns every combination of the values of any two of the switches, and the number of each switch's first value.
func allPairs(behaviors []simulator.Behavior) (open pairs, first []int) {
	var switchOf []int
	for i, b := range behaviors {
		first = append(first, len(switchOf))
		for range b.Values {
			switchOf = append(switchOf, i)
		}
	}
	for _, i := range switchOf {
		partners := make([]bool, len(switchOf))
		for w, j := range switchOf {
			partners[w] = i != j
		}
		open = append(open, partners)
	}
	return open, first
}

// gain counts the pairs that value v adds to a row, in which -1 is not chosen yet.
func (open pairs) gain(row []int, v int) (n int) {
	for _, w := range row {
		if w >= 0 && open[v][w] {
			n++
		}
	}
	return n
}

// cover removes the pairs of a row.
func (open pairs) cover(row []int) {
	for i, v := range row {
		for _, w := range row[:i] {
			if v >= 0 && w >= 0 {
				open[v][w], open[w][v] = false, false
			}
		}
	}
}

// left counts all pairs.
func (open pairs) left() (n int) {
	for v := range open {
		for _, is := range open[v][:v] {
			if is {
				n++
			}
		}
	}
	return n
}

// pairwise returns rows of values, one per switch, that cover every pair. The same switches always lead to the same rows. It
// adds one switch after the other, the one with most values first: each row takes the value that covers most, and pairs that
// are left go to rows that still have a choice or to new ones.
var pairwise = sync.OnceValue(func() [][]int {
	behaviors := simulator.AllBehaviors()
	random := rand.New(rand.NewPCG(1, 2))
	open, first := allPairs(behaviors)
	order := random.Perm(len(behaviors))
	slices.SortStableFunc(order, func(i, j int) int { return len(behaviors[j].Values) - len(behaviors[i].Values) })
	var rows [][]int
	for n, i := range order {
		values := random.Perm(len(behaviors[i].Values))
		for k := range values {
			values[k] += first[i]
		}
		open.widen(rows, i, values)
		for _, j := range order[:n] {
			for w := range behaviors[j].Values {
				for _, v := range values {
					rows = open.place(rows, len(order), i, v, j, first[j]+w)
				}
			}
		}
	}
	for _, row := range rows {
		for i, v := range row {
			if row[i] = v - first[i]; v < 0 {
				row[i] = random.IntN(len(behaviors[i].Values))
			}
		}
	}
	return rows
})

// widen chooses one of the values for switch i in each row, as long as that covers a pair.
func (open pairs) widen(rows [][]int, i int, values []int) {
	chosen := map[int]int{}
	for {
		var row []int
		value, most := 0, 0
		for _, r := range rows {
			if r[i] >= 0 {
				continue
			}
			for _, v := range values {
				g := open.gain(r, v)
				if g > most || g == most && g > 0 && chosen[v] < chosen[value] {
					row, value, most = r, v, g
				}
			}
		}
		if most == 0 {
			return
		}
		chosen[value]++
		row[i] = value
		open.cover(row)
	}
}

// place puts the pair of value v of switch i and value w of switch j into the row where both cover most, or into a new one.
func (open pairs) place(rows [][]int, switches, i, v, j, w int) [][]int {
	if !open[v][w] {
		return rows
	}
	var best []int
	most := -1
	for _, row := range rows {
		if row[i] >= 0 && row[i] != v || row[j] >= 0 && row[j] != w {
			continue
		}
		if g := open.gain(row, v) + open.gain(row, w); g > most {
			best, most = row, g
		}
	}
	if best == nil {
		best = slices.Repeat([]int{-1}, switches)
		rows = append(rows, best)
	}
	best[i], best[j] = v, w
	open.cover(best)
	return rows
}

// TestPairwise shows that the rows cover every pair of values of any two switches.
func TestPairwise(t *testing.T) {
	t.Parallel()
	behaviors := simulator.AllBehaviors()
	open, first := allPairs(behaviors)
	all := open.left()
	for _, row := range pairwise() {
		values := make([]int, len(row))
		for i := range row {
			values[i] = first[i] + row[i]
		}
		open.cover(values)
	}
	if n := open.left(); n > 0 {
		t.Errorf("%d pairs are not covered", n)
	}
	t.Logf("%d rows cover %d pairs of %d switches", len(pairwise()), all, len(behaviors))
}
