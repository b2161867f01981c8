package app_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// view is one state of one page. A page that a link or a path leads to has
// only a path; other states are made by hand.
type view struct {
	name, path string
	status     int // of the answer, 200 when it is not given
	bring      func(*reader)
}

// Every page in every state can be read by everybody: axe finds nothing, it
// does not scroll sideways on a telephone, the browser has no complaint, in
// both languages.
func TestLook(t *testing.T) {
	s := staged(t, app.Config{Live: "live.db", Training: "training.db"})
	must(t, s.Daily(t.Context()))
	b := sitetest.Open(t)
	for _, x := range []struct {
		base, who string
		views     []view
	}{
		{"", "fgr.mendez", requesting},
		{"", "ntc.walker", tracing},
		{"/training", "", stranger},
		{"/training", "fgr.coordina", trainees},
		{"", "fgr.admin", administering},
		{"/training", "ntc.trainer", teaching},
		{"", "ntc.auditor", auditing},
		{"", "fgr.coordina", coordinating},
		{"", "tam.coordina", luring},
		{"", "ntc.supervisor", supervising},
		{"", "ntc.operator", operating},
	} {
		t.Run(x.base+x.who, func(t *testing.T) {
			t.Parallel()
			for _, lang := range i18n.Langs {
				r := s.reader(t, b, x.base, lang)
				if x.who != "" {
					r.signIn(x.who, demo.Password)
				}
				r.speak()
				for _, v := range x.views {
					r.look(v)
				}
			}
		})
	}
}

// speak makes the account's language the reader's own.
func (r *reader) speak() {
	r.T.Helper()
	r.Go("/help")
	if sitetest.Eval[string](r.Window, "document.documentElement.lang") != r.say.Tag() {
		r.Go("/help").Press(r.say.T("language."+r.say.Lang, nil))
	}
}

// look brings a state about and audits it on both widths.
func (r *reader) look(v view) {
	r.T.Helper()
	if v.path != "" {
		r.Go(v.path)
	}
	if v.bring != nil {
		v.bring(r)
	}
	name := v.name
	if name == "" {
		name = strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(v.path), "-")
	}
	if want := max(v.status, 200); r.Status() != want {
		r.T.Errorf("%s: status %d, want %d", name, r.Status(), want)
	}
	r.Is(fmt.Sprintf("document.documentElement.lang === %q", r.say.Tag()), name+" is in the other language")
	for _, px := range r.widths(name) {
		r.Wide(px)
		if faults := r.Audit(); len(faults) > 0 {
			r.T.Errorf("%s (%s) at %d px:\n%s", name, r.say.Lang, px, strings.Join(faults, "\n"))
		}
		r.Keep(fmt.Sprintf("%s-%s-%d.png", name, r.say.Lang, px))
	}
	r.Wide(1280)
}

// widths are those at which a state is looked at: in Spanish the one, in
// English the other, taking turns by name, so that every state is seen in both
// languages and at both widths. Pictures are taken of all.
func (r *reader) widths(name string) []int64 {
	both := []int64{1280, 320}
	if os.Getenv("RASTREO_PICTURES") != "" {
		return both
	}
	turn := len(name) % 2
	if r.say.Lang == "es" {
		turn = 1 - turn
	}
	return both[turn : turn+1]
}

// the first link of the main part that leads to a path like this.
func (r *reader) first(prefix string) string {
	r.T.Helper()
	path := sitetest.Eval[string](r.Window, fmt.Sprintf(`[...document.querySelectorAll("main a")].map((a) => a.pathname).find((p) => p.startsWith(%q)) ?? ""`, r.Base[len(r.house.url):]+prefix))
	if path == "" {
		r.T.Fatalf("%s has no link to %s", r.Path(), prefix)
	}
	return strings.TrimPrefix(path, r.Base[len(r.house.url):])
}

// follow opens the first link of the page that leads to a path like this.
func follow(prefix string) func(*reader) {
	return func(r *reader) { r.T.Helper(); r.Go(r.first(prefix)) }
}

// press presses what bears the text of a key.
func press(key string) func(*reader) { return func(r *reader) { r.T.Helper(); r.press(key) } }

// after runs one thing after the other.
func after(steps ...func(*reader)) func(*reader) {
	return func(r *reader) {
		r.T.Helper()
		for _, step := range steps {
			step(r)
		}
	}
}

// opened says what a request is opened for, unless that was said in the other
// language.
func opened(r *reader) {
	r.T.Helper()
	if sitetest.Eval[bool](r.Window, `document.querySelector("[name=purpose]") !== null`) {
		after(fill(answers{{"purpose", "supervise"}}), press("action.open"))(r)
	}
}

// approve presses the button if there still is one: what was decided in one
// language is decided in the other.
func approve(r *reader) {
	r.T.Helper()
	if sitetest.Eval[bool](r.Window, `document.querySelector("main button[value=approve]") !== null`) {
		r.press("action.approve")
	}
}

// fill fills in a page.
func fill(a answers) func(*reader) {
	return func(r *reader) { r.T.Helper(); r.Fill(a...) }
}

// submit sends the form that is shown.
func submit(r *reader) {
	r.T.Helper()
	r.Follow("main form button")
}

// picked ticks rows of a list and goes on with them.
func picked(r *reader) {
	r.T.Helper()
	sitetest.Eval[bool](r.Window, `(document.querySelector("[data-pick-all]").click(), true)`)
	r.press("bulk.on_chosen")
}

// below opens a page below the one that is shown: of a draft, of a request.
func below(path string) func(*reader) {
	return func(r *reader) {
		r.T.Helper()
		parts := strings.Split(strings.SplitN(r.Path(), "?", 2)[0], "/")
		r.Go("/" + parts[1] + "/" + parts[2] + path)
	}
}

var stranger = []view{
	{path: "/login"},
	{name: "login-next", path: "/account"},
	{name: "login-wrong", path: "/login", status: 401, bring: after(fill(answers{{"username", "nadie"}, {"password", "nada"}}), press("action.sign_in"))},
	{path: "/activate"},
	{name: "activate-wrong", path: "/activate", status: 422, bring: press("action.activate")},
	{name: "activate-unknown", path: "/activate", status: 401, bring: after(fill(answers{{"username", "nadie"}, {"code", "AAAA-BBBB"}, {"password", "una frase bastante larga"}, {"again", "una frase bastante larga"}}), press("action.activate"))},
	{name: "help-stranger", path: "/help"},
	{path: "/glossary"},
	{name: "glossary-found", path: "/glossary?q=matricula"},
	{name: "glossary-none", path: "/glossary?q=nada"},
	{name: "nowhere-stranger", path: "/nada", status: 404},
}

var auditing = []view{
	{path: "/audit"},
	{name: "audit-refused", path: "/audit?verb=house.refused&account=nadie"},
	{name: "audit-wrong", path: "/audit?audit_from=ayer&audit_to=2026-02-31&record=AS", status: 422},
	{path: "/agency-log"},
	{path: "/audit/breaks"},
	{path: "/audit/decoys"},
	{name: "audit-decoy", bring: follow("/audit/decoys/")},
	{path: "/audit/review"},
	{name: "audit-reviewed", path: "/audit/review", bring: press("action.review")},
	{name: "breaks-decided", path: "/audit/breaks", bring: approve},
	{name: "audit-forbidden", path: "/queue", status: 403},
}

// lured goes from the notice to the decoy, once it was told that somebody opened
// it.
func lured(r *reader) {
	r.T.Helper()
	for range 2 { // sealed, told
		must(r.T, r.house.Tick(r.T.Context()))
	}
	r.Go("/notices").Follow(`main a[href$="/decoy"]`)
}

// luring are the pages of a decoy and of what is none yet.
var luring = []view{
	{name: "transfers-in", path: "/transfers"},
	{name: "transfer-accept", bring: follow("/transfers/")},
	{name: "transfer-accept-wrong", status: 422, bring: press("action.accept")},
	{name: "decoy", path: "/requests", bring: lured},
	{name: "decoy-none", bring: press("action.unmark_decoy")},
	{name: "decoy-marked", bring: press("action.mark_decoy")},
}

var supervising = []view{
	{path: "/shared/all"},
	{name: "work-supervised", path: "/queue?status=claimed", bring: follow("/requests/")},
	{name: "work-supervised-seen", bring: opened},
	{name: "seen", bring: below("/seen/address")},
	{name: "seen-none", bring: below("/seen/person-1")},
	{name: "priority", bring: below("/priority")},
	{name: "priority-wrong", status: 422, bring: after(fill(answers{{"priority", "urgent"}, {"justification", ""}}), press("action.prioritise"))},
	{name: "assign", bring: below("/assignment")},
	{name: "assign-wrong", status: 422, bring: press("action.assign")},
	{name: "bulk-wrong", path: "/bulk?which=all&agency=FGR", status: 422, bring: press("bulk.count")},
	{name: "bulk-tried", path: "/bulk?which=all&agency=FGR", bring: after(fill(answers{{"act", "priority"}, {"priority", "urgent"}, {"justification", "Audiencia el lunes."}}), press("bulk.count"))},
	{name: "bulk-done", bring: submit},
	{name: "bulk-undone", bring: press("action.undo_bulk")},
	{name: "figures", path: "/figures"},
	{path: "/wordings"},
	{name: "wording-new", path: "/wordings/new?from=caliber_model"},
	{name: "wording-wrong", status: 422, bring: after(fill(answers{{"title.en", ""}, {"words.es", "Diga {color}."}}), press("wording.save"))},
	{name: "wordings-own", bring: after(fill(answers{{"title.en", "Caliber"}, {"words.es", "Diga el calibre de {model}."}, {"words.en", "Say which caliber {model} has."}}), press("wording.save"))},
	{name: "wording-change", bring: press("action.change")},
	{name: "office-supervisor", path: "/office/changes"},
}

var operating = []view{
	{path: "/system"},
	{name: "mail-operator", path: "/account/mail"},
	{name: "help-operator", path: "/help"},
	{name: "forbidden-operator", path: "/queue", status: 403},
}

var requesting = []view{
	{name: "seizure-viewers", path: "/requests", bring: after(follow("/requests/RM"), follow("/seizures/"), below("/viewers"))},
	{path: "/requests"},
	{path: "/requests?q=nada", name: "requests-none"},
	{path: "/people"},
	{path: "/people?q=garcia", name: "people-found"},
	{path: "/people?q=nadie", name: "people-none"},
	{path: "/drafts"},
	{name: "shared-submitter", path: "/shared"},
	{path: "/help"},
	{path: "/notices"},
	{path: "/account"},
	{path: "/account/mail"},
	{path: "/account/keys"},
	{name: "key-wrong", path: "/account/keys", status: 422, bring: press("action.issue_key")},
	{name: "key-shown", path: "/account/keys", bring: after(fill(answers{{"key_name", "Sistema de la unidad"}, {"scopes", "read"}}), press("action.issue_key"))},
	{name: "keys-two", bring: press("key.kept")},
	{name: "forbidden", path: "/queue", status: 403},
	{name: "nowhere", path: "/requests/PRUEBA-RM-2026-AAAAAA-A", status: 404},
	{name: "tasks-empty", path: "/drafts", bring: press("action.begin")},
	{name: "case-empty", bring: below("/case")},
	{name: "case-wrong", status: 422, bring: press("action.continue")},
	{name: "place-empty", bring: below("/place")},
	{name: "place-wrong", status: 422, bring: after(fill(answers{{"recovered.date.day", "5"}, {"recovered.date.month", "1"}, {"recovered.date.year", "2031"}}), press("action.continue"))},
	{name: "place-us", status: 422, bring: fill(answers{{"recovered.place.country", "US"}})},
	{name: "firearms-empty", bring: after(func(r *reader) { r.Saved() }, below("/firearms"))},
	{name: "firearm-empty", bring: press("action.add_firearm")},
	{name: "firearm-wrong", status: 422, bring: after(fill(answers{{"firearms[0].priority", "urgent"}}), press("action.continue"))},
	{name: "firearm", status: 422, bring: fill(theWASR)},
	{name: "firearm-marking", bring: press("action.add_marking")},
	{name: "firearms", bring: after(fill(answers{{"firearms[0].priority", "routine"}}), press("action.save_copy"), below("/firearms"))},
	{name: "firearm-remove", bring: follow("/drafts/")},
	{name: "people-empty", bring: below("/people")},
	{name: "person-empty", bring: press("action.add_person")},
	{name: "person-wrong", status: 422, bring: after(fill(answers{{"people[0].curp", "LOOA531113HTCPBN0"}}), press("action.continue"))},
	{name: "people", bring: after(fill(thePerson), fill(answers{{"people[0].curp", ""}}), press("action.continue"))},
	{name: "tasks-wrong", bring: below("")},
	{name: "review-wrong", bring: below("/review")},
	{name: "file-wrong", status: 422, bring: press("action.file")},
	{name: "case", bring: after(below("/case"), fill(theCase), press("action.continue"), below("/case"))},
	{name: "place", bring: after(below("/place"), fill(answers{{"recovered.place.country", "MX"}}), place, press("action.continue"), below("/place"))},
	{name: "firearms-two", bring: after(below("/firearms/2"), fill(answers{{"firearms[1].serial.text", "A1-00128-2000"}}), press("action.continue"))},
	{name: "case-conflict", status: 409, bring: conflict},
	{name: "tasks", bring: below("")},
	{name: "review", bring: below("/review")},
	{name: "discard", bring: below("/discard")},
	{name: "requests-drafts", path: "/requests"},
	{name: "drafts-one", path: "/drafts"},
	{name: "receipt", bring: after(follow("/drafts/"), below("/review"), press("action.file"))},
	{name: "seizure", bring: press("seizure.open")},
	{name: "request-queued", bring: follow("/requests/")},
	{name: "withdraw", bring: below("/withdrawal")},
	{name: "withdraw-wrong", status: 422, bring: press("action.withdraw")},
	{name: "request-withdrawn", bring: after(fill(answers{{"reason", "Se capturó dos veces."}}), press("action.withdraw"))},
	{name: "requests-returned", path: "/requests?status=returned"},
	{name: "request-returned", bring: follow("/requests/")},
	{name: "answer-wrong", status: 422, bring: press("action.answer")},
	{name: "request-claimed", path: "/requests?status=claimed", bring: follow("/requests/")},
	{name: "messages-submitter", bring: below("/messages")},
	{name: "messages-submitted", bring: after(fill(answers{{"text", "Apareció el propietario: trae la factura del arma."}}), press("action.message"))},
	{name: "request-concluded", path: "/requests?status=concluded", bring: follow("/requests/")},
}

// place fills in where the walk's seizure happened.
func place(r *reader) {
	r.T.Helper()
	r.Fill(thePlace[:5]...)
	r.Until(municipios)
	r.Fill(thePlace[5:]...)
}

// conflict changes a case here that was changed in another window meanwhile.
func conflict(r *reader) {
	r.T.Helper()
	below("/case")(r)
	other := r.another()
	other.Go(r.Path()).Fill([2]string{"unit", "Otra unidad"})
	other.press("action.continue")
	r.Fill([2]string{"unit", "Esta unidad"})
	r.press("action.continue")
}

var tracing = []view{
	{path: "/queue"},
	{path: "/queue?status=claimed"},
	{path: "/queue?status=concluded"},
	{name: "queue-none", path: "/queue?q=nada"},
	{name: "queue-view", path: "/queue?agency=FGR&status=returned"},
	{name: "queue-due", path: "/queue?due=late&tracer=none"},
	{name: "queue-wrong", path: "/queue?due=tomorrow", status: 422},
	{path: "/views"},
	{name: "view-new", path: "/views/new?due=today"},
	{name: "view-wrong", status: 422, bring: press("action.save")},
	{name: "view-change", path: "/views", bring: follow("/views/0")},
	{name: "people-tracer", path: "/people"},
	{name: "people-found-tracer", path: "/people?q=garcia"},
	{path: "/claims"},
	{name: "claims-overdue", path: "/claims?status=claimed&overdue=yes"},
	{path: "/licensees"},
	{name: "licensees-found", path: "/licensees?q=guns&state=TX"},
	{name: "licensees-none", path: "/licensees?q=nada"},
	{name: "licensee-closed", path: "/licensees?q=chaparral", bring: follow("/licensees/0")},
	{name: "licensee-change", bring: press("licensee.change")},
	{name: "licensee-new", path: "/licensees/new"},
	{name: "licensee-wrong", status: 422, bring: press("licensee.save")},
	{name: "claims-none", path: "/claims?status=returned&q=nada"},
	{name: "help-tracer", path: "/help"},
	{name: "notices-tracer", path: "/notices"},
	{name: "account-tracer", path: "/account"},
	{path: "/account/shortcuts"},
	{name: "shortcuts-wrong", status: 422, bring: after(fill(answers{{"key_help", "k"}, {"key_up", "?"}, {"key_down", "?"}}), press("action.save"))},
	{name: "forbidden-tracer", path: "/drafts", status: 403},
	{name: "bulk-none", path: "/bulk"},
	{name: "bulk-chosen", path: "/queue", bring: picked},
	{name: "bulk-limit", path: "/bulk?which=all&status=claimed&tracer=me", bring: after(fill(answers{{"act", "release"}}), press("bulk.count"))},
	{name: "work-queued", path: "/queue", bring: follow("/requests/")},
	{name: "work-claimed-other", path: "/queue?status=claimed", bring: follow("/requests/")},
	{name: "work-returned", path: "/queue?status=returned", bring: follow("/requests/")},
	{name: "work-concluded", path: "/queue?status=concluded", bring: follow("/requests/")},
	{name: "work-withdrawn", path: "/queue?status=withdrawn", bring: follow("/requests/")},
	{name: "work-closed", path: "/queue", bring: press("action.claim_next")},
	{name: "work-open-wrong", status: 422, bring: press("action.open")},
	{name: "work-mine", bring: after(fill(answers{{"purpose", "trace_chain"}}), press("action.open"))},
	{name: "contact", bring: below("/contacts")},
	{name: "contact-wrong", status: 422, bring: press("action.contact_save")},
	{name: "work-contact", bring: after(fill(answers{{"kind", "dealer"}, {"name", "Lone Star Guns"}, {"channel", "phone"}}), press("action.contact_save"))},
	{name: "contact-remind", bring: press("contact.remind")},
	{name: "contact-remind-wrong", status: 422, bring: after(fill(answers{{"reminded.time", "99"}}), press("action.remind_save"))},
	{name: "contact-correct", bring: after(press("action.back"), press("contact.correct"))},
	{name: "contact-correct-wrong", status: 422, bring: after(fill(answers{{"name", ""}}), press("action.contact_correct_save"))},
	{name: "work-contact-corrected", bring: after(fill(answers{{"name", "Lone Star Guns of Laredo"}}), press("action.contact_correct_save"))},
	{name: "contact-strike", bring: press("contact.strike")},
	{name: "contact-strike-wrong", status: 422, bring: press("action.contact_strike")},
	{name: "work-contact-struck", bring: after(fill(answers{{"struck", "Recorded on the wrong request."}}), press("action.contact_strike"))},
	{name: "contact-answer", bring: after(below("/contacts"), fill(answers{{"kind", "dealer"}, {"name", "Lone Star Guns"}}), press("action.contact_save"), press("action.contact_answer"))},
	{name: "contact-documents", bring: after(press("action.back"), press("document.add"))},
	{name: "contact-documents-wrong", status: 422, bring: press("action.document_add")},
	{name: "contact-answer-again", bring: after(press("action.back"), press("action.contact_answer"))},
	{name: "contact-answer-wrong", status: 422, bring: press("action.contact_answer_save")},
	{name: "work-answered", bring: after(fill(answers{{"said", "Sold over the counter; form 4473 to follow."}}), press("action.contact_answer_save"))},
	{name: "question", bring: below("/questions")},
	{name: "question-wrong", status: 422, bring: press("action.ask_send")},
	{name: "question-prepared", bring: after(below("/questions"), fill(answers{{"text", "The fourth letter?"}, {"wording", "serial_frame"}}), press("wording.insert"))},
	{name: "work-asked", bring: press("action.ask_send")},
	{name: "messages", bring: below("/messages")},
	{name: "messages-wrong", status: 422, bring: press("action.message")},
	{name: "messages-sent", bring: after(fill(answers{{"text", "The importer answers on Monday; we go on meanwhile."}}), press("action.message"), below(""))},
	{name: "work-recalled", bring: press("action.recall")},
	{name: "conclude", bring: below("/result")},
	{name: "conclude-wrong", status: 422, bring: press("action.conclude_send")},
	{name: "conclude-purchaser", status: 422, bring: fill(answers{{"outcome", "purchaser_identified"}})},
	{name: "work-proposed", bring: after(fill(theSale), press("action.conclude_send"))},
	{name: "work-retracted", bring: press("proposal.withdraw")},
	{name: "work-traced", bring: after(below("/result"), fill(answers{{"outcome", "dealer_identified"}}), press("action.conclude_send"))},
	{name: "correct", bring: below("/result")},
	{name: "correct-wrong", status: 422, bring: press("action.correct_send")},
	{name: "work-corrected", bring: after(fill(answers{{"outcome", "dealer_records_unavailable"}, {"reason", "The form was of another firearm."}}), press("action.correct_send"))},
}

// trainees see that nothing is real.
var trainees = []view{
	{name: "training-requests", path: "/requests"},
	{name: "training-request", bring: follow("/requests/")},
	{name: "training-seizure", bring: follow("/seizures/")},
	{name: "training-receipt", bring: press("seizure.receipt")},
	{name: "access-namesake", path: "/notices", bring: func(r *reader) { r.T.Helper(); r.Follow(`main a[href$="/access"]`) }},
	{name: "namesake", bring: press("namesake.lift")},
	{name: "namesake-wrong", status: 422, bring: press("action.unbar")},
}
