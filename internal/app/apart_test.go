package app_test

import (
	crand "crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/app"
	"rastreo/internal/db/dbtest"
	"rastreo/internal/login"
	"rastreo/internal/store/storetest"
	"rastreo/internal/trace"
)

// What an agency is answered is the same to the byte whether another agency
// has filed or not: not even the very same firearm, found with the very same
// person, shows.
func TestApart(t *testing.T) {
	t.Parallel()
	now := time.Now().Add(time.Hour).Truncate(time.Hour)
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			alone, shared := newHouse(t, dsn, apart...), newHouse(t, dsn, apart...)
			clocks := []*clock{{now: now}, {now: now}}
			for i, h := range []*house{alone, shared} {
				h.reopen(t, func(c *app.Config) {
					c.Now, c.Random, c.Every = clocks[i].Now, rand.NewChaCha8([32]byte{1}), 1000*time.Hour
				})
			}
			ok(t, alone.Tick(t.Context()))
			ok(t, shared.Tick(t.Context())) // what the day begins with
			foreign := shared.beside(t)
			nobody := [2]string{unused(t, trace.SeizureFolio), unused(t, trace.RequestFolio)}
			want, got := alone.journey(t, clocks[0], nobody), shared.journey(t, clocks[1], foreign)
			if len(want) < 100 {
				t.Errorf("only %d answers", len(want))
			}
			for i := range want {
				if want[i] != got[i] {
					t.Errorf("answer %d differs: %s", i, differing(want[i], got[i]))
				}
			}
		})
	}
}

// apart live in both houses: that there is another agency is no secret, and a
// colleague.
var apart = []tenant{{"vecina", "FGJ-TAM", account.State, account.Coordinator}, {"eva", "FGR", account.Federal, account.Submitter}}

// unused is a folio that nobody has.
func unused(t *testing.T, kind string) string {
	t.Helper()
	folio, err := trace.NewFolio(crand.Reader, "", kind, time.Now().Year())
	ok(t, err)
	return folio
}

// differing is where two answers begin to differ.
func differing(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(i-200, 0):min(i+100, len(s))] }
	return fmt.Sprintf("%q and %q", cut(a), cut(b))
}

// beside lets another agency do in the live world what there is to do: it
// files, among others, what the first agency is going to file, and what is like
// it; one request is worked to its end, and one is asked about. It returns the
// folios of a seizure and of a request.
func (h *house) beside(t *testing.T) (foreign [2]string) {
	t.Helper()
	added, err := h.AddAccount(t.Context(), app.NewAccount{
		Account: account.Account{Username: "beto", Name: "Beto Ríos", Role: account.Submitter, Lang: "es", Zone: "America/Matamoros"},
		Agency:  account.Agency{Code: "FGJ-TAM"}, Key: login.Usual("prueba", account.Submitter),
	})
	ok(t, err)
	h.keys["live/beto"] = added.Key
	for i := range 4 {
		seizure, folios := h.file(t, "live/beto", "", i)
		foreign = [2]string{seizure, folios[0]}
		work := "/api/v1/requests/" + folios[0]
		h.call(t, "live/tracer2", http.MethodPost, work+"/claim", nil)
		if i == 1 {
			h.call(t, "live/tracer2", http.MethodPost, work+"/questions", map[string]any{"fields": []string{"model"}, "text": "Which model?"})
		}
		if i == 2 {
			h.call(t, "live/beto", http.MethodPost, work+"/withdrawal", map[string]any{"reason": "Se devolvió a su dueño."})
		}
	}
	ok(t, h.Tick(t.Context()))
	return foreign
}

// journey is an investigator's day and a coordinator's, by page and by program,
// with what the tracing center answers. They try the folios of a seizure and of
// a request that are not theirs. It returns every answer, made comparable.
func (h *house) journey(t *testing.T, at *clock, foreign [2]string) (answers []string) {
	t.Helper()
	say := &plainer{names: map[string]string{}}
	c := browser(t)
	note := func(a reply) reply {
		answers = append(answers, say.plain(a))
		at.Advance(time.Second)
		return a
	}
	get := func(path string) reply { return note(h.send(t, c, http.MethodGet, path, "")) }
	post := func(path string, form url.Values) string {
		a := note(h.send(t, c, http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded"))
		ok(t, h.Tick(t.Context())) // nobody else makes the notices of it
		return a.Header.Get("Location")
	}
	call := func(method, path string, body any) reply {
		return note(h.call(t, "live/ana", method, "/api/v1"+path, body))
	}
	staff := func(path string, body any) {
		t.Helper()
		if a := h.call(t, "live/tracer1", http.MethodPost, "/api/v1"+path, body); a.StatusCode >= 300 {
			t.Fatalf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
	h.signIn(t, c, "", "ana", phrase)
	get("/requests")
	get("/people?q=hernandez")
	draft := post("/drafts", url.Values{})
	post(draft+"/case", url.Values{"unit": {"Célula III"}, "offence": {"portacion"}})
	get(draft + "/case")
	get(draft)
	get("/drafts")
	f := storetest.Filing(1)
	call(http.MethodPost, "/check", f)
	made := call(http.MethodPost, "/seizures", f)
	var filed struct {
		Folio    string
		Requests []struct{ Folio string }
	}
	ok(t, json.Unmarshal([]byte(made.body), &filed))
	if made.StatusCode != http.StatusCreated {
		t.Fatalf("filing: %d %s", made.StatusCode, made.body)
	}
	call(http.MethodPost, "/check", f)
	folio := filed.Requests[0].Folio
	staff("/requests/"+folio+"/claim", nil)
	staff("/requests/"+folio+"/questions", map[string]any{"fields": []string{"model"}, "text": "Which model is it?"})
	ok(t, h.Tick(t.Context()))
	get("/requests/" + folio)
	get("/seizures/" + filed.Folio)
	get("/seizures/" + filed.Folio + "/receipt")
	get("/notices")
	call(http.MethodGet, "/requests/"+folio, nil)
	call(http.MethodGet, "/seizures/"+filed.Folio, nil)
	post("/requests/"+folio+"/answers", url.Values{"text": {"Es el WASR-10."}})
	serial := url.QueryEscape(f.Firearms[0].Serial.Text)
	name := url.QueryEscape(f.People[0].Name.Surname1)
	for _, path := range []string{
		"/requests", "/requests?q=" + serial, "/requests?q=" + url.QueryEscape(f.Reference[0].Number), "/requests?status=queued",
		"/people?q=" + name, "/requests/" + folio, "/notices", "/account", "/requests/RM-2026-7KXH4P-C", "/suggest/manufacturer?q=ro", "/none",
	} {
		get(path)
	}
	like := f
	like.Firearms = slices.Clone(f.Firearms[:1])
	like.Firearms[0].Serial.Text += "7"
	call(http.MethodPost, "/check", like)
	like.Firearms[0].SameAs = foreign[1]
	call(http.MethodPost, "/check", like)
	tries(browse{get, post, call}, filed.Folio, folio, foreign)
	c = browser(t)
	h.signIn(t, c, "", "chief", phrase)
	tries(browse{get, post, call}, filed.Folio, folio, foreign)
	for _, path := range []string{"/requests", "/requests?q=" + serial, "/people?q=" + name, "/me", "/requests/RM-2026-7KXH4P-C", "/requests/" + folio} {
		call(http.MethodGet, path, nil)
	}
	return answers
}

// browse are the ways of whoever is signed in.
type browse struct {
	get  func(path string) reply
	post func(path string, form url.Values) string
	call func(method, path string, body any) reply
}

// tries looks at all there is to be seen of an agency's own, and then tries
// what is not theirs.
func tries(b browse, seizure, request string, foreign [2]string) {
	for _, path := range []string{
		"/requests?q=" + foreign[0], "/requests?q=" + foreign[1], "/people?q=hernandez+munoz", "/people?q=angel", "/people?q=ID00000001",
		"/shared", "/transfers", "/transfers?side=out", "/seizures/" + seizure + "/transfer", "/shared/break", "/seizures/" + seizure + "/access", "/seizures/" + seizure + "/viewers", "/seizures/" + seizure + "/grant",
		"/municipios/28", "/postal/MX/88900", "/suggest/settlement?q=Rey&entidad=28", "/suggest/manufacturer?q=be", "/suggest/model?q=92", "/suggest/offence?q=po",
		"/requests/" + request + "/links?other=" + foreign[1], "/drafts", "/account/keys", "/office/changes", "/queue", "/audit",
	} {
		b.get(path)
	}
	for _, path := range []string{"", "/receipt", "/access", "/viewers", "/grant", "/transfer"} {
		b.get("/seizures/" + foreign[0] + path)
	}
	for _, path := range []string{"", "/withdrawal", "/links?other=" + request, "/contacts", "/result"} {
		b.get("/requests/" + foreign[1] + path)
	}
	acts := []struct {
		path string
		form url.Values
	}{
		{"/seizures/" + foreign[0] + "/open", url.Values{"purpose": {"court"}}},
		{"/seizures/" + foreign[0] + "/restriction", url.Values{"named": {"eva"}}},
		{"/seizures/" + foreign[0] + "/named", url.Values{"kind": {"open"}}},
		{"/seizures/" + foreign[0] + "/bars", url.Values{"bar": {"eva"}}},
		{"/seizures/" + foreign[0] + "/grant", grantOf("beto")},
		{"/requests/" + foreign[1] + "/answers", url.Values{"text": {"Sí."}}},
		{"/requests/" + foreign[1] + "/withdrawal", url.Values{"reason": {"Ya no."}}},
		{"/requests/" + foreign[1] + "/links", url.Values{"other": {request}, "verdict": {"same"}}},
		{"/requests/" + request + "/links", url.Values{"other": {foreign[1]}, "verdict": {"same"}}},
		{"/seizures/" + seizure + "/bars", url.Values{"bar": {"beto"}}},
		{"/seizures/" + seizure + "/restriction", url.Values{"named": {"beto"}}},
		{"/seizures/" + seizure + "/grant", grantOf("beto")},
		{"/shared/break", url.Values{"break_folio": {foreign[0]}, "break_reason": {"danger"}, "break_words": {"Urge."}}},
		{"/seizures/" + seizure + "/restriction", url.Values{"named": {"eva"}}},
	}
	for _, x := range acts {
		b.post(x.path, x.form)
	}
	b.get("/seizures/" + seizure + "/access")
	b.get("/shared")
	b.get("/shared/break")
	b.get("/notices")
	for _, path := range []string{"/seizures/" + foreign[0], "/requests/" + foreign[1], "/requests?q=" + foreign[1], "/people?q=angel&purpose=court"} {
		b.call(http.MethodGet, path, nil)
	}
	b.call(http.MethodPost, "/requests/"+foreign[1]+"/answers", map[string]any{"text": "Sí."})
	b.call(http.MethodPost, "/requests/"+foreign[1]+"/withdrawal", map[string]any{"reason": "Ya no."})
	b.call(http.MethodPost, "/requests/"+request+"/links", map[string]any{"other": foreign[1], "verdict": "same"})
}

// grantOf shares something with somebody of the other agency, if there is
// anybody of that name.
func grantOf(name string) url.Values {
	day := time.Now().AddDate(0, 0, 30)
	return url.Values{
		"to": {"FGJ-TAM"}, "readers": {name}, "purpose": {"related_case"}, "words": {"El mismo grupo."},
		"until.day": {strconv.Itoa(day.Day())}, "until.month": {strconv.Itoa(int(day.Month()))}, "until.year": {strconv.Itoa(day.Year())},
	}
}

// plainer takes out of answers what no two of them share: the nonce, the
// token, the id of the request, when the log of all had its first checkpoint of
// the day, and the names that chance gave records, which
// it numbers as they appear.
type plainer struct{ names map[string]string }

var (
	perAnswer = regexp.MustCompile(`nonce="[^"]*"|name="form_token" value="[^"]*"|urn:rastreo:request:[A-Z0-9]+|rst_live_[a-z2-7]{4}|"expires_at":"[^"]*"|(?s:<a href="/agency-log">.*?</time>)`)
	given     = regexp.MustCompile(`(?:PRUEBA-)?(?:RM|AS)-\d{4}-[0-9A-Z]{6}-[0-9A-Z]|\b[0-9A-HJKMNP-TV-Z]{26}\b`)
)

func (p *plainer) plain(a reply) string {
	head := a.Header.Clone()
	for _, name := range []string{"X-Request-Id", "Content-Security-Policy", "Reporting-Endpoints", "Set-Cookie", "Date", "Content-Length", "Etag"} {
		head.Del(name)
	}
	var b strings.Builder
	fmt.Fprintln(&b, a.StatusCode)
	for _, name := range slices.Sorted(maps.Keys(head)) {
		fmt.Fprintln(&b, name, head[name])
	}
	b.WriteString(a.body)
	return given.ReplaceAllStringFunc(perAnswer.ReplaceAllString(b.String(), "-"), func(name string) string {
		if p.names[name] == "" {
			p.names[name] = fmt.Sprint("NAME", len(p.names))
		}
		return p.names[name]
	})
}
