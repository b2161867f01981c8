package gate

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/fault"
	"rastreo/internal/limit"
)

// within counts a visit and refuses it where it is one too many.
func (g *Gate) within(v *Visit) error {
	for _, b := range g.bounds(v) {
		wait, err := g.take(v.Request.Context(), b.rate, b.name)
		if err != nil {
			return err
		}
		if wait > 0 {
			return g.tooOften(v, wait)
		}
	}
	if !signsIn(v) {
		return nil
	}
	return g.names(v)
}

// bound is a limit and its name.
type bound struct {
	rate limit.Rate
	name string
}

// bounds are the limits of a visit.
func (g *Gate) bounds(v *Visit) (all []bound) {
	l, who := g.Limits, v.Actor
	switch {
	case who.Key:
		all = append(all, bound{l.Key, "key/" + who.ID + "/" + who.Session})
	case who.ID != "":
		all = append(all, bound{l.Session, "session/" + who.ID + "/" + who.Session})
	}
	switch {
	case signsIn(v):
		all = append(all, bound{l.SignIn, "sign-in/" + g.keyed(g.network(v.Request))})
	case v.Query("q") != "" && slices.Contains(searches, v.Route.Act):
		all = append(all, bound{l.Search, "search/" + who.ID})
	case v.Route.Act == account.File && v.Request.Method == http.MethodPost:
		all = append(all, bound{l.Submit, "submit/" + who.ID})
	case v.Route.Act == account.Message && v.Request.Method == http.MethodPost:
		all = append(all, bound{l.Message, "message/" + who.ID})
	case v.Route.Act == account.ExportAudit, v.Route.Act == account.ExportSeizure:
		all = append(all, bound{l.Export, "export/" + who.ID})
	}
	return all
}

// searches are what is looked through with words.
var searches = []account.Act{account.FindPeople, account.ListRequests, account.ReadQueue}

// signsIn tells whether somebody begins to sign in. The route says so, and
// nothing that is sent, but for the switch of language on a page, which tries
// nothing; the second step has limits of its own.
func signsIn(v *Visit) bool { return v.Route.Begins && (!v.switching || !v.Route.shown) }

// left bounds how often something is kept of a session that has ended, as if
// it lasted.
func (g *Gate) left(v *Visit, owner string) error {
	wait, err := g.take(v.Request.Context(), g.Limits.Session, "left/"+owner)
	if err == nil && wait > 0 {
		err = g.tooOften(v, wait)
	}
	return err
}

// names bounds how many user names are tried from one address.
func (g *Gate) names(v *Visit) error {
	typed := strings.ToLower(strings.TrimSpace(v.Request.PostForm.Get("username")))
	if g.Limit == nil || typed == "" {
		return nil
	}
	wait, err := g.Limit.TakeNew(v.Request.Context(), g.Limits.Names, "names/"+g.keyed(g.network(v.Request)), g.keyed(typed))
	if err == nil && wait > 0 {
		err = g.tooOften(v, wait)
	}
	return err
}

// wrongKey counts a key that is none by where it comes from, and has it
// recorded, once for all that come too often. It is looked up before it is
// counted, so that whoever has one that works does not wait for others of the
// same network; a key is too long to be guessed meanwhile.
func (g *Gate) wrongKey(v *Visit, wrong error) error {
	ctx, from := v.Request.Context(), g.keyed(g.network(v.Request))
	by := account.Actor{Via: v.ID, Source: v.source}
	wait, err := g.take(ctx, g.Limits.WrongKey, "wrong-key/"+from)
	if err != nil {
		return err
	}
	if wait == 0 {
		return cmp.Or(g.Login.KeyTried(ctx, by, wrong), wrong)
	}
	told, err := g.take(ctx, limit.Rate{N: 1, Per: time.Hour}, "wrong-keys/"+from)
	if err != nil {
		return err
	}
	if told == 0 {
		g.Log.WarnContext(ctx, "wrong_keys", "id", v.ID, "world", g.World, "source", v.source)
		if err := g.Login.KeysTried(ctx, by); err != nil {
			return err
		}
	}
	return g.tooOften(v, wait)
}

// take is limit.Take, and never refuses where nothing is counted.
func (g *Gate) take(ctx context.Context, r limit.Rate, name string) (time.Duration, error) {
	if g.Limit == nil {
		return 0, nil
	}
	return g.Limit.Take(ctx, r, name)
}

// tooOften says when to come back, on the reader's own clock where it is long.
func (g *Gate) tooOften(v *Visit, wait time.Duration) error {
	args := fault.Args{"seconds": seconds(wait)}
	if wait <= time.Minute {
		return fault.New(fault.TooMany, "fault.too_often", args)
	}
	args["until"] = v.Say.Instant(g.Now().Add(wait))
	return fault.New(fault.TooMany, "fault.too_often_until", args)
}

// seconds of a wait, in whole ones and at least one.
func seconds(wait time.Duration) int { return max(int((wait+time.Second-1)/time.Second), 1) }

// inside is who has been let in and has not left.
type inside struct {
	mu   sync.Mutex
	all  int
	from map[string]int // by network
}

func (i *inside) enter(from string) (all, near int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.all++
	i.from[from]++
	return i.all, i.from[from]
}

func (i *inside) leave(from string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.all--
	if i.from[from]--; i.from[from] == 0 {
		delete(i.from, from)
	}
}

// room lets a visit in, if there are not too many, or half as many of one
// network: whoever sends slowly from there does not keep everybody out. What
// somebody has typed always finds room. Whoever asked for room must leave.
func (g *Gate) room(r *Route, from string) error {
	all, near := g.inside.enter(from)
	most := g.Limits.Crowd
	if most == 0 || all <= most && near <= (most+1)/2 || r.Act == account.Draft || r.Act == account.File {
		return nil
	}
	return fault.New(fault.Unavailable, "fault.crowded", nil)
}

// network is where a request comes from: the client's address, or of IPv6 the
// network that one subscriber has.
func (g *Gate) network(r *http.Request) string {
	at := g.client(r)
	if at.Is6() {
		if p, err := at.Prefix(64); err == nil {
			at = p.Addr()
		}
	}
	return at.String()
}

// keyed says which of several it is, and not what: a keyed hash.
func (g *Gate) keyed(text string) string {
	mac := hmac.New(sha256.New, g.limitKey)
	mac.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:12])
}

// client is the address of whoever asks: of the connection, or where that is a
// proxy's we trust, the last in X-Forwarded-For that is no such proxy.
func (g *Gate) client(r *http.Request) netip.Addr {
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	at := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && g.trusts(at); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return at
		}
		at = hop.Unmap().WithZone("")
	}
	return at
}

func (g *Gate) trusts(at netip.Addr) bool {
	return slices.ContainsFunc(g.Proxies, func(p netip.Prefix) bool { return p.Contains(at) })
}
