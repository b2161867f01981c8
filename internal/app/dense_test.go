package app_test

import (
	"testing"

	"rastreo/internal/app"
	"rastreo/internal/demo"
	"rastreo/internal/site/sitetest"
)

// inSight counts the rows of the queue that stand whole in a window of 1440 by
// 900 pixels, which is a laptop's, from where it is scrolled to.
const inSight = `(() => {
	const rows = [...document.querySelectorAll('.queue tbody tr')].map(r => r.getBoundingClientRect());
	return rows.filter(r => r.top >= 0 && r.bottom <= 900).length;
})()`

// small lists what can be hit and is under 24 pixels, and not in a line of text.
const small = `[...document.querySelectorAll('.queue tbody :is(a, button)')].filter(e => {
	const box = e.getBoundingClientRect();
	return box.height < 24 || box.width < 24;
}).map(e => e.textContent + e.getBoundingClientRect().height).join()`

// A page has 50 rows. Compact, and without JavaScript too, a laptop shows more
// than half of them without scrolling past the table's head, each of them high
// enough to be hit; the choice is kept in the account.
func TestDense(t *testing.T) {
	t.Parallel()
	s := staged(t, app.Config{Live: "live.db", Training: "training.db"})
	b := sitetest.Open(t)
	r := s.reader(t, b, "", "es")
	r.signIn("ntc.olson", demo.Password)
	r.speak()
	r.Scripts(false)
	r.Go("/queue?status=concluded")
	r.press("queue.rows_compact")
	r.Scripts(true)

	other := s.reader(t, b, "", "es")
	other.signIn("ntc.olson", demo.Password)
	other.Go("/queue?status=concluded")
	other.Wide(1440)
	other.Is(`document.querySelectorAll('.queue tbody tr').length === 50`, "a page has not 50 rows")
	top := sitetest.Eval[int](other.Window, inSight)
	sitetest.Eval[bool](other.Window, `document.querySelector('.queue').scrollIntoView() || true`)
	scrolled := sitetest.Eval[int](other.Window, inSight)
	t.Logf("compact: %d rows in sight, %d from the table's head on", top, scrolled)
	if top < 22 || scrolled < 32 {
		t.Errorf("%d rows in sight at the top, %d scrolled to the table", top, scrolled)
	}
	if found := sitetest.Eval[string](other.Window, small); found != "" {
		t.Errorf("too small: %.300s", found)
	}
	other.Is(`document.documentElement.scrollWidth <= 1440`, "it scrolls sideways")
	other.Keep("queue-dense.png")
}
