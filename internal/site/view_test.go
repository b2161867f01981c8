package site_test

import (
	"strings"
	"testing"
)

// A tracer keeps what they narrow the queue by under a name, opens the queue with
// it and shows nobody; a supervisor shares with the center.
func TestViews(t *testing.T) {
	h := oneHouse(t)
	h.file("ana", everything())
	h.get("pat", "/queue?due=late&status=queued").has(`.views a[href*="/views/new?due=late&status=queued"]`, "")
	form := h.get("pat", "/views/new?due=late&status=queued")
	form.has("h1", "Save this view")
	if form.Find("[name=also][value=shared]").Length() != 0 {
		t.Error("a tracer is offered to share")
	}
	h.do(visit{as: "pat", path: "/views", form: values("due", "late", "status", "queued", "name", " ", "also", "main")}).is(422).has(".usa-error-message", "name")
	kept := h.do(visit{as: "pat", path: "/views", form: values("due", "late", "status", "queued", "name", "Ya vencieron", "also", "main")}).is(303)
	if to := kept.header.Get("Location"); to != base+"/queue?due=late&status=queued" {
		t.Errorf("leads to %s", to)
	}
	h.do(visit{as: "pat", path: "/views", form: values("due", "late", "name", "De todos", "also", "shared")}).is(403)
	if a := h.do(visit{as: "pat", path: "/queue"}); a.status != 302 || a.header.Get("Location") != base+"/queue?due=late&status=queued" {
		t.Errorf("the queue opens with %d %s", a.status, a.header.Get("Location"))
	}
	h.get("pat", "/queue?due=late&status=queued").has(".views a[aria-current]", "Ya vencieron 0")
	h.do(visit{as: "pat", path: "/views", form: values("status", "queued", "name", "Esperan")}).is(303)
	h.get("pat", "/queue?status=queued").has(".views a[aria-current]", "Esperan 2")
	if h.get("boss", "/queue?status=queued").Find(".views a[aria-current]").Length() != 0 || strings.Contains(h.get("boss", "/queue").Find(".views").Text(), "Ya vencieron") {
		t.Error("a view is shown to somebody else")
	}
	list := h.get("pat", "/views")
	change := strings.TrimPrefix(list.Find(`a[href$="/change"]`).Last().AttrOr("href", ""), base)
	h.do(visit{as: "boss", path: change}).is(404)
	h.do(visit{as: "boss", path: strings.Replace(change, "/change", "/delete", 1), form: values()}).is(404)
	h.do(visit{as: "pat", path: strings.Replace(change, "/change", "/raise", 1), form: values()}).is(303)
	if first := h.get("pat", "/views").Find(".views-own a").First().Text(); first != "Esperan" {
		t.Errorf("%s is first", first)
	}
	h.do(visit{as: "pat", path: change, form: values("name", "En espera")}).is(303)
	h.do(visit{as: "pat", path: strings.Replace(change, "/change", "/delete", 1), form: values()}).is(303)

	h.do(visit{as: "boss", path: "/views", form: values("tracer", "me", "name", "De cada quien", "also", "shared")}).is(303)
	h.get("pat", "/queue?status=claimed").has(".views", "De cada quien 0")
	h.do(visit{as: "pat", path: "/queue/claims", form: values()})
	h.get("pat", "/queue?status=claimed").has(".views", "De cada quien 1")
	h.get("boss", "/queue?status=claimed").has(".views", "De cada quien 0")
	h.get("pat", "/views").has("h2", "Shared by others")
}

// Whose surname is typed is found in the queue too, by whoever may find people.
func TestQueueNames(t *testing.T) {
	h := oneHouse(t)
	f := everything()
	f.People[0].Name.Surname1 = "Ñáñez"
	z := h.file("ana", f)
	h.get("boss", "/queue?q=nanez").has("#queue-named ~ .table-wrap", z.Requests[0].Folio)
	if h.get("pat", "/queue?q=nanez").Find("#queue-named").Length() != 0 {
		t.Error("a tracer finds who is in what they have not worked on")
	}
	h.do(visit{as: "pat", path: "/queue/claims", form: values()}).is(303)
	h.get("pat", "/queue?q=nanez").has("#queue-named ~ .table-wrap", z.Requests[0].Folio)
	h.get("pat", "/queue?q=nanez&status=concluded").has(".empty", "No request matches")
}

// The rows of lists are as high as the account says, on every page of it.
func TestRows(t *testing.T) {
	h := oneHouse(t)
	if h.get("pat", "/queue").Find(".compact").Length() != 0 {
		t.Error("compact from the start")
	}
	a := h.do(visit{as: "pat", path: "/queue/rows", form: values("rows", "compact", "next", "/claims?status=returned")}).is(303)
	if to := a.header.Get("Location"); to != base+"/claims?status=returned" {
		t.Errorf("leads to %s", to)
	}
	h.get("pat", "/claims").has(".compact", "")
	h.do(visit{as: "pat", path: "/queue/rows", form: values("rows", "usual", "next", "//evil.example")}).is(303)
	if h.get("pat", "/queue").Find(".compact").Length() != 0 {
		t.Error("still compact")
	}
}

// A search that is too long to stand in an address is not kept: whoever it is
// shared with would read it with every page of the queue.
func TestLongView(t *testing.T) {
	h := oneHouse(t)
	h.do(visit{as: "boss", path: "/views", form: values("q", strings.Repeat("ñ", 400), "name", "Todo", "also", "shared")}).is(422).has("main", "500")
	if strings.Contains(h.get("pat", "/queue").Find(".views").Text(), "Todo") {
		t.Error("it was kept")
	}
}
