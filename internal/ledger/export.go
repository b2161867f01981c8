package ledger

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
)

// Line is an event as it is exported: everything that is hashed, and the
// chain. What is empty is left out.
type Line struct {
	Seq     int64  `json:"seq"`
	ID      string `json:"id"`
	At      string `json:"at"` // RFC 3339 with microseconds, UTC
	By      string `json:"by,omitempty"`
	Verb    string `json:"verb"`
	On      string `json:"on,omitempty"`
	Via     string `json:"via,omitempty"`
	Agency  string `json:"agency,omitempty"`
	Session string `json:"session,omitempty"`
	Source  string `json:"source,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Purpose string `json:"purpose,omitempty"`
	Grant   string `json:"grant,omitempty"`
	Fields  string `json:"fields,omitempty"`
	To      string `json:"to,omitempty"`
	Chain   string `json:"chain"`

	Answer *LineAnswer `json:"answer,omitempty"` // not hashed here: an event of its own holds it
}

// LineAnswer is what went out to the request of an event.
type LineAnswer struct {
	Status int   `json:"status"`
	In     int64 `json:"bytes_in"`
	Out    int64 `json:"bytes_out"`
	Took   int64 `json:"ms"`
}

// LineOf is the line of an event.
func LineOf(e *audit.Event) Line {
	return Line{
		Seq: e.Seq, ID: e.ID, At: e.At.UTC().Format(time.RFC3339Nano), By: e.By, Verb: string(e.Verb), On: e.On, Via: e.Via,
		Agency: e.Agency, Session: e.Session, Source: e.Source, Outcome: e.Outcome, Purpose: e.Purpose, Grant: e.Grant,
		Fields: e.Fields, To: e.To, Chain: e.Chain.String(),
	}
}

// Export writes the whole log as JSON lines, oldest first, a piece at a time.
// That it was exported is its last line. begin is called before the first byte
// is written, and not at all if nothing may be.
func (l *Ledger) Export(ctx context.Context, who account.Actor, begin func() io.Writer) error {
	if err := account.May(who, account.ExportAudit, nil); err != nil {
		return err
	}
	if err := l.store.Write(ctx, audit.By(who, audit.AuditExported, ""), func(*store.Tx) error { return nil }); err != nil {
		return err
	}
	if err := l.drain(ctx); err != nil {
		return err
	}
	s, err := l.State(ctx)
	if err != nil {
		return err
	}
	return l.write(ctx, json.NewEncoder(begin()), s.Size)
}

// write writes the first events, so many. A piece is read whole before it is
// written: who reads slowly holds no transaction.
func (l *Ledger) write(ctx context.Context, out *json.Encoder, size int64) error {
	for from := int64(0); from < size; from += batch {
		var lines []Line
		err := l.store.Read(ctx, store.House, func(tx *store.Tx) error {
			err := tx.EachEvent(ctx, from, min(from+batch, size), func(e *audit.Event) error {
				lines = append(lines, LineOf(e))
				return nil
			})
			if err != nil {
				return err
			}
			return beside(ctx, tx, lines)
		})
		if err != nil {
			return err
		}
		for _, x := range lines {
			if err := out.Encode(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// beside puts what went out to their requests beside some lines.
func beside(ctx context.Context, tx *store.Tx, lines []Line) error {
	var vias []string
	for _, x := range lines {
		if x.Via != "" && x.Verb != string(audit.Sent) {
			vias = append(vias, x.Via)
		}
	}
	sent, err := tx.Answers(ctx, vias...)
	for i, x := range lines {
		if a, ok := sent[x.Via]; ok && x.Verb != string(audit.Sent) {
			lines[i].Answer = &LineAnswer{a.Status, a.In, a.Out, a.Took.Milliseconds()}
		}
	}
	return err
}
