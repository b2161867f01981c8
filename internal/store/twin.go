package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"rastreo/internal/firearm"
	"rastreo/internal/trace"
)

// TwinFilter says for which firearm to look. What is empty does not matter.
type TwinFilter struct {
	Firearm  firearm.Twin
	AgencyID string // only its requests
	For      string // account: only what it may know of
	Except   string // id of the request that is the firearm itself
	Limit    int    // 0 is 20, which is also the most
}

// Bounds of a look-up. Numbers that so many firearms share, such as 12345, are
// found in part: the same number first, then the same core, then the others.
const (
	twinsMost  = 20
	sameMost   = 200  // index entries with the same number, and with the same core
	nearMost   = 2000 // index entries with a core like it
	ownMost    = 40   // of one agency, with each core like it
	lookedMost = 200  // requests read
)

// Twins returns requests that may be about the same firearm (see
// firearm.Compare), the most alike first and among those the newest, withdrawn
// ones too. It reads the index of cores where one is that the number may have,
// and then the few requests whose number is alike.
func (tx *Tx) Twins(ctx context.Context, f TwinFilter) ([]trace.Twin, error) {
	if f.Limit <= 0 || f.Limit > twinsMost {
		f.Limit = twinsMost
	}
	ids, err := tx.twinIDs(ctx, f)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, err := inPieces(ids, func(some []any) ([]trace.Request, error) {
		w := where{args: some}
		w.that("request.id IN (" + places(1, len(some)) + ")")
		w.known("request.restricted", "request.seizure_id", f.For, tx.now)
		return all(ctx, tx.sql, scanRequest, `SELECT `+requestColumns+` FROM request WHERE `+w.String(), w.args...)
	})
	return f.alike(list), err
}

// twinIDs are of the requests whose number is alike, the most alike first.
func (tx *Tx) twinIDs(ctx context.Context, f TwinFilter) ([]string, error) {
	core, cores := firearm.Core(f.Firearm.Serial), tx.store.cores(f.AgencyID, f.Firearm.Serial)
	var looks []query
	if slices.Contains(cores, core) {
		looks = append(looks, f.sameQuery(core, firearm.Key(f.Firearm.Serial)), f.sameQuery(core, ""))
	}
	var found twinKeys
	for _, q := range looks {
		list, err := tx.twinKeys(ctx, q)
		if err != nil {
			return nil, err
		}
		found.add(f, list)
	}
	if others := slices.DeleteFunc(cores, func(c string) bool { return c == core }); len(others) > 0 {
		list, err := tx.nearKeys(ctx, f, others)
		if err != nil {
			return nil, err
		}
		found.add(f, list)
	}
	return found.ids(), nil
}

// nearKeys are the entries with one of some cores.
func (tx *Tx) nearKeys(ctx context.Context, f TwinFilter, cores []string) ([]twinKey, error) {
	if f.AgencyID == "" {
		return tx.twinKeys(ctx, nearQuery(cores))
	}
	return tx.ownKeys(ctx, f.ownQuery(cores))
}

// twinKey is one entry of the index of cores.
type twinKey struct{ key, agency, id string }

func (tx *Tx) twinKeys(ctx context.Context, q query) ([]twinKey, error) {
	return all(ctx, tx.sql, func(r row, k *twinKey) error { return r.Scan(&k.key, &k.agency, &k.id) }, q.text, q.args...)
}

// query is a statement with its values.
type query struct {
	text string
	args []any
}

const twinColumns = `SELECT request.serial_key, request.agency_id, request.id FROM `

// sameQuery finds one core, and with a key that number alone. It reads nothing
// but an index: that of all agencies, or the one that begins with the agency, so
// that what others have costs it nothing.
func (f TwinFilter) sameQuery(core, key string) query {
	var w where
	w.is("request.agency_id", f.AgencyID)
	w.is("request.serial_core", core)
	w.that(f.words())
	w.is("request.serial_key", key)
	limit := w.arg(sameMost)
	return query{twinColumns + `request WHERE ` + w.String() + ` LIMIT ` + limit, w.args}
}

// words are those of the index that answers.
func (f TwinFilter) words() string {
	if f.AgencyID == "" {
		return "request.serial_core <> ''"
	}
	return "request.serial_core > ''"
}

// nearQuery finds several cores, of all agencies, in the index alone. The cores
// are a table that leads: with an IN of as many places, or with a condition
// whose effect it can only guess, PostgreSQL may come to compare each core with
// every row there is.
func nearQuery(cores []string) query {
	w := where{args: padded(cores, "")}
	with := sought(len(w.args))
	w.that("request.serial_core = sought.core")
	w.that("request.serial_core <> ''")
	limit := w.arg(nearMost)
	return query{with + twinColumns + `sought CROSS JOIN request WHERE ` + w.String() + ` LIMIT ` + limit, w.args}
}

// ownQuery finds several cores of one agency. Each is asked for apart, which no
// plan can turn into passing over what others have: the answer is one text, of
// numbers and ids.
func (f TwinFilter) ownQuery(cores []string) query {
	w := where{args: padded(cores, "")}
	with := sought(len(w.args))
	w.is("request.agency_id", f.AgencyID)
	w.that("request.serial_core = sought.core")
	w.that(f.words())
	limit := w.arg(ownMost)
	return query{with + `SELECT COALESCE(string_agg(found, ' '), '') FROM (SELECT (SELECT string_agg(serial_key || ' ' || id, ' ') FROM (
		SELECT request.serial_key, request.id FROM request WHERE ` + w.String() + ` LIMIT ` + limit + `) AS entry) AS found FROM sought) AS met`, w.args}
}

// ownKeys are the entries of one agency.
func (tx *Tx) ownKeys(ctx context.Context, q query) (list []twinKey, err error) {
	found, err := one(ctx, tx.sql, text, q.text, q.args...)
	words := strings.Fields(found)
	for i := 1; i < len(words); i += 2 {
		list = append(list, twinKey{key: words[i-1], id: words[i]})
	}
	return list, err
}

// sought is a table of n cores.
func sought(n int) string {
	var with strings.Builder
	with.WriteString(`WITH sought (core) AS (VALUES (CAST($1 AS TEXT))`)
	for i := 2; i <= n; i++ {
		fmt.Fprintf(&with, ", ($%d)", i)
	}
	return with.String() + `) `
}

// twinKeys are entries whose number is alike.
type twinKeys []twinPlace

type twinPlace struct {
	id    string
	place int // of the likeness
}

// add adds what a look-up found, if it is alike.
func (k *twinKeys) add(f TwinFilter, list []twinKey) {
	typed := firearm.Twin{Serial: f.Firearm.Serial}
	for _, x := range list {
		if x.id == f.Except {
			continue
		}
		if like, _ := firearm.Compare(typed, firearm.Twin{Serial: x.key}); like != "" {
			*k = append(*k, twinPlace{x.id, slices.Index(firearm.Likenesses, like)})
		}
	}
}

// ids are the distinct ones, of the most alike.
func (k twinKeys) ids() (ids []string) {
	slices.SortStableFunc(k, func(a, b twinPlace) int { return cmp.Compare(a.place, b.place) })
	for _, x := range k {
		if len(ids) < lookedMost && !slices.Contains(ids, x.id) {
			ids = append(ids, x.id)
		}
	}
	return ids
}

// alike keeps the requests whose firearm may be the same, in their order.
func (f TwinFilter) alike(list []trace.Request) (twins []trace.Twin) {
	for _, r := range list {
		like, ok := firearm.Compare(f.Firearm, r.Twin())
		if ok {
			twins = append(twins, trace.Twin{Request: r, Likeness: like})
		}
	}
	slices.SortFunc(twins, func(a, b trace.Twin) int {
		return cmp.Or(cmp.Compare(slices.Index(firearm.Likenesses, a.Likeness), slices.Index(firearm.Likenesses, b.Likeness)),
			cmp.Compare(b.Request.ID, a.Request.ID))
	})
	return twins[:min(len(twins), f.Limit)]
}
