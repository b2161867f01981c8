// Package gate is what every request passes on its way to a page or to the
// API: who is asking, in what language, within which limits; and how a fault
// becomes a status. Only the gate knows statuses.
package gate

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"path"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/fault"
	"rastreo/internal/i18n"
	"rastreo/internal/limit"
	"rastreo/internal/login"
	"rastreo/internal/trace"
)

// Worlds.
const (
	Live     = "live"
	Training = "training"
)

// Config is what the gate of one world needs.
type Config struct {
	Bundle   *i18n.Bundle
	Login    *login.Login
	World    string // Live or Training
	Base     string // path prefix of the world: "" or "/training"
	Secure   bool   // cookies only over TLS
	Now      func() time.Time
	Log      *slog.Logger
	SetLang  func(v *Visit, lang string) error        // remembers a chosen language with the account
	Refused  func(v *Visit, on, outcome string) error // records that somebody signed in tried what they may not
	Ready    func(v *Visit) error                     // an error where nothing may be done that is recorded; nil is always ready
	Answered func(id string, a audit.Answer)          // told how every request was answered
	Observe  func(route, method string, status int, took time.Duration)
	Limit    *limit.Limiter // nil counts nothing
	Limits   limit.Limits
	Proxies  []netip.Prefix // whose X-Forwarded-For is believed
}

// Gate lets visits in.
type Gate struct {
	Config
	formKey, limitKey []byte
	shown             []string         // patterns of every path that is mounted
	large             map[string]int64 // by method and pattern: how many bytes a body may have that brings files
	inside            inside
	sending           sending
}

// New returns the gate of one world.
func New(c Config) *Gate {
	return &Gate{Config: c, large: map[string]int64{}, inside: inside{from: map[string]int{}}, sending: sending{by: map[string]int{}}, formKey: c.Login.Secret.Key("form"), limitKey: c.Login.Secret.Key("limit")}
}

// Visit is one request after the gate.
type Visit struct {
	*gin.Context
	Actor     account.Actor
	Say       *i18n.Printer // the reader's language and zone
	ID        string        // of the request, as in the log
	Route     *Route
	switching bool
	source    string         // where from, for the log
	Files     []trace.Upload // that came with the form
	sends     bool           // there is room for what it brings
	posted    string         // token of the form that was sent
	token     string         // of the session's forms
}

// Switching tells whether the form was sent by the language switch: it is
// shown again in the other language with everything typed.
func (v *Visit) Switching() bool { return v.switching }

// Handler answers a visit or returns why it cannot.
type Handler func(v *Visit) error

// Answer is how a door tells a fault.
type Answer func(v *Visit, f *fault.Error, status int)

// Route is one line of a door's table of contents.
type Route struct {
	Method string
	Path   string      // below the door's group
	Act    account.Act // what the policy is asked about; one it does not know stops the house from opening
	Title  string      // locale key of the page's title
	Stands string      // path of the page that the form of a POST stands on, where that is another
	Files  int64       // how many bytes may be sent where files are; 0 takes none
	Begins bool        // somebody begins to sign in here: how often is counted by where from
	Verb   audit.Verb  // what is recorded: of every write, and of a read of personal data
	Do     Handler

	shown bool // there is a page at this path, so a visitor can be led back to it
}

// Public tells whether nobody need be signed in.
func (r Route) Public() bool {
	rule, _ := account.RuleOf(r.Act)
	return rule.Public()
}

// statuses by kind of fault.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Malformed:       http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Stale:           http.StatusPreconditionFailed,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// Status is the HTTP status of a kind of fault.
func Status(k fault.Kind) int { return statuses[k] }

// identify finds out who is asking; it may answer the visit itself by
// returning done.
type identify func(g *Gate, v *Visit) (done bool, err error)

// Pages mounts a door for people: a session cookie says who, and whoever is
// not signed in is led to sign in. It is an error if the policy does not know the
// act of a route.
func (g *Gate) Pages(group *gin.RouterGroup, routes []Route, answer Answer) error {
	pages := map[string]bool{}
	for _, r := range routes {
		pages[r.Path] = pages[r.Path] || r.Method == http.MethodGet
	}
	for i := range routes {
		routes[i].shown = pages[routes[i].Path]
	}
	return g.mount(group, routes, pageVisitor, g.leading(answer))
}

// JSON mounts a door for programs: a bearer key says who. Its error is that of
// Pages.
func (g *Gate) JSON(group *gin.RouterGroup, routes []Route, answer Answer) error {
	return g.mount(group, routes, keyVisitor, answer)
}

func (g *Gate) mount(group *gin.RouterGroup, routes []Route, who identify, answer Answer) error {
	for i := range routes {
		r := &routes[i]
		if _, ok := account.RuleOf(r.Act); !ok {
			return fmt.Errorf("gate: %s %s: no policy for %q", r.Method, r.Path, r.Act)
		}
		at := path.Join(group.BasePath(), r.Path)
		g.shown = append(g.shown, at)
		g.large[r.Method+" "+at] = r.Files
		group.Handle(r.Method, r.Path, func(c *gin.Context) { g.visit(c, r, who, answer) })
	}
	return nil
}

// NoRoute answers paths and methods no door knows, in the manner of a door.
func (g *Gate) NoRoute(c *gin.Context, who func(*gin.Context) Answer) {
	g.turnAway(c, fault.New(fault.NotFound, "fault.not_found", nil), who(c))
}

// CrossSite refuses what another site's page sends, in the manner of a door.
func (g *Gate) CrossSite(c *gin.Context, who func(*gin.Context) Answer) {
	g.turnAway(c, fault.New(fault.Forbidden, "fault.cross_site", nil), who(c))
}

// turnAway answers a request that reaches no handler.
func (g *Gate) turnAway(c *gin.Context, err error, answer Answer) {
	v := &Visit{Context: c, ID: c.GetString(idKey), Say: g.printer(c, account.Actor{})}
	f := fault.Of(err)
	answer(v, f, Status(f.Kind))
}

// visit lets one request through: limits, who, policy, handler, answer.
func (g *Gate) visit(c *gin.Context, r *Route, who identify, answer Answer) {
	v := &Visit{Context: c, ID: c.GetString(idKey), Route: r, source: g.Login.Source(g.network(c.Request))}
	v.Say = g.printer(c, v.Actor)
	err := g.admit(v, who)
	if err == nil {
		return
	}
	f := fault.Of(tooLarge(err))
	g.refuse(v, f)
	if f.Kind == fault.Internal {
		g.Log.ErrorContext(c, "internal", "id", v.ID, "route", r.Path, "err", err.Error())
	}
	if f.Kind == fault.Unavailable {
		g.Log.WarnContext(c, "unavailable", "id", v.ID, "route", r.Path, "err", err.Error())
	}
	v.Wait(f)
	answer(v, f, Status(f.Kind))
}

// refuse has a refusal recorded: by the policy, or of what there is not or may
// not be known of. That somebody must first prove who they are, or say what
// for, is none.
func (g *Gate) refuse(v *Visit, f *fault.Error) {
	if v.Actor.ID == "" || g.Refused == nil || !slices.Contains(refusals, f.Key) {
		return
	}
	on := ""
	for _, p := range v.Params {
		if folio, ok := trace.ParseFolio(p.Value); ok {
			on = folio
		} else if privateID.MatchString(p.Value) {
			on = p.Value
		}
	}
	if err := g.Refused(v, on, f.Key); err != nil {
		g.Log.WarnContext(v, "refusal not recorded", "id", v.ID, "err", err.Error())
	}
}

// refusals are the faults by which something is refused to somebody.
var refusals = []string{"fault.forbidden", "fault.scope", "fault.not_found"}

// privateID is what an id of a row looks like, and drawnID one of a session or
// factor. What else stands in an address may be what somebody typed, and the log
// holds none of that.
var (
	privateID = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)
	drawnID   = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// idParams are the parts of a path that are ids.
var idParams = []string{"id", "key"}

// Wait says when to come back, where coming back helps: how long is said in
// the fault if it is known.
func (v *Visit) Wait(f *fault.Error) {
	if f.Kind != fault.TooMany && f.Kind != fault.Unavailable {
		return
	}
	seconds := 30
	if minutes, ok := f.Args["minutes"].(int); ok {
		seconds = minutes * 60
	}
	if said, ok := f.Args["seconds"].(int); ok {
		seconds = said
	}
	v.Header("Retry-After", strconv.Itoa(seconds))
}

// admit finds out who it is and lets them enter. A panic on the way is an
// internal error like any other.
func (g *Gate) admit(v *Visit, who identify) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	from := g.network(v.Request)
	defer g.inside.leave(from)
	if err := g.room(v.Route, from); err != nil {
		return err
	}
	defer g.sent(v)
	done, err := who(g, v)
	if err != nil || done {
		return err
	}
	if err := g.within(v); err != nil {
		return err
	}
	return g.enter(v)
}

// enter asks the route's policy and runs its handler.
func (g *Gate) enter(v *Visit) error {
	if err := account.May(v.Actor, v.Route.Act, nil); err != nil {
		return err
	}
	if err := readable(v); err != nil {
		return err
	}
	if err := g.genuine(v); err != nil {
		return err
	}
	if v.Route.Verb != "" && g.Ready != nil {
		if err := g.Ready(v); err != nil {
			return err
		}
	}
	if err := v.Route.Do(v); err != nil {
		return err
	}
	return g.taken(v)
}
