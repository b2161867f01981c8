package site_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"rastreo/internal/trace"
)

// century is a WASR-10 as it is often typed: the importer as its maker.
func century() trace.Firearm {
	return trace.Firearm{
		Type: "RI", Manufacturer: "Century Arms", Model: "WASR-10", Caliber: "7.62x39", Country: "RO",
		Serial: trace.Serial{Text: "A1-00127-2000", Reading: "legible", Location: "receiver"}, Priority: "routine",
	}
}

// wrongly is a seizure with that firearm.
func wrongly() trace.Filing {
	f := everything()
	f.Firearms, f.People = []trace.Firearm{century()}, nil
	return f
}

// told is what an autosave answers of advice.
type told struct {
	Advice []struct{ For, Code, Severity, Title, Text, Look string }
	Score  int
	Text   string `json:"score_text"`
}

func (x told) codes(field string) (codes []string) {
	for _, a := range x.Advice {
		if a.For == field {
			codes = append(codes, a.Code)
		}
	}
	return codes
}

// type1 saves the page of a firearm as a script does.
func (h *house) type1(draft string, g trace.Firearm, lang string) (x told) {
	h.t.Helper()
	path := draft + "/firearms/1"
	form := with(h.get("ana", path), typed(h.t, trace.Filing{Firearms: []trace.Firearm{g}}, "firearms[0]"))
	a := h.do(visit{as: "ana", path: path + "?lang=" + lang, form: form, header: map[string]string{"X-Requested-With": "autosave"}}).is(200)
	must(h.t, json.Unmarshal([]byte(a.body), &x))
	return x
}

// While a firearm is typed the page is told what would make its trace fail,
// in the reader's language, and no more of it once it is mended. What is
// blank is not complained of while somebody is typing.
func TestAdviceWhileTyping(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	h.post("ana", draft+"/firearms").to()
	if x := h.type1(draft, trace.Firearm{Type: "RI"}, "es"); len(x.Advice) != 0 {
		t.Errorf("a page that was only begun is told %+v", x.Advice)
	}
	before := h.type1(draft, century(), "es")
	if got := before.codes("firearms-0-manufacturer"); !slices.Contains(got, "maker_is_importer") {
		t.Errorf("Century as the maker: %v in %+v", got, before)
	}
	for lang, want := range map[string]string{"es": "importa este modelo", "en": "imports this model"} {
		x := h.type1(draft, century(), lang)
		if !strings.Contains(x.Advice[0].Text, want) || x.Advice[0].Title == "" || x.Advice[0].Look == "" {
			t.Errorf("%s: %+v", lang, x.Advice[0])
		}
	}
	g := century()
	g.Manufacturer, g.Importer = "Cugir", "Century Arms"
	after := h.type1(draft, g, "es")
	if got := append(after.codes("firearms-0-manufacturer"), after.codes("firearms-0-importer")...); len(got) != 0 || after.Score <= before.Score {
		t.Errorf("Cugir and Century: %v, score %d after %d", got, after.Score, before.Score)
	}
	if !strings.Contains(after.Text, "Rastreabilidad: alta") {
		t.Errorf("the score says %q", after.Text)
	}
}

// Without scripts the same advice is drawn with the page. It is no error, the
// control is described by it, and the review leads to what was left blank.
func TestAdviceOnThePage(t *testing.T) {
	h := oneHouse(t)
	draft, f := h.begin("ana"), wrongly()
	f.Firearms[0].Caliber = ""
	path := h.post("ana", draft+"/firearms").to()
	if n := h.get("ana", path).Find(".advice").Length(); n != 0 {
		t.Errorf("%d advices on an empty page", n)
	}
	to := h.fill("ana", path, with1(typed(t, f, "firearms[0]"), "refresh", "firearms[0].type")).to()
	if !strings.HasPrefix(to, path) {
		t.Fatalf("checking leads to %s", to)
	}
	for lang, want := range map[string]string{"es": "importa este modelo", "en": "imports this model"} {
		page := h.get("ana", path+"?lang="+lang)
		page.has("#firearms-0-manufacturer-advice .advice-text", want)
		if !strings.Contains(page.Find("#firearms-0-manufacturer").AttrOr("aria-describedby", ""), "firearms-0-manufacturer-advice") {
			t.Error("the control is not described by its advice")
		}
		if page.Find(".error-summary, [aria-invalid]").Length() != 0 || page.Find("#firearms-0-caliber-advice .advice").Length() != 0 {
			t.Error("advice looks like an error, or comes too early")
		}
	}
	if h.get("ana", path+"?back=review").Find("#firearms-0-caliber-advice .advice").Length() != 1 {
		t.Error("who comes from the review is not told what is blank")
	}
}

// with1 is a form with one more value.
func with1(form map[string][]string, name, value string) map[string][]string {
	form[name] = []string{value}
	return form
}

// The review says how likely each trace is to succeed and why not; every
// advice leads to its field, and may be sent against with a reason, which
// goes with the filing.
func TestReviewAdvice(t *testing.T) {
	h := oneHouse(t)
	draft := h.begin("ana")
	h.write("ana", draft, wrongly())
	page := h.get("ana", draft+"/review")
	page.has(".score", "Rastreabilidad: ").has(".check .advice", "importa este modelo")
	if page.Find(".error-summary").Length() != 0 {
		t.Errorf("advice stands in the way: %s", page.text(".error-summary"))
	}
	page.Find(".advice-act a").Each(func(_ int, s *goquerySelection) {
		to, id, _ := strings.Cut(strings.TrimPrefix(s.AttrOr("href", ""), base), "#")
		if h.get("ana", to).Find("[id=\""+id+"\"]").Length() != 1 {
			t.Errorf("%s has no %s", to, id)
		}
	})
	h.get("ana", draft+"/review?lang=en").has(".score", "Traceability: ").has(".check .advice", "imports this model")
	code := page.Find("input[name='firearms[0].kept[0].advice']").AttrOr("value", "")
	reason := values("firearms[0].kept[0].advice", code, "firearms[0].kept[0].reason", "as_marked", "firearms[0].kept[1].advice", "forged", "firearms[0].kept[1].reason", "sealed")
	if to := h.do(visit{as: "ana", path: draft + "/file", form: with1(reason, "lang", "es")}).to(); to != draft+"/review" {
		t.Errorf("the switch of language leads to %s", to)
	}
	if got := h.get("ana", draft+"/review").Find("select[name='firearms[0].kept[0].reason'] option[selected]").AttrOr("value", ""); got != "as_marked" {
		t.Errorf("the reason given is shown as %q", got)
	}
	delete(reason, "lang")
	receipt := h.do(visit{as: "ana", path: draft + "/file", form: reason}).to()
	z, err := h.intake.Seizure(t.Context(), h.who["ana"], strings.Split(receipt, "/")[2])
	must(t, err)
	if got := z.Requests[0].Kept; !slices.Equal(got, []trace.Kept{{Advice: code, Reason: "as_marked"}}) {
		t.Errorf("kept %+v", got)
	}
}

func TestSuggest(t *testing.T) {
	h := oneHouse(t)
	var list []struct{ Value, Text, Note string }
	ask := func(path string) {
		t.Helper()
		list = nil
		a := h.get("ana", path)
		must(t, json.Unmarshal([]byte(a.body), &list))
		if !strings.HasPrefix(a.header.Get("Cache-Control"), "private") {
			t.Errorf("%s: kept as %q", path, a.header.Get("Cache-Control"))
		}
	}
	ask("/suggest/manufacturer?q=CUGIR")
	if len(list) == 0 || !strings.HasPrefix(list[0].Value, "Cugir") || list[0].Note != "Rumania" {
		t.Errorf("Cugir: %+v", list)
	}
	ask("/suggest/model?q=wasr&manufacturer=Cugir&type=RI")
	if len(list) == 0 || list[0].Value != "WASR-10" {
		t.Errorf("WASR: %+v", list)
	}
	ask("/suggest/model?q=wasr&manufacturer=Century+Arms&type=RI")
	if len(list) == 0 || list[0].Value != "WASR-10" || !strings.HasPrefix(list[0].Note, "Cugir") {
		t.Errorf("WASR of its importer: %+v", list)
	}
	for _, path := range []string{"/suggest/model?q=zzqqzz", "/suggest/none?q=a"} {
		if ask(path); len(list) != 0 {
			t.Errorf("%s: %+v", path, list)
		}
	}
	if h.do(visit{as: "pat", path: "/suggest/model?q=a"}).status != 403 || h.do(visit{path: "/suggest/model?q=a"}).status != 303 {
		t.Error("others may ask")
	}
}

// One firearm whose custody changed is described as it was before, with the
// custody and the case number of now. That can be taken back.
func TestSameFirearm(t *testing.T) {
	h := oneHouse(t)
	first := h.file("ana", wrongly())
	folio := first.Requests[0].Folio
	draft, f := h.begin("ana"), wrongly()
	f.Firearms[0].Serial.Text, f.Firearms[0].Model, f.Firearms[0].Instructions = "A1-00I27-2000", "AK", "Con urgencia."
	h.write("ana", draft, f)
	path := draft + "/firearms/1/same"
	review := h.get("ana", draft+"/review")
	review.has(".twin", folio).has(".twin .differs", "distinto: I")
	if to := review.Find(".twin a.usa-button").AttrOr("href", ""); to != base+path+"?folio="+folio {
		t.Errorf("the twin leads to %s", to)
	}
	if h.get("ana", draft+"/review").Find("input[value=duplicate]").Length() != 0 {
		t.Error("the twin is also an advice to answer")
	}
	for lang, want := range map[string]string{"es": "distinto: I", "en": "different: I"} {
		h.get("ana", path+"?folio="+folio+"&lang="+lang).has(".twin-table .differs", want)
	}
	if h.do(visit{as: "stranger", path: path + "?folio=" + folio}).status != 404 || h.do(visit{as: "ana", path: path + "?folio=RM-2026-AAAAAA-A"}).status != 404 {
		t.Error("a draft or a request of others is shown")
	}
	page := h.get("ana", path+"?folio="+folio+"&lang=es")
	page.has("main", "8.ª Zona Militar")
	form := page.form()
	form.Set("custody.holder", "fgr")
	form.Set("reference[0].number", "FED/SEIDO/99/2026")
	if to := h.do(visit{as: "ana", path: path, form: form}).to(); to != draft+"/review" {
		t.Fatalf("it leads to %s", to)
	}
	got := h.stored("ana", draft)
	g := got.Firearms[0]
	if g.SameAs != folio || g.Serial.Text != "A1-00127-2000" || g.Model != "WASR-10" || g.Instructions != "Con urgencia." {
		t.Errorf("the firearm is %+v", g)
	}
	if got.Custody.Holder != "fgr" || got.Reference[0].Number != "FED/SEIDO/99/2026" || got.Narrative != f.Narrative {
		t.Errorf("the case is %+v", got)
	}
	h.get("ana", draft+"/review").has(".same-as", folio)
	if h.get("ana", draft+"/review").Find(".twin").Length() != 0 {
		t.Error("the twin is still asked about")
	}
	kept := h.get("ana", draft+"/firearms/1").form()
	h.do(visit{as: "ana", path: draft + "/firearms/1", form: kept})
	if h.stored("ana", draft).Firearms[0].SameAs != folio {
		t.Error("the page of the firearm forgets the other request")
	}
	h.post("ana", path, "undo", "1").to()
	if h.stored("ana", draft).Firearms[0].SameAs != "" {
		t.Error("it cannot be taken back")
	}
}
