package app_test

import (
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/i18n"
	"rastreo/internal/site/sitetest"
)

// A tracer walks along the chain by the directory, from the importer to the
// purchaser: each step is proposed, what the directory knows is filled in, and
// whoever is not in it is added with one press. In both languages; in one
// without JavaScript.
func TestChain(t *testing.T) {
	t.Parallel()
	b := sitetest.Open(t)
	s := staged(t, app.Config{Live: "live.db"})
	for _, lang := range i18n.Langs {
		t.Run(lang, func(t *testing.T) {
			r := s.reader(t, b, "", lang)
			r.scripts = lang == "en"
			r.Scripts(r.scripts)
			r.signIn("ntc.walker", demo.Password)
			r.speak()
			r.Go("/queue").press("action.claim_next")
			folio := folioShape.FindString(r.Path())
			r.Fill([2]string{"purpose", "trace_chain"})
			r.press("action.open")
			r.Sees(r.t("next.title"))
			r.asks("importer", "Century Arms")
			r.Sees(r.t("next.step.wait"))
			r.told("Sold to a wholesaler.")
			r.Sees(r.t("next.step.wholesaler"))
			r.asks("wholesaler", "Plains Guns Wholesale")
			r.Sees("5-75-000-01-8M-00204")
			r.told("Sold to Chaparral Gap Guns.")
			r.Sees(r.t("next.step.dealer"))
			r.asks("dealer", "Chaparral Gap Guns")
			r.Sees("5-74-000-01-3H-00211", r.t("licensee.closed_short"), r.t("licensee.lapsed_short"), r.t("next.step.closed"))
			r.told("Closed; found in the Out-of-Business Records.")
			r.asks("dealer", "Corner of Nowhere Guns "+lang)
			r.press("licensee.add")
			r.Holds([2]string{"name", "Corner of Nowhere Guns " + lang})
			r.press("licensee.save")
			r.Sees(r.t("done.licensee_added"))
			r.Go("/requests/" + folio)
			r.told("Sold over the counter.")
			r.Sees(r.t("next.step.conclude"))
			r.press("action.conclude")
			r.Fill(theSale...)
			r.press("action.conclude_send")
			r.Sees(r.t("done.result_proposed"), r.t("proposal.waiting"))
			r.Touch("Denise Walker")
			r.press("action.sign_out")
			r.signIn("ntc.olson", demo.Password)
			r.speak()
			r.Go("/proposals").Press(folio)
			r.Fill([2]string{"purpose", "identify_purchaser"})
			r.press("action.open")
			r.Sees(r.t("proposal.result"), "Lone Star Guns")
			r.press("proposal.return_send")
			r.Sees(r.t("error.notes.required"))
			r.Fill([2]string{"on.sold", "Which day?"})
			r.press("proposal.return_send")
			r.Sees(r.t("done.proposal_returned"))
			r.Touch("Marcus Olson")
			r.press("action.sign_out")
			r.signIn("ntc.walker", demo.Password)
			r.Go("/requests/"+folio).Sees(r.t("proposal.state.returned"), "Which day?")
			r.press("proposal.again")
			r.Sees("Which day?")
			r.press("action.conclude_send")
			r.Sees(r.t("done.result_proposed"))
			if heard := r.Complaints(); len(heard) > 0 {
				t.Errorf("the browser complains: %q", heard)
			}
		})
	}
}

// asks notes that somebody was asked, by the form that is proposed or not.
func (r *reader) asks(kind, name string) {
	r.T.Helper()
	r.press("action.contact")
	r.Fill([2]string{"kind", kind}, [2]string{"name", name})
	r.press("action.contact_save")
	r.Sees(r.t("done.contacted"), name)
}

// told notes what whoever was asked last has said.
func (r *reader) told(said string) {
	r.T.Helper()
	r.Follow(`main .call-acts a[href$="/answer"]`)
	r.Fill([2]string{"said", said})
	r.press("action.contact_answer_save")
	r.Sees(r.t("done.contact_answered"))
}
