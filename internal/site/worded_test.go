package site_test

import (
	"net/url"
	"testing"
)

// A search in the words of either language has one address; what is not
// understood is said, with what was typed kept.
func TestWordedSearch(t *testing.T) {
	h := oneHouse(t)
	for _, x := range []struct{ as, path, es, en, to string }{
		{"pat", "/queue", "estatus:devuelta prioridad:urgente BER", "priority:urgent BER status:returned", "/queue?priority=urgent&q=BER&status=returned"},
		{"pat", "/claims", "estatus:concluida", "status:concluded", "/claims?status=concluded"},
		{"pat", "/queue", "institución:FGR", "agency:FGR", "/queue?agency=FGR"},
		{"pat", "/queue", "vence:hoy", "due:today", "/queue?due=today"},
		{"pat", "/claims", "plazo:vencida BER", "BER due:late", "/claims?due=late&q=BER"},
		{"pat", "/claims", "responsable:yo", "tracer:me", "/queue?tracer=me"},
		{"pat", "/queue", "rastreador:nadie", "tracer:none", "/queue?tracer=none"},
		{"ana", "/requests", "estatus:espera 0-27", "0-27 status:queued", "/requests?q=0-27&status=queued"},
	} {
		for _, words := range []string{x.es, x.en} {
			a := h.do(visit{as: x.as, path: x.path + "?q=" + url.QueryEscape(words)})
			if got := a.header.Get("Location"); a.status != 302 || got != base+x.to {
				t.Errorf("%s?q=%s: %d %s", x.path, words, a.status, got)
			}
		}
	}
	for as, path := range map[string]string{"pat": "/queue", "ana": "/requests"} {
		a := h.do(visit{as: as, path: path + "?q=estatus:perdida+BER"}).is(422)
		a.has(".usa-alert", "estatus:perdida")
		if got := a.Find("[name=q]").AttrOr("value", ""); got != "estatus:perdida BER" {
			t.Errorf("%s keeps %q", path, got)
		}
	}
	h.do(visit{as: "pat", path: "/queue?q=NUC:123"}).is(200)
	h.do(visit{as: "ana", path: "/requests?q=vence:hoy"}).is(422).has(".usa-alert", "vence:hoy")
}
