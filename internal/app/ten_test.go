package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/site/sitetest"
	"rastreo/internal/trace"
)

// theNine are traces as different as can be, each with the firearm that it
// needs, what is done, and how it ends.
var theNine = []struct {
	of      func(trace.Firearm) bool
	work    func(r *reader)
	outcome string
}{
	{abroad, func(r *reader) { // nobody knows who imported it
		r.hears("importer", "Interarms", "No such import.")
	}, "never_imported"},
	{imported, func(r *reader) {
		r.hears("importer", "Century Arms", "Sold to Plains Guns Wholesale.")
		r.hears("wholesaler", "Plains Guns Wholesale", "Sold to Lone Star Guns.")
		r.writes("dealer", "Lone Star Guns")
		r.answered("Sold over the counter; the form is lost.")
	}, "dealer_identified"},
	{domestic, func(r *reader) {
		r.hears("manufacturer", "The maker", "Sold to Lone Star Guns.")
		r.hears("dealer", "Lone Star Guns", "Sold to John Doe.")
	}, "purchaser_identified"},
	{imported, func(r *reader) { // closed: its records are where those of the closed go
		r.writes("dealer", "Chaparral Gap Guns")
		r.Sees(r.t("licensee.closed_short"), r.t("next.step.closed"))
		r.hears("other", "Out-of-Business Records", "Nothing was sent in.")
	}, "dealer_records_unavailable"},
	{domestic, func(r *reader) {
		r.hears("manufacturer", "The maker", "Sold to the county's police.")
	}, "government_sale"},
	{imported, func(r *reader) {
		r.hears("importer", "The importer", "Sent on to Guatemala.")
	}, "exported"},
	{imported, func(r *reader) { r.asksBack() }, "serial_invalid"},
	{domestic, func(r *reader) { // says nothing for a day
		r.writes("dealer", "Lone Star Guns")
	}, "dealer_identified"},
	{anything, func(*reader) {}, "before_records"},
}

// Of theNine these wait for somebody: for a colleague's look at who the
// purchaser is, for whoever filed it, and for a dealer.
const named, askedBack, silent = 2, 6, 7

func domestic(g trace.Firearm) bool { return g.Country == "US" && g.Importer == "" }

func imported(g trace.Firearm) bool {
	return g.Country != "" && g.Country != "US" && g.Importer != "" && !trace.IsAnswer(g.Importer)
}

func abroad(g trace.Firearm) bool {
	return g.Country != "" && g.Country != "US" && g.Importer == ""
}

func anything(trace.Firearm) bool { return true }

// Ten traces, from claim to conclusion, without a mouse: a tracer takes them
// from the queue, asks along the chain and back, waits for a day, and has a
// colleague look at who the purchaser is; those who filed them read ten results.
func TestTenTraces(t *testing.T) {
	t.Parallel()
	s, b := staged(t, app.Config{Live: "live.db"}), sitetest.Open(t)
	pat := s.reader(t, b, "", "en")
	pat.enters("ntc.walker")
	pat.Key("q")
	pat.Key("n")
	next := folioShape.FindString(pat.Path())
	ends := map[string]string{next: "insufficient_information"}
	pat.concludes(ends[next])
	waiting, nine := s.waiting(next), make([]string, len(theNine))
	for i, x := range theNine {
		nine[i] = waiting.take(t, x.of)
		ends[nine[i]] = x.outcome
		pat.claims(nine[i])
		x.work(pat)
		if i != askedBack && i != silent {
			pat.concludes(x.outcome)
		}
	}
	joe := s.reader(t, b, "", "en")
	joe.enters("ntc.olson")
	joe.approves(nine[named])
	ana := s.reader(t, b, "", "es")
	ana.enters(waiting.filer[nine[askedBack]])
	ana.reaches("q", nine[askedBack])
	ana.TabTo(`(e) => e.name === "values.serial.text"`)
	ana.keys("text", "Se revisó de nuevo: es como se capturó.")
	ana.push("action.answer")
	ana.Sees(ana.t("done.answered"))
	s.clock.Advance(25 * time.Hour)
	pat.enters("ntc.walker")
	pat.reaches("m", nine[askedBack])
	pat.concludes(ends[nine[askedBack]])
	pat.reaches("m", nine[silent])
	pat.push("contact.remind_now")
	pat.Sees(pat.t("done.contact_reminded"))
	pat.answered("Sold; the form was lost in a flood.")
	pat.concludes(ends[nine[silent]])
	for who, folios := range waiting.filed(t, ends) {
		ana := s.reader(t, b, "", "es")
		ana.enters(who)
		for _, folio := range folios {
			ana.reaches("q", folio)
			ana.Sees(ana.t("status.concluded"), ana.t("catalog.outcome."+ends[folio]))
		}
	}
}

// waiting are requests in the queue, in its order, and who filed each.
type waiting struct {
	list  []waits
	filer map[string]string
}

type waits struct {
	Folio   string        `json:"folio"`
	Status  trace.Status  `json:"status"`
	Firearm trace.Firearm `json:"firearm"`
}

// waiting asks as those of the demonstration who have keys what of theirs there
// is; what is in the queue, and not besides, can be taken.
func (s *served) waiting(besides string) *waiting {
	s.t.Helper()
	w := &waiting{filer: map[string]string{}}
	for _, a := range demo.SignIns("rst_live_", account.Roles) {
		if a.Key == "" || a.Role.Staff() {
			continue
		}
		for next := "?"; next != ""; {
			var page struct {
				Requests []waits `json:"requests"`
				Next     string  `json:"next"`
			}
			req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/api/v1/requests"+next, nil)
			must(s.t, err)
			req.Header.Set("Authorization", "Bearer "+a.Key)
			res, err := http.DefaultClient.Do(req)
			must(s.t, err)
			must(s.t, json.NewDecoder(res.Body).Decode(&page))
			must(s.t, res.Body.Close())
			for _, x := range page.Requests {
				w.filer[x.Folio] = a.Username
				if x.Status == trace.Queued && x.Folio != besides {
					w.list = append(w.list, x)
				}
			}
			if next = page.Next; next != "" {
				next = "?cursor=" + next
			}
		}
	}
	return w
}

// take returns the folio of the next request with such a firearm, and not again.
func (w *waiting) take(t *testing.T, of func(trace.Firearm) bool) string {
	t.Helper()
	for i, x := range w.list {
		if of(x.Firearm) {
			w.list = append(w.list[:i], w.list[i+1:]...)
			return x.Folio
		}
	}
	t.Fatalf("no such firearm waits: there are %d others", len(w.list))
	return ""
}

// filed sorts folios by who filed them.
func (w *waiting) filed(t *testing.T, folios map[string]string) map[string][]string {
	t.Helper()
	by := map[string][]string{}
	for folio := range folios {
		who := w.filer[folio]
		if who == "" {
			t.Errorf("nobody who can be asked filed %s", folio)
			continue
		}
		by[who] = append(by[who], folio)
	}
	return by
}

// enters signs in.
func (r *reader) enters(username string) {
	r.T.Helper()
	r.Go("/login?lang=" + r.say.Lang)
	r.keys("username", username)
	r.keys("password", demo.Password)
	r.Key(kb.Enter)
	r.Is(`location.pathname !== "/login"`, username+" cannot sign in")
}

// reaches goes to a list by its key, searches it for a folio and opens the
// request.
func (r *reader) reaches(list, folio string) {
	r.T.Helper()
	r.searches(list, folio)
	r.Key("o")
	r.Is(fmt.Sprintf(`location.pathname.endsWith("/requests/%s")`, folio), "o does not open "+folio)
}

// claims does the same with the queue and takes the request.
func (r *reader) claims(folio string) {
	r.T.Helper()
	r.searches("q", folio)
	r.Key("c")
	r.Sees(r.t("done.claimed"), folio)
}

func (r *reader) searches(list, folio string) {
	r.T.Helper()
	r.Key(list)
	// One event, as a keyboard sends it: a character of its own would be typed
	// into the field that the key has led to.
	r.Do(input.DispatchKeyEvent(input.KeyDown).WithKey("/").WithText("/"), input.DispatchKeyEvent(input.KeyUp).WithKey("/"))
	r.TabTo(`(e) => e.name === "q"`)
	r.Type(folio)
	r.Key(kb.Enter)
	r.Do(chromedp.KeyEvent("j"))
	r.TabTo(fmt.Sprintf(`(e) => e.matches("tbody th a") && e.innerText.includes(%q)`, folio))
}

// writes notes that somebody was asked.
func (r *reader) writes(kind, name string) {
	r.T.Helper()
	r.Key("t")
	r.keys("kind", kind)
	r.keys("name", name)
	r.push("action.contact_save")
	r.Sees(r.t("done.contacted"), name)
}

// hears notes in one that somebody was asked and what they said.
func (r *reader) hears(kind, name, said string) {
	r.T.Helper()
	r.Key("t")
	r.keys("kind", kind)
	r.keys("name", name)
	r.keys("said", said)
	r.push("action.contact_save")
	r.Sees(r.t("done.contacted"), name)
}

// answered notes what whoever was asked last has said.
func (r *reader) answered(said string) {
	r.T.Helper()
	r.TabTo(`(e) => e.matches('main .call-acts a[href$="/answer"]')`)
	r.Key(kb.Enter)
	r.keys("said", said)
	r.push("action.contact_answer_save")
	r.Sees(r.t("done.contact_answered"))
}

// asksBack asks whoever filed the request about the serial number.
func (r *reader) asksBack() {
	r.T.Helper()
	r.Key("a")
	r.keys("text", "Is the second character an I or a 1?")
	r.TabTo(`(e) => e.name === "fields" && e.value === "serial.text"`)
	r.Do(chromedp.KeyEvent(" "))
	r.push("action.ask_send")
	r.Sees(r.t("done.asked"))
}

// concludes ends the trace that is open.
func (r *reader) concludes(outcome string) {
	r.T.Helper()
	r.Key("e")
	r.TabTo(`(e) => e.name === "outcome"`)
	for range 30 {
		if sitetest.Eval[bool](r.Window, fmt.Sprintf("document.activeElement.value === %q", outcome)) {
			break
		}
		r.Do(chromedp.KeyEvent(kb.ArrowDown))
	}
	done := "done.concluded"
	switch outcome {
	case "dealer_identified":
		r.keys("dealer.name", "Lone Star Guns")
	case "purchaser_identified":
		r.keys("dealer.name", "Lone Star Guns")
		r.keys("sold.month", "June")
		r.keys("sold.day", "12")
		r.keys("sold.year", "2024")
		r.keys("purchaser.name.given", "John")
		r.keys("purchaser.name.surname1", "Doe")
		done = "done.result_proposed"
	}
	r.push("action.conclude_send")
	r.Sees(r.t(done))
}

// approves looks at a result that names a purchaser, and finds it right.
func (r *reader) approves(folio string) {
	r.T.Helper()
	r.Key("q")
	r.push("page.proposals")
	r.TabTo(fmt.Sprintf(`(e) => e.matches("tbody th a") && e.innerText.includes(%q)`, folio))
	r.Key("o")
	r.keys("purpose", "identify_purchaser")
	r.push("action.open")
	r.Sees("John", "Doe")
	r.push("proposal.approve")
	r.Sees(r.t("done.proposal_approved"))
}
