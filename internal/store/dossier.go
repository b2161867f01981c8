package store

import (
	"context"
	"time"

	"rastreo/internal/trace"
)

// Dossier gathers everything about a request: its seizure with people, events,
// questions, contacts and results. It is personal data.
func (tx *Tx) Dossier(ctx context.Context, r trace.Request) (d trace.Dossier, err error) {
	d.Request = r
	if d.Seizure, err = tx.Seizure(ctx, r.SeizureFolio); err != nil {
		return d, err
	}
	if d.Results, err = tx.Results(ctx, r.ID); err != nil {
		return d, err
	}
	return d, tx.history(ctx, &d)
}

// threadLength is how many messages are shown beside a request.
const threadLength = 20

// Outline gathers what may be known of a request without a reason to know the
// people in it.
func (tx *Tx) Outline(ctx context.Context, r trace.Request) (d trace.Dossier, err error) {
	d.Request, d.Private = r, true
	if d.Seizure, err = tx.SeizureHead(ctx, r.SeizureFolio); err != nil {
		return d, err
	}
	if d.Seizure.Requests, err = tx.siblings(ctx, r.SeizureID); err != nil {
		return d, err
	}
	d.Events, err = tx.Events(ctx, r.ID)
	for _, e := range d.Events {
		delete(e.Params, "reason") // of a withdrawal: free words may name people
	}
	return d, err
}

func (tx *Tx) history(ctx context.Context, d *trace.Dossier) (err error) {
	if d.Events, err = tx.Events(ctx, d.Request.ID); err != nil {
		return err
	}
	if d.Questions, err = tx.Questions(ctx, d.Request.ID); err != nil {
		return err
	}
	if d.Contacts, err = tx.Contacts(ctx, d.Request.ID); err != nil {
		return err
	}
	d.Thread, err = tx.Thread(ctx, d.Request.ID, "", threadLength)
	return err
}

// NoticeJob is the kind of an outbox job whose body is a trace.Notice.
const NoticeJob = "notice"

// Tell writes down that somebody is to be told something. The notice is made
// afterwards, from the outbox.
func (tx *Tx) Tell(ctx context.Context, n trace.Notice) error {
	return tx.AddJob(ctx, NoticeJob, n, time.Time{})
}
