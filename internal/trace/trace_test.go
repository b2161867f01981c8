package trace_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"rastreo/internal/fault"
	"rastreo/internal/trace"
)

// The table of moves, written by hand: what may follow what.
func TestMoves(t *testing.T) {
	allowed := map[trace.Status][]trace.Move{
		trace.Draft:     {trace.File},
		trace.Queued:    {trace.Claim, trace.Hand, trace.Withdraw},
		trace.Claimed:   {trace.Release, trace.Hand, trace.Expire, trace.Chase, trace.Ask, trace.Conclude, trace.Withdraw, trace.Propose, trace.SendBack},
		trace.Returned:  {trace.HandBack, trace.Recall, trace.Answered, trace.Withdraw},
		trace.Concluded: {trace.Correct, trace.Propose, trace.SendBack},
		trace.Withdrawn: {},
	}
	for _, s := range trace.Statuses {
		for _, m := range trace.Moves {
			to, err := s.Move(m)
			if ok := slices.Contains(allowed[s], m); ok != (err == nil) {
				t.Errorf("%s from %s: %v", m, s, err)
			}
			if err != nil && (to != s || !fault.Is(err, fault.Conflict)) {
				t.Errorf("%s from %s: stayed %s, %v", m, s, to, err)
			}
		}
	}
}

func TestFolio(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		folio, err := trace.NewFolio(rand.Reader, "PRUEBA-", trace.RequestFolio, 2026)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(folio[10:], "0158BDGIOQSVZ") && strings.ContainsAny(folio[15:], "0158BDGIOQSVZ") {
			t.Errorf("%s has look-alikes", folio)
		}
		seen[folio] = true
		if trace.FolioPrefix(folio) != "PRUEBA-" || trace.FolioPrefix(folio[len("PRUEBA-"):]) != "" {
			t.Errorf("prefix of %s", folio)
		}
		typed := strings.ToLower(strings.ReplaceAll(folio, "-", " "))
		if got, ok := trace.ParseFolio(typed); !ok || got != folio {
			t.Errorf("%q read as %q, %v", typed, got, ok)
		}
	}
	if len(seen) < 199 {
		t.Errorf("only %d of 200 differ", len(seen))
	}
}

// What is drawn may spell the mark of the other kind.
func TestFolioKind(t *testing.T) {
	for folio, request := range map[string]bool{
		"RM-2026-7KXH4P-C": true, "PRUEBA-RM-2026-7KXH4P-C": true, "AS-2026-7KXH4P-C": false, "PRUEBA-AS-2026-7KXH4P-C": false,
		"AS-2026-4FLERM-Y": false, "PRUEBA-AS-2026-EUTERM-N": false, "": false,
	} {
		if trace.IsRequest(folio) != request {
			t.Errorf("%s is a request: %v", folio, !request)
		}
	}
}

// Every wrong character and every swap of neighbours is noticed.
func TestFolioCheck(t *testing.T) {
	const alphabet = "234679ACEFHJKLMNPRTUWXY"
	folio, _ := trace.NewFolio(bytes.NewReader([]byte{1, 2, 3, 40, 50, 60}), "", trace.RequestFolio, 2026)
	for i := 8; i < 14; i++ {
		for _, c := range alphabet {
			b := []byte(folio)
			b[i] = byte(c)
			if _, ok := trace.ParseFolio(string(b)); ok != (string(b) == folio) {
				t.Errorf("%s accepted", b)
			}
		}
		if b := []byte(folio); i > 8 && b[i] != b[i-1] {
			b[i], b[i-1] = b[i-1], b[i]
			if _, ok := trace.ParseFolio(string(b)); ok {
				t.Errorf("swap %s accepted", b)
			}
		}
	}
	for _, bad := range []string{"", "RM", "RM-2026-AAAAAA", "XX-2026-234679-A", strings.Repeat("R", 13)} {
		if got, ok := trace.ParseFolio(bad); ok {
			t.Errorf("%q read as %q", bad, got)
		}
	}
}

func TestTimeToCrime(t *testing.T) {
	for _, c := range []struct {
		sold, recovered string
		least, most     int
		ok              bool
	}{
		{"2024-01-01", "2024-01-01", 0, 0, true},
		{"2023-11-20", "2026-11-20", 1096, 1096, true},
		{"2026-10-15", "2026-11", 17, 46, true},
		{"2026-11-15", "2026-11", 0, 15, true},
		{"2024", "2025-01-01", 1, 366, true},
		{"2027-01-01", "2026-11-20", 0, 0, false},
		{"", "2026-11-20", 0, 0, false},
		{"2024-01-01", "", 0, 0, false},
	} {
		least, most, ok := trace.TimeToCrime(c.sold, c.recovered)
		if least != c.least || most != c.most || ok != c.ok {
			t.Errorf("%s to %s: %d %d %v", c.sold, c.recovered, least, most, ok)
		}
	}
}

func TestHaste(t *testing.T) {
	for _, c := range []struct {
		least, most int
		want        trace.Haste
	}{
		{0, 0, trace.Short},
		{1095, 1095, trace.Short},
		{1096, 1096, trace.Long},
		{900, 1200, trace.Unsure},
		{1095, 1096, trace.Unsure},
	} {
		if got := trace.HasteOf(c.least, c.most); got != c.want {
			t.Errorf("%d to %d: %s, want %s", c.least, c.most, got, c.want)
		}
	}
}

func TestReply(t *testing.T) {
	gun := good().Firearms[0]
	q := trace.Question{Fields: []string{"serial.text", "importer", "people"}}
	for _, c := range []struct {
		name    string
		reply   trace.Reply
		changed []string
		want    []string
	}{
		{"words only", trace.Reply{Text: "Así está grabado."}, nil, nil},
		{"nothing", trace.Reply{Text: "  "}, nil, []string{"/text unanswered"}},
		{"a new serial", trace.Reply{Values: map[string]string{"serial.text": "1-00128-2009"}}, []string{"serial.text"}, nil},
		{"the same serial", trace.Reply{Values: map[string]string{"serial.text": "1-0O123-2009"}}, nil, []string{"/text unanswered"}},
		{"what was not asked", trace.Reply{Text: "x", Values: map[string]string{"model": "AKM"}}, nil, []string{"/values/model not_asked"}},
		{"what nobody may change", trace.Reply{Text: "x", Values: map[string]string{"people": "AKM"}}, nil, []string{"/values/people code"}},
		{"a serial gone", trace.Reply{Values: map[string]string{"serial.text": ""}}, []string{"serial.text"}, []string{"/values/serial.text required"}},
	} {
		_, amended, changed, err := c.reply.Check(q, gun)
		var got []string
		if err != nil {
			for _, p := range fault.Of(err).Problems {
				got = append(got, p.Pointer+" "+p.Code)
			}
		}
		if !slices.Equal(got, c.want) || !slices.Equal(changed, c.changed) {
			t.Errorf("%s: problems %v, changed %v", c.name, got, changed)
		}
		for _, f := range changed {
			if err == nil && amended.Text(f) != c.reply.Values[f] {
				t.Errorf("%s: %s reads %q", c.name, f, amended.Text(f))
			}
		}
	}
}

func TestContact(t *testing.T) {
	c := trace.Contact{Kind: "dealer", Name: "Armería Ejemplo", FFL: "574123017f12345"}
	got, err := c.CheckAsked(trace.Moment{Date: "2026-11-20", Time: "10:30"}, now)
	if err != nil {
		t.Fatal(err)
	}
	if got.FFL != "5-74-123-01-7F-12345" || got.DueAt.Sub(got.AskedAt) != 24*time.Hour {
		t.Errorf("%+v", got)
	}
	if got.Late(got.DueAt) || !got.Late(got.DueAt.Add(time.Second)) {
		t.Error("late at the wrong moment")
	}
	if _, err := got.CheckAnswered("Sold.", trace.Moment{Date: "2026-11-19", Time: "10:30"}, now); !fault.Is(err, fault.Invalid) {
		t.Errorf("answered before it was asked: %v", err)
	}
	if a, err := got.CheckAnswered(" Sold. ", trace.Moment{}, now); err != nil || a.Said != "Sold." || a.Late(now.AddDate(1, 0, 0)) {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := c.CheckAsked(trace.Moment{Date: "2026-11-21", Time: "10:30"}, now); !fault.Is(err, fault.Invalid) {
		t.Errorf("asked tomorrow: %v", err)
	}
}

func TestResult(t *testing.T) {
	full := trace.Result{
		Outcome: "purchaser_identified", Dealer: trace.Dealer{Name: "Example Guns", FFL: "5-74-123-01-7F-12345", State: "TX"},
		Purchaser: trace.Purchaser{Name: trace.Name{Given: "John", Surname1: "Example"}}, Sold: "2024-03-02",
	}
	for _, c := range []struct {
		name   string
		change func(r *trace.Result)
		want   []string
	}{
		{"whole", func(*trace.Result) {}, nil},
		{"no outcome", func(r *trace.Result) { *r = trace.Result{} }, []string{"/outcome required"}},
		{"purchaser found but not named", func(r *trace.Result) { r.Purchaser.Name = trace.Name{} }, []string{"/purchaser/name/full required"}},
		{"sold when", func(r *trace.Result) { r.Sold = "" }, []string{"/sold required"}},
		{"sold tomorrow", func(r *trace.Result) { r.Sold = "2026-11-21" }, []string{"/sold date_future"}},
		{"purchaser named but not found", func(r *trace.Result) { r.Outcome = "dealer_identified" }, []string{"/purchaser/name/full not_found"}},
		{"purchaser known by a document alone", func(r *trace.Result) {
			r.Outcome, r.Purchaser = "dealer_identified", trace.Purchaser{Document: "TX DL 12345678"}
		}, []string{"/purchaser/name/full not_found"}},
		{"purchaser known by a second surname", func(r *trace.Result) {
			r.Outcome, r.Purchaser = "exported", trace.Purchaser{Name: trace.Name{Surname2: "Example"}}
		}, []string{"/purchaser/name/full not_found"}},
		{"answers everything", func(r *trace.Result) { r.Also = make([]string, 51) }, []string{"/also max"}},
		{"no purchaser, of a country", func(r *trace.Result) {
			r.Outcome, r.Purchaser = "exported", trace.Purchaser{Address: trace.Place{Country: "US", Between: []string{}}}
		}, nil},
		{"bad license", func(r *trace.Result) { r.Dealer.FFL = "123" }, []string{"/dealer/ffl ffl_length"}},
	} {
		r := full
		c.change(&r)
		_, err := r.Check(now)
		var got []string
		if err != nil {
			for _, p := range fault.Of(err).Problems {
				got = append(got, p.Pointer+" "+p.Code)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
