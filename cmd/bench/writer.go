package main

import (
	"context"
	"sync/atomic"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// number hands out the numbers of the filings, so that no two are the same.
var number atomic.Int64

func next() int { return int(number.Add(1)) }

// write measures the project's own writer in this process, on a file of its
// own: store.Write of exactly the act that a filing is (seizure, person,
// request, search terms, event, counters, audit row and the job of the notice)
// with documents that need no more checking. There is no HTTP, no JSON, no
// sign-in, no check and no log line.
func write(ctx context.Context, m *memory, e effort, clients int, by []account.Account) (sample, error) {
	ready := make([]trace.Seizure, int(e.time.Seconds()+1)*4000)
	for i := range ready {
		ready[i] = seizure(liveStream, next(), 1)
	}
	var taken atomic.Int64
	return e.run(clients, func(client, _ int) error {
		var z trace.Seizure
		if i := taken.Add(1) - 1; i < int64(len(ready)) {
			z = ready[i]
		} else {
			z = seizure(liveStream, next(), 1)
		}
		return file(ctx, m.store, by[client%len(by)], z)
	})
}

// seizure is a specimen with what a check says of its firearms.
func seizure(stream uint64, i, firearms int) trace.Seizure {
	f := specimen(stream, i, firearms)
	return trace.Seizure{Filing: f, Reports: f.Reports(time.Now())}
}

// file is intake's act of filing, as the room writes it.
func file(ctx context.Context, s *store.Store, by account.Account, z trace.Seizure) error {
	z.AgencyID, z.FiledBy = by.AgencyID, by.ID
	act := audit.Act{By: by.ID, Verb: audit.SeizureFiled}
	return s.Write(ctx, act, func(tx *store.Tx) error {
		if err := tx.AddSeizure(ctx, &z); err != nil {
			return err
		}
		return tx.Tell(ctx, trace.Notice{AccountID: by.ID, Folio: z.Folio, Code: trace.NoticeReceived, At: tx.Now()})
	})
}

// look measures searching in this process: what the database alone takes.
func look(ctx context.Context, m *memory, e effort, filters []store.RequestFilter) (sample, error) {
	e.warm, e.time = e.warm/2, min(e.time, 2*time.Second)
	return e.run(1, func(_, n int) error {
		return m.store.Read(ctx, store.House, func(tx *store.Tx) error {
			_, _, err := tx.Requests(ctx, filters[n%len(filters)])
			return err
		})
	})
}
