package site_test

import (
	"strings"
	"testing"
)

// A draft is found however many there are.
func TestDraftsGoOn(t *testing.T) {
	h := oneHouse(t)
	for range 51 {
		h.post("ana", "/drafts").to()
	}
	first := h.get("ana", "/drafts")
	if n := first.Find(".draft-lines li").Length(); n != 50 {
		t.Errorf("the first page has %d drafts", n)
	}
	next, ok := first.Find(".pager-older").Attr("href")
	if !ok {
		t.Fatal("no way to the next page")
	}
	second := h.get("ana", strings.TrimPrefix(next, base))
	if n := second.Find(".draft-lines li").Length(); n != 1 {
		t.Errorf("the second page has %d drafts", n)
	}
	second.has(".pager-newer", "")
	h.get("ana", "/requests").has(`[aria-labelledby=drafts] .pager-older`, "")
}
