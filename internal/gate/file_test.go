package gate_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/gate"
	"rastreo/internal/limit"
	"rastreo/internal/login"
)

// So many send files at once, and one of them twice; of who is one too many
// nothing is read, and it hears when to come back. What was sent makes room.
func TestSending(t *testing.T) {
	c := count(t, limit.Limits{})
	var keys []string
	center := c.Agency("NTC", account.Center)
	for range 4 {
		who := c.Account(center, account.Tracer)
		key, _, err := c.login.IssueKey(t.Context(), account.Actor{ID: who.ID, Role: who.Role, Proven: true}, login.Usual("key", who.Role))
		must(t, err)
		keys = append(keys, key)
	}
	var engine *gin.Engine
	send := func(key string, body *strings.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/files", body)
		r.Header.Set("Authorization", "Bearer "+key)
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, r)
		return w
	}
	var got []int
	deep := 0
	engine = c.gate.Engine()
	must(t, c.gate.JSON(engine.Group(""), []gate.Route{{Method: "POST", Path: "/files", Act: account.Work, Files: 1 << 20, Do: func(*gate.Visit) error {
		if deep++; deep < 6 { // two of each
			send(keys[deep/2], strings.NewReader("x"))
			return nil
		}
		if deep > 6 {
			return nil
		}
		for _, key := range []string{keys[0], keys[3]} {
			body := strings.NewReader("x")
			w := send(key, body)
			if got = append(got, w.Code); body.Len() != 1 || w.Header().Get("Retry-After") != "10" {
				t.Errorf("%d: %d bytes left, come back in %q", w.Code, body.Len(), w.Header().Get("Retry-After"))
			}
		}
		return nil
	}}}, func(v *gate.Visit, f *fault.Error, status int) { v.String(status, f.Key) }))
	send(keys[0], strings.NewReader("x"))
	if deep != 6 || !slices.Equal(got, []int{429, 503}) {
		t.Errorf("%d at once, then %v", deep, got)
	}
	if w := send(keys[3], strings.NewReader("x")); w.Code != 200 {
		t.Errorf("later: %d %s", w.Code, w.Body)
	}
}
