package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"rastreo/internal/audit"
	"rastreo/internal/db"
	"rastreo/internal/ledger"
	"rastreo/internal/secret"
	"rastreo/internal/store"
)

// origin is the name of a world's log.
func origin(world string) string { return "rastreo/" + world }

// sealTime bounds what an orderly end does for the log. What is not sealed
// then is sealed at the next start.
const sealTime = 10 * time.Second

// seal seals and gives out what was done, before the database is closed.
func (w *world) seal() error {
	select {
	case <-w.db.Broken():
		return db.ErrBroken
	default:
	}
	if w.ledger == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), sealTime)
	defer cancel()
	return w.ledger.Close(ctx)
}

// AuditKey is the key that a world's log is signed with, from the file of the
// world's secret, which is not made if it is missing.
func AuditKey(world, file string) (audit.Key, error) {
	if _, err := os.Stat(file); err != nil {
		return audit.Key{}, err
	}
	own, err := secret.Open(file)
	if err != nil {
		return audit.Key{}, err
	}
	return ledger.KeyOf(origin(world), own)
}

// AuditCopy is a copy of a database, to be held against what others have kept
// of its log.
type AuditCopy struct {
	DSN   string
	Keys  audit.Keys
	Notes []string // checkpoints that others have
	Torn  bool     // the file they come from ends inside one
	Size  int64    // of a checkpoint that was printed; 0 for none
	Root  [32]byte // and its root
}

// AuditReport is what a copy's log turned out to be.
type AuditReport struct {
	Origin      string
	Head        audit.Head
	Checkpoints int                // in the copy
	Outside     []audit.Checkpoint // what others have, those that are checkpoints of this log
	Findings    []audit.Finding    // none if the log is whole
}

// pieces is how many events are handed on at once while a log is verified.
const pieces = 512

// VerifyAudit reads the log of a copy from its first event to its last and
// holds it against its own checkpoints and those that others have. Nothing is
// written, and no secret is needed.
func VerifyAudit(ctx context.Context, c AuditCopy) (r AuditReport, err error) {
	err = readCopy(ctx, c.DSN, func(tx *store.Tx) error {
		kept, err := tx.AuditCopy(ctx)
		if err != nil {
			return err
		}
		v := audit.NewVerifier(c.Keys, kept)
		for _, note := range c.Notes {
			if point, ok := v.Outside(note); ok {
				r.Outside = append(r.Outside, point)
			}
		}
		if c.Torn {
			v.Torn()
		}
		if c.Size > 0 {
			v.Printed(c.Size, c.Root)
		}
		if err := verify(ctx, tx, v); err != nil {
			return err
		}
		r.Findings = v.End()
		r.Origin, r.Head, r.Checkpoints = v.Origin(), v.Head(), len(kept.Checkpoints)
		return nil
	})
	return r, err
}

// verify reads events and, beside that, verifies those that were read.
func verify(ctx context.Context, tx *store.Tx, v *audit.Verifier) error {
	read, done := make(chan []audit.Event, 4), make(chan struct{})
	go func() {
		defer close(done)
		for piece := range read {
			for i := range piece {
				v.Add(&piece[i])
			}
		}
	}()
	var piece []audit.Event
	err := tx.EachEvent(ctx, 0, 1<<62, func(e *audit.Event) error {
		if piece == nil {
			piece = make([]audit.Event, 0, pieces)
		}
		if piece = append(piece, *e); len(piece) == pieces {
			read <- piece
			piece = nil
		}
		return nil
	})
	read <- piece
	close(read)
	<-done
	return err
}

// ExportAudit writes the log of a copy as JSON lines, oldest first.
func ExportAudit(ctx context.Context, dsn string, to io.Writer) error {
	out := json.NewEncoder(to)
	return readCopy(ctx, dsn, func(tx *store.Tx) error {
		return tx.EachEvent(ctx, 0, 1<<62, func(e *audit.Event) error { return out.Encode(ledger.LineOf(e)) })
	})
}

func readCopy(ctx context.Context, dsn string, f func(*store.Tx) error) (err error) {
	d, err := db.OpenCopy(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return store.New(d, store.Config{Now: time.Now}).Read(ctx, store.House, f)
}
