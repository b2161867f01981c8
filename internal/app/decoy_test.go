package app_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/login"
	"rastreo/internal/store/storetest"
)

// lure is a house in which a coordinator has filed what is invented.
type lure struct {
	*house
	at       *clock
	seizure  string
	requests []string
	browsers map[string]*http.Client
}

func newLure(t *testing.T, dsn func(testing.TB) string) *lure {
	t.Helper()
	h := &lure{house: newHouse(t, dsn), at: &clock{now: time.Now().Add(time.Hour).Truncate(time.Hour)}, browsers: map[string]*http.Client{}}
	h.reopen(t, func(c *app.Config) { c.Now, c.Random = h.at.Now, rand.NewChaCha8([32]byte{1}) })
	ok(t, h.Tick(t.Context())) // what is told once a day is told before
	added, err := h.AddAccount(t.Context(), app.NewAccount{
		Account: account.Account{Username: "jefa", Name: "Jefa Ríos", Role: account.Coordinator, Lang: "es", Zone: "America/Tijuana"},
		Agency:  account.Agency{Code: "FGR"}, Key: login.Usual("prueba", account.Coordinator),
	})
	ok(t, err)
	h.keys["live/jefa"] = added.Key
	res, err := http.PostForm(h.url+"/activate", url.Values{
		"username": {"jefa"}, "code": {added.Code}, "password": {phrase}, "again": {phrase}, "language": {"es"}, "zone": {"America/Tijuana"},
	})
	ok(t, err)
	ok(t, res.Body.Close())
	h.seizure, h.requests = h.file(t, "live/chief", "", 1)
	for _, who := range []string{"chief", "jefa", "tracer1", "auditor"} {
		h.browsers[who] = browser(t)
		h.signIn(t, h.browsers[who], "", who, phrase)
	}
	return h
}

func (h *lure) get(t *testing.T, who, path string) reply {
	t.Helper()
	return h.send(t, h.browsers[who], http.MethodGet, path, "")
}

func (h *lure) post(t *testing.T, who, path string) reply {
	t.Helper()
	return h.send(t, h.browsers[who], http.MethodPost, path, "", "Content-Type", "application/x-www-form-urlencoded")
}

// end withdraws every request of it.
func (h *lure) end(t *testing.T) {
	t.Helper()
	for _, folio := range h.requests {
		if a := h.call(t, "live/chief", http.MethodPost, "/api/v1/requests/"+folio+"/withdrawal", map[string]any{"reason": "Ya no hace falta."}); a.StatusCode != http.StatusOK {
			t.Fatalf("withdrawing: %d %s", a.StatusCode, a.body)
		}
	}
}

// alarms counts the notices of it that somebody has, once the timer has run.
func (h *lure) alarms(t *testing.T, who, text string) int {
	t.Helper()
	ok(t, h.Tick(t.Context())) // seals
	ok(t, h.Tick(t.Context())) // delivers
	return strings.Count(h.get(t, who, "/notices").body, text)
}

const (
	toAuditors = "Alarma: alguien abrió un señuelo"
	toMaker    = "Alarma: alguien abrió su señuelo"
)

// Whoever opens a decoy is noticed within one round of the timer, and its maker
// is not; nobody can mark what a tracer may still work on.
func TestDecoy(t *testing.T) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newLure(t, dsn)
			at := "/seizures/" + h.seizure
			if a := h.post(t, "chief", at+"/decoy"); a.StatusCode != http.StatusConflict || !strings.Contains(a.body, "sigue en proceso") {
				t.Fatalf("marked in process: %d", a.StatusCode)
			}
			h.end(t)
			if a := h.post(t, "jefa", at+"/decoy"); a.StatusCode != http.StatusNotFound {
				t.Errorf("another coordinator marks it: %d", a.StatusCode)
			}
			h.get(t, "jefa", at) // before it is one
			h.at.Advance(time.Second)
			if a := h.post(t, "chief", at+"/decoy"); a.StatusCode != http.StatusSeeOther {
				t.Fatalf("marking: %d %s", a.StatusCode, a.body)
			}
			h.get(t, "chief", at)
			h.get(t, "chief", at+"/access")
			h.call(t, "live/chief", http.MethodGet, "/api/v1"+at, nil)
			if n := h.alarms(t, "auditor", toAuditors); n != 0 {
				t.Fatalf("its maker raises %d alarms", n)
			}

			told := 0
			for _, x := range []struct {
				how  string
				open func()
				more int // alarms
			}{
				{"a colleague", func() { h.get(t, "jefa", at) }, 1},
				{"the same within an hour", func() { h.get(t, "jefa", "/requests/"+h.requests[0]) }, 0},
				{"a submitter who may not", func() { h.call(t, "live/ana", http.MethodGet, "/api/v1"+at, nil) }, 1},
				{"a tracer who looks for the folio", func() {
					page := h.get(t, "tracer1", "/queue?q="+h.requests[0])
					if !strings.Contains(page.body, h.requests[0]) {
						t.Error("a tracer does not find it")
					}
					h.get(t, "tracer1", "/requests/"+h.requests[0])
				}, 1},
				{"a supervisor's program", func() { h.call(t, "live/boss", http.MethodGet, "/api/v1/requests/"+h.requests[0], nil) }, 1},
				{"a list that has it", func() { h.call(t, "live/tracer2", http.MethodGet, "/api/v1/requests?q="+h.requests[0], nil) }, 0},
			} {
				h.at.Advance(time.Second)
				x.open()
				told += x.more
				if n := h.alarms(t, "auditor", toAuditors); n != told {
					t.Fatalf("%s: the auditor has %d alarms, want %d", x.how, n, told)
				}
				if n := h.alarms(t, "chief", toMaker); n != told {
					t.Errorf("%s: its maker has %d alarms, want %d", x.how, n, told)
				}
			}
			if a := h.get(t, "jefa", "/notices"); strings.Contains(a.body, "señuelo") {
				t.Error("a colleague is told")
			}
			page := h.get(t, "chief", at+"/decoy").body
			for _, who := range []string{"Jefa Ríos", "Persona ana", "Persona tracer1", "Persona boss"} {
				if !strings.Contains(page, who) {
					t.Errorf("its maker is not told of %s", who)
				}
			}
			list := h.get(t, "auditor", "/audit/decoys").body
			if !strings.Contains(list, h.seizure) || !strings.Contains(list, "Persona chief") {
				t.Error("the auditors' list does not have it")
			}
			if !strings.Contains(h.log.String(), `"alarm":"decoy"`) {
				t.Error("no alarm in the log")
			}
			h.at.Advance(time.Hour)
			h.call(t, "live/jefa", http.MethodGet, "/api/v1"+at+"?purpose=coordinate", nil)
			h.signIn(t, h.browsers["auditor"], "", "auditor", phrase)
			if n := h.alarms(t, "auditor", toAuditors); n != told+1 {
				t.Errorf("an hour later: %d alarms, want %d", n, told+1)
			}
			h.signIn(t, h.browsers["chief"], "", "chief", phrase)
			if a := h.post(t, "chief", at+"/decoy/undo"); a.StatusCode != http.StatusSeeOther {
				t.Fatalf("taking it back: %d", a.StatusCode)
			}
			h.at.Advance(2 * time.Hour)
			h.call(t, "live/jefa", http.MethodGet, "/api/v1"+at, nil)
			h.signIn(t, h.browsers["auditor"], "", "auditor", phrase)
			if n := h.alarms(t, "auditor", toAuditors); n != told+1 {
				t.Errorf("no decoy any more: %d alarms", n)
			}
		})
	}
}

// To everybody else a decoy is a seizure like any: every page and answer is the
// same to the byte.
func TestDecoyLooksLikeAny(t *testing.T) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen [2][]string
			for i := range seen {
				h := newLure(t, dsn)
				h.end(t)
				if i == 1 && h.post(t, "chief", "/seizures/"+h.seizure+"/decoy").StatusCode != http.StatusSeeOther {
					t.Fatal("it is not marked")
				}
				h.at.Advance(time.Minute)
				seen[i] = h.around(t)
			}
			for i := range seen[0] {
				if seen[0][i] != seen[1][i] {
					t.Errorf("answer %d differs: %s", i, differing(seen[0][i], seen[1][i]))
				}
			}
		})
	}
}

// around is what others are answered about it.
func (h *lure) around(t *testing.T) (answers []string) {
	say := &plainer{names: map[string]string{}}
	f := storetest.Filing(1)
	serial, name := url.QueryEscape(f.Firearms[0].Serial.Text), url.QueryEscape(f.People[0].Name.Surname1)
	at, request := "/seizures/"+h.seizure, "/requests/"+h.requests[0]
	for range 2 { // before anybody is told, and after
		for _, x := range [][2]string{
			{"jefa", "/requests"},
			{"jefa", "/requests?q=" + serial},
			{"jefa", at},
			{"jefa", at + "/receipt"},
			{"jefa", at + "/access"},
			{"jefa", at + "/viewers"},
			{"jefa", at + "/decoy"},
			{"jefa", request},
			{"jefa", "/people?q=" + name},
			{"jefa", "/notices"},
			{"jefa", "/shared"},
			{"tracer1", "/queue?status=withdrawn"},
			{"tracer1", "/queue?q=" + h.requests[0]},
			{"tracer1", request},
			{"tracer1", "/notices"},
		} {
			h.at.Advance(time.Second)
			answers = append(answers, x[1]+" "+say.plain(h.get(t, x[0], x[1])))
		}
		h.at.Advance(time.Second)
		answers = append(answers, say.plain(h.send(t, h.browsers["jefa"], http.MethodPost, at+"/open", "purpose=coordinate", "Content-Type", "application/x-www-form-urlencoded")))
		for _, x := range [][2]string{
			{"live/jefa", at},
			{"live/jefa", request},
			{"live/ana", at},
			{"live/ana", request},
			{"live/boss", request},
			{"live/tracer2", request},
			{"live/jefa", "/people?q=" + name},
			{"live/tracer2", "/queue/counts"},
		} {
			h.at.Advance(time.Second)
			answers = append(answers, fmt.Sprint(x, say.plain(h.call(t, x[0], http.MethodGet, "/api/v1"+x[1], nil))))
		}
		check := h.call(t, "live/jefa", http.MethodPost, "/api/v1/check", f)
		if !json.Valid([]byte(check.body)) {
			t.Fatalf("%d %s", check.StatusCode, check.body)
		}
		answers = append(answers, say.plain(check))
		ok(t, h.Tick(t.Context()))
		ok(t, h.Tick(t.Context()))
	}
	return answers
}
