package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"

	"rastreo/internal/account"
	"rastreo/internal/firearm"
	"rastreo/internal/login"
	"rastreo/internal/store"
)

// targets are what the phases ask for: records from all over the database,
// and those who may ask.
type targets struct {
	filers, tracers []account.Account
	fileKeys        []string // an API key of each filer
	traceKeys       []string
	tracer          string   // cookie of the first tracer's session
	viewer          string   // of the second's, who keeps ten views
	cookies         []string // of the first filers'

	folios  []found
	serials []string
	cases   []string // beginnings of case numbers, each of about a hundred seizures
	twins   []firearm.Twin
}

// found is a request and which of the filers filed it.
type found struct {
	folio string
	by    int
}

// aims is how many records are asked for in turn.
const aims = 400

// aim picks the targets of a database with rows requests and gives its people
// keys.
func aim(ctx context.Context, m *memory, rows int) (*targets, error) {
	t := &targets{}
	if err := t.people(ctx, m); err != nil {
		return nil, err
	}
	seizures := rows * 20 / 31 // see seeder.firearms
	d := drawn(2, uint64(rows))
	for range aims {
		f := specimen(seedStream, d.IntN(seizures), 1)
		number := f.Reference[0].Number
		t.serials = append(t.serials, strings.Trim(f.Firearms[0].Serial.Text, "?"))
		t.twins = append(t.twins, misread(d, f.Firearms[0]))
		t.cases = append(t.cases, number[:len(number)-len("00/2026")])
		// A seizure of one of those who will be signed in.
		who := d.IntN(pageFilers)
		own := d.IntN(seizures/submitters)*submitters + who
		if err := t.note(ctx, m, specimen(seedStream, own, 1).Reference[0].Number, who); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *targets) people(ctx context.Context, m *memory) error {
	for i := range submitters {
		if err := t.person(ctx, m, "mp"+strconv.Itoa(i), &t.filers, &t.fileKeys); err != nil {
			return err
		}
	}
	for i := range pageFilers {
		cookie, err := letIn(ctx, m, t.filers[i].ID)
		if err != nil {
			return err
		}
		t.cookies = append(t.cookies, cookie)
	}
	for i := range tracers {
		if err := t.person(ctx, m, "tracer"+strconv.Itoa(i), &t.tracers, &t.traceKeys); err != nil {
			return err
		}
	}
	var err error
	if t.tracer, err = letIn(ctx, m, t.tracers[0].ID); err != nil {
		return err
	}
	if t.viewer, err = letIn(ctx, m, t.tracers[1].ID); err != nil {
		return err
	}
	return t.keepViews(ctx, m, t.tracers[1])
}

// letIn starts a session as a second factor would have, and returns its cookie.
func letIn(ctx context.Context, m *memory, accountID string) (cookie string, err error) {
	w := httptest.NewRecorder()
	m.login.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err = m.login.Admit(r.Context(), account.Actor{}, accountID, login.ByPasskey)
	})).ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/login", nil))
	for _, c := range w.Result().Cookies() {
		if c.Name == "rastreo" {
			return c.Name + "=" + c.Value, err
		}
	}
	return "", errors.Join(err, errors.New("no session"))
}

func (t *targets) person(ctx context.Context, m *memory, username string, all *[]account.Account, keys *[]string) error {
	var a account.Account
	var who account.Actor
	err := m.store.Read(ctx, store.House, func(tx *store.Tx) (err error) {
		if a, err = tx.AccountByUsername(ctx, username); err != nil {
			return err
		}
		who, err = tx.Actor(ctx, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	who.Proven = true
	key, _, err := m.login.IssueKey(ctx, who, login.Usual("bench", who.Role))
	*all, *keys = append(*all, a), append(*keys, key)
	return err
}

// note keeps the folio of a filer's seizure with this case number.
func (t *targets) note(ctx context.Context, m *memory, number string, who int) error {
	term, _ := store.SearchTerm(number)
	return m.store.Read(ctx, store.House, func(tx *store.Tx) error {
		list, _, err := tx.Requests(ctx, store.RequestFilter{Term: term, FiledBy: t.filers[who].ID})
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("seeded seizure %s is not there", number)
		}
		if err == nil {
			t.folios = append(t.folios, found{list[0].Folio, who})
		}
		return err
	})
}

// filters turns typed texts into searches of the whole database.
func filters(typed []string) (all []store.RequestFilter) {
	for _, q := range typed {
		if term, ok := store.SearchTerm(q); ok {
			all = append(all, store.RequestFilter{Term: term})
		}
	}
	return all
}

// typed are the folios as somebody types them.
func (t *targets) typed() (texts []string) {
	for _, f := range t.folios {
		texts = append(texts, f.folio)
	}
	return texts
}
