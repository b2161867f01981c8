package site_test

import (
	"crypto/rand"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rastreo/internal/trace"
)

// once is what differs between any two answers.
var once = regexp.MustCompile(`nonce="[^"]*"|name="(token|form_token|seen|version)" value="[^"]*"|[0-9A-Z]{26}|request:[\w-]+|<code>[\w-]+</code>|class="fault-id"[^<]*<[^<]*`)

// pages are what somebody of the agency is shown wherever a record of it might
// show.
func (h *house) pages(as, own, draft, folio, seizure string) map[string]string {
	h.t.Helper()
	hide := strings.NewReplacer(folio, "FOLIO", seizure, "FOLIO", url.QueryEscape(folio), "FOLIO")
	seen := map[string]string{}
	for _, path := range []string{
		"/requests", "/requests?status=queued", "/requests?q=" + folio, "/requests?q=" + seizure, "/requests?q=1-86+AE+004",
		"/requests?q=FED%2FTAMPS%2FREY%2F0001234%2F2026", "/people?q=nunez", "/people?q=de+la+o", "/requests/" + own, "/notices", "/shared",
		draft + "/review", draft + "/firearms/1", "/requests/" + folio, "/seizures/" + seizure, "/seizures/" + seizure + "/receipt",
		"/seizures/" + seizure + "/access", "/seizures/" + seizure + "/viewers", "/seizures/" + seizure + "/grant", "/requests/" + folio + "/withdrawal",
	} {
		a := h.do(visit{as: as, path: path})
		seen[hide.Replace(path)] = once.ReplaceAllString(hide.Replace(a.body), "")
	}
	for path, form := range map[string]url.Values{
		"/seizures/" + seizure + "/open":        {"purpose": {"court"}},
		"/seizures/" + seizure + "/restriction": {"named": {"x"}},
		"/seizures/" + seizure + "/named":       {"kind": {"open"}},
		"/seizures/" + seizure + "/bars":        {"bar": {"x"}},
		"/requests/" + folio + "/withdrawal":    {"reason": {"x"}},
	} {
		a := h.do(visit{as: as, path: path, form: form})
		seen["POST "+hide.Replace(path)] = once.ReplaceAllString(hide.Replace(a.body), "")
	}
	return seen
}

// To whoever is not named, every page looks as if a restricted seizure did not
// exist, whether it was filed so or became so.
func TestRestrictedDoesNotShow(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.Firearms = f.Firearms[:1]
	own := h.file("chief", f).Requests[0].Folio
	draft := h.begin("chief")
	h.write("chief", draft, f)
	noRequest, err := trace.NewFolio(rand.Reader, "", trace.RequestFolio, 2026)
	must(t, err)
	noSeizure, err := trace.NewFolio(rand.Reader, "", trace.SeizureFolio, 2026)
	must(t, err)
	_, err = h.notify.Deliver(t.Context())
	must(t, err)
	before := h.pages("chief", own, draft, noRequest, noSeizure)
	same := func(step string, z trace.Seizure) {
		t.Helper()
		if _, err := h.notify.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		for path, now := range h.pages("chief", own, draft, z.Requests[0].Folio, z.Folio) {
			if now != before[path] {
				t.Errorf("%s: %s is otherwise: %d bytes, %d without it", step, path, len(now), len(before[path]))
			}
		}
	}
	f.Access, f.Named = trace.Restricted, []string{h.named("eva")}
	filed := h.file("ana", f)
	same("filed so", filed)
	f.Access, f.Named = "", nil
	later := h.file("ana", f)
	must(t, h.share.Restrict(t.Context(), h.who["ana"], later.Folio, []string{h.named("eva")}))
	same("became so", later)
	for _, z := range []trace.Seizure{filed, later} {
		for _, path := range []string{"/requests/" + z.Requests[0].Folio, "/seizures/" + z.Folio, "/seizures/" + z.Folio + "/access", "/seizures/" + z.Folio + "/viewers"} {
			if got := h.get("eva", path).status; got != 200 {
				t.Errorf("whoever is named gets %d of %s", got, path)
			}
		}
		h.get("eva", "/shared").has("main", z.Folio)
	}
}

// A draft that is to be restricted names colleagues, and only such.
func TestRestrictedDraft(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.Firearms, f.Access, f.Named = f.Firearms[:1], trace.Restricted, nil
	draft := h.begin("ana")
	theCase := func() answer {
		return h.fill("ana", draft+"/case", typed(t, f, "unit", "reference", "offence", "custody", "narrative", "access", "named"))
	}
	theCase().is(422).has(".error-summary", "otra persona de su institución")
	f.Named = []string{h.named("eva"), "nadie.aqui"}
	h.write("ana", draft, f)
	h.post("ana", draft+"/file").is(422).has(".error-summary", "nadie.aqui")
	f.Named = f.Named[:1]
	theCase().to()
	h.get("ana", draft+"/review").has("main", "Reservado").has("main", f.Named[0])
	h.post("ana", draft+"/file").to()
	h.get("ana", "/seizures/"+h.seized("ana").Folio).has("main", "Reservado")
}
