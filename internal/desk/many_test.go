package desk_test

import (
	"bufio"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/desk"
	"rastreo/internal/store"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// many says how large TestManyClaims is.
type many struct {
	claims, requests int
	lease            time.Duration
	every            time.Duration // one of the processes is killed, or stopped for stop
	stop             time.Duration
}

// short is what is run every time. RASTREO_CLAIMS=N makes N claims under the
// times of a working house (see docs/performance.md).
var short = many{claims: 1500, requests: 60, lease: 300 * time.Millisecond, every: 400 * time.Millisecond, stop: 700 * time.Millisecond}

func size(t *testing.T) many {
	text := os.Getenv("RASTREO_CLAIMS")
	if text == "" {
		return short
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return many{claims: n, requests: max(n/50, 60), lease: 3 * time.Second, every: 5 * time.Second, stop: 10 * time.Second}
}

// A claim as a process knows it.
type claimed struct {
	desk.Hold
	by string
}

// told is what the processes said: how often an act was tried and done under
// each claim.
type told struct {
	sync.Mutex
	claims     atomic.Int64
	tried, did map[string]map[claimed]int
	wrong      []string
}

func (b *told) line(text string) {
	f := strings.Fields(text)
	b.Lock()
	defer b.Unlock()
	if len(f) != 5 {
		b.wrong = append(b.wrong, text)
		return
	}
	n, _ := strconv.Atoi(f[3])
	c := claimed{desk.Hold{Folio: f[2], Claim: n}, f[4]}
	into := b.tried
	if f[0] == "did" {
		into = b.did
	}
	if into[f[1]] == nil {
		into[f[1]] = map[claimed]int{}
	}
	into[f[1]][c]++
	if f[0] == "did" && f[1] == "claimed" {
		b.claims.Add(1)
	}
}

// crew are the processes of the test, each with tracers of its own.
type crew struct {
	*told
	*testing.T
	jobs    []string
	cmd     []*exec.Cmd
	in      []io.Closer
	reading []*sync.WaitGroup
}

// spawn starts process i, or starts it once more.
func (c *crew) spawn(i int) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), claimerJob+"="+c.jobs[i])
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	cmd.Stderr = os.Stderr
	if err1 != nil || err2 != nil {
		c.Fatal(err1, err2)
	}
	if err := cmd.Start(); err != nil {
		c.Fatal(err)
	}
	c.cmd[i], c.in[i], c.reading[i] = cmd, in, &sync.WaitGroup{}
	c.reading[i].Go(func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			c.line(lines.Text())
		}
	})
}

// end waits for a process that is to end. What it said before a kill counts.
func (c *crew) end(i int) error {
	c.reading[i].Wait()
	return c.cmd[i].Wait()
}

// disturb kills one of the processes and starts another in its place, or stops
// it for longer than its leases last.
func (c *crew) disturb(dice *rand.Rand, stop time.Duration) (killed bool) {
	i := dice.IntN(len(c.cmd))
	if dice.IntN(2) == 0 {
		_ = c.cmd[i].Process.Kill()
		_ = c.end(i)
		c.spawn(i)
		return true
	}
	_ = c.cmd[i].Process.Signal(syscall.SIGSTOP)
	<-time.After(stop) // what it is to be late by
	_ = c.cmd[i].Process.Signal(syscall.SIGCONT)
	return false
}

// Four processes claim what waits, while one of them after another is killed or
// stops for longer than its leases last: nothing is claimed by two, nothing that
// was acknowledged is missing, nothing is done under a claim that has passed to
// another, and in the end every request is where it can be worked.
func TestManyClaims(t *testing.T) {
	m := size(t)
	dsn := dbtest.Postgres(t)
	h := houseOn(t, storetest.Open(t, dsn))
	filed := 0
	for i := 0; filed < m.requests; i++ {
		filed += len(h.File(h.filer, i).Requests)
	}
	c := crew{T: t, told: &told{tried: map[string]map[claimed]int{}, did: map[string]map[claimed]int{}}}
	for i := range 4 {
		center, job := h.Agency("NTC"+strconv.Itoa(i), account.Center), dsn+" "+m.lease.String()
		for range 2 {
			job += " " + h.Account(center, account.Tracer).ID
		}
		c.jobs = append(c.jobs, job)
		c.cmd, c.in, c.reading = append(c.cmd, nil), append(c.in, nil), append(c.reading, nil)
		c.spawn(i)
	}
	dice, kills, stops, since := rand.New(rand.NewPCG(1, 2)), 0, 0, time.Now()
	tick := time.NewTicker(m.every)
	defer tick.Stop()
	for c.claims.Load() < int64(m.claims) {
		<-tick.C
		if c.disturb(dice, m.stop) {
			kills++
		} else {
			stops++
		}
		if len(c.wrong) > 0 {
			break
		}
	}
	took := time.Since(since)
	for i := range c.cmd {
		_ = c.in[i].Close()
		if err := c.end(i); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
	}
	if len(c.wrong) > 0 {
		t.Fatalf("the processes said %q", c.wrong[:min(len(c.wrong), 5)])
	}
	seen := h.replay(t)
	c.compare(seen)
	h.atRest(t, m.lease, filed)
	t.Logf("%d claims in %v (%.0f/s), %d kills, %d stops, %d acts of %d tried were done",
		c.claims.Load(), took.Round(time.Second), float64(c.claims.Load())/took.Seconds(), kills, stops, c.count(c.did)-int(c.claims.Load()), c.count(c.tried))
}

func (b *told) count(all map[string]map[claimed]int) (n int) {
	for _, one := range all {
		for _, k := range one {
			n += k
		}
	}
	return n
}

// replay reads the events of every request as they followed each other, and
// counts what was done under each claim.
func (h house) replay(t *testing.T) map[string]map[claimed]int {
	t.Helper()
	p := past{T: t, seen: map[string]map[claimed]int{}}
	err := h.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		rows, err := tx.Rows(t.Context(), `
			SELECT request.folio, event.by, event.code FROM event JOIN request ON request.id = event.request_id
			ORDER BY event.request_id, event.seq`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var folio, by, code string
			if err := rows.Scan(&folio, &by, &code); err != nil {
				return err
			}
			p.event(folio, by, code)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.seen
}

// past is a request as its events so far have left it.
type past struct {
	*testing.T
	now    claimed
	holder string // "" while it waits
	ended  bool
	seen   map[string]map[claimed]int
}

// event takes the next event. Anything else than a claim of what waits and an
// act of who has it is a failure.
func (p *past) event(folio, by, code string) {
	if code == string(trace.EventFiled) {
		p.now, p.holder, p.ended = claimed{Hold: desk.Hold{Folio: folio}}, "", false
		return
	}
	before := p.holder
	right := !p.ended && folio == p.now.Folio
	switch code {
	case "claimed":
		right = right && before == ""
		p.holder, p.now.by, p.now.Claim = by, by, p.now.Claim+1
	case "lease_expired":
		right = right && before != ""
		p.holder = ""
	case "released", "concluded":
		right = right && before == by
		p.holder, p.ended = "", code == "concluded"
	default:
		right = right && before == by
	}
	if !right {
		p.Errorf("%s: %s by %s, while %q had it, under %+v", folio, code, by, before, p.now)
	}
	if p.seen[code] == nil {
		p.seen[code] = map[claimed]int{}
	}
	p.seen[code][p.now]++
}

// compare holds what the processes said against what the house remembers:
// everything that was acknowledged is there, under the claim it named, and
// nothing is there that nobody tried.
func (c *crew) compare(seen map[string]map[claimed]int) {
	for act, all := range c.did {
		for hold, n := range all {
			if seen[act][hold] < n || act != "contacted" && n > 1 {
				c.Errorf("%s %+v: %d times acknowledged, %d times there", act, hold, n, seen[act][hold])
			}
		}
	}
	for _, act := range []string{"contacted", "released", "concluded"} {
		for hold, n := range seen[act] {
			if n > c.tried[act][hold] {
				c.Errorf("%s %+v: %d times there, %d times tried", act, hold, n, c.tried[act][hold])
			}
		}
	}
	for act, least := range map[string]int{"claimed": 100, "contacted": 5, "released": 5, "lease_expired": 5} {
		if len(seen[act]) < least {
			c.Errorf("only %d times %s", len(seen[act]), act)
		}
	}
}

// atRest lets the last claims lapse and sees that every request waits, or has
// ended, as the counters say.
func (h house) atRest(t *testing.T, lease time.Duration, requests int) {
	t.Helper()
	late := func() time.Time { return time.Now().Add(2 * lease) }
	d := desk.New(store.New(h.DB, store.Config{Now: late}), desk.Config{Now: late, Lease: lease})
	for n := 1; n > 0; {
		var err error
		if n, err = d.ExpireLeases(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	counts := map[trace.Status]int{}
	h.Read(func(tx *store.Tx) (err error) { counts, err = tx.Counts(t.Context()); return err })
	total := 0
	for status, n := range counts {
		there := 0
		err := h.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
			return tx.Row(t.Context(), `SELECT count(*) FROM request WHERE status = $1`, string(status)).Scan(&there)
		})
		if err != nil {
			t.Fatal(err)
		}
		if total += n; there != n {
			t.Errorf("%s: %d counted, %d there", status, n, there)
		}
	}
	if counts[trace.Claimed] != 0 || total != requests {
		t.Errorf("%v of %d requests", counts, requests)
	}
}
