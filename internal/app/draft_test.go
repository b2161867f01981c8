package app_test

import (
	"strings"
	"testing"
	"time"

	"rastreo/internal/site/sitetest"
)

// Nothing typed in a draft is lost: not when the machine dies, not when the
// session ends, not when the same page is open twice. And it is filed once.
func TestDrafts(t *testing.T) {
	s, b := empty(t), sitetest.Open(t)
	for name, test := range map[string]func(*testing.T, *served, *sitetest.Browser){
		"another machine": anotherMachine, "session ends": sessionEnds, "two tabs": twoTabs, "filed once": filedOnce,
	} {
		t.Run(name, func(t *testing.T) { test(t, s, b) })
	}
}

// story is more than anybody wants to type again.
const story = "El vehículo volcó en el km 64+500; debajo del asiento había dos armas."

// begun signs an investigator in and opens a page of a new draft.
func begun(t *testing.T, s *served, b *sitetest.Browser) (r *reader, page string) {
	t.Helper()
	r = s.reader(t, b, "", "es")
	r.signIn("fgr.mendez", password)
	r.press("action.begin")
	r.press("draft.case")
	return r, r.Path()
}

func anotherMachine(t *testing.T, s *served, b *sitetest.Browser) {
	r, page := begun(t, s, b)
	r.Fill([2]string{"narrative", story})
	r.Saved()
	r.Close()
	r = s.reader(t, b, "", "es")
	r.signIn("fgr.mendez", password)
	r.Go(page).Holds([2]string{"narrative", story})
}

// sessionEnds lets the session end while a page is open. What was typed
// before is saved; the page says what happened to what is typed afterwards,
// which stands in the page again when its reader has signed in elsewhere, and
// is saved then.
func sessionEnds(t *testing.T, s *served, b *sitetest.Browser) {
	r, page := begun(t, s, b)
	r.Fill([2]string{"narrative", story})
	r.Saved()
	s.clock.Advance(31 * time.Minute)
	r.Fill([2]string{"unit", "Célula III-2"})
	r.Until(`document.querySelector("[data-saving]").dataset.state === "expired"`)
	r.Sees(r.t("draft.expired"))
	other := r.another()
	other.signIn("fgr.mendez", password)
	other.Go(page).Holds([2]string{"narrative", story}, [2]string{"unit", "Célula III-2"})
	other.Sees(other.t("session.typed_back"))
	r.Fill([2]string{"custody.name", "8/a. Zona Militar"})
	r.Saved()
	other.Go(page).Holds([2]string{"narrative", story}, [2]string{"unit", "Célula III-2"}, [2]string{"custody.name", "8/a. Zona Militar"})
}

// twoTabs changes one page in two tabs. The later one is told, keeps what was
// typed and decides.
func twoTabs(t *testing.T, s *served, b *sitetest.Browser) {
	r, page := begun(t, s, b)
	other := r.another()
	other.Go(page).Fill([2]string{"narrative", "Otra versión."})
	other.press("action.save_exit")
	r.Fill([2]string{"narrative", story})
	r.press("action.continue")
	if r.Status() != 409 {
		t.Errorf("status %d, want 409", r.Status())
	}
	r.Holds([2]string{"narrative", story})
	r.Sees(r.t("draft.changed"), "Otra versión.")
	other.Go(page).Holds([2]string{"narrative", "Otra versión."})
	r.press("draft.over")
	other.Go(page).Holds([2]string{"narrative", story})
}

// filedOnce sends one draft from two tabs.
func filedOnce(t *testing.T, s *served, b *sitetest.Browser) {
	r, page := begun(t, s, b)
	r.Fill(theCase...)
	r.press("action.continue")
	place(r)
	r.press("action.continue")
	r.press("action.add_firearm")
	r.Fill(theWASR...)
	r.press("action.continue")
	review := strings.Replace(page, "/case", "/review", 1)
	other := r.another()
	for _, x := range []*reader{r, other} {
		x.Go(review)
	}
	r.press("action.file")
	other.press("action.file")
	if r.Path() != other.Path() || !strings.HasSuffix(r.Path(), "/receipt") {
		t.Errorf("one draft has the receipts %s and %s", r.Path(), other.Path())
	}
	r.Go("/requests")
	if n := strings.Count(r.Text(), "A1-00127-2000"); n != 1 {
		t.Errorf("the firearm was filed %d times", n)
	}
}
