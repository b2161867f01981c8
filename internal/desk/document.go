package desk

import (
	"context"
	"slices"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// AddDocuments keeps files that came with the answer of somebody of the chain:
// all of them, or none where one cannot be taken.
func (d *Desk) AddDocuments(ctx context.Context, who account.Actor, h Hold, contactID string, files []trace.Upload) (docs []trace.Document, err error) {
	_, err = d.work(ctx, who, h, audit.DocumentAdded, trace.Chase, func(tx *store.Tx, r *trace.Request) error {
		c, err := tx.Contact(ctx, contactID)
		if err != nil {
			return err
		}
		if c.RequestID != r.ID || !c.Counts() {
			return missing()
		}
		there, err := tx.Documents(ctx, r.ID)
		if err != nil {
			return err
		}
		if docs, err = trace.CheckFiles(files, there); err != nil {
			return err
		}
		for i := range docs {
			docs[i].RequestID, docs[i].ContactID, docs[i].By = r.ID, c.ID, who.ID
			if err := tx.AddDocument(ctx, &docs[i], files[i].Content); err != nil {
				return err
			}
		}
		return nil
	})
	return docs, err
}

// StrikeDocument says why a document was added by mistake. It stays, and does
// not count any more.
func (d *Desk) StrikeDocument(ctx context.Context, who account.Actor, h Hold, id, why string) (doc trace.Document, err error) {
	_, err = d.work(ctx, who, h, audit.DocumentStruck, trace.Chase, func(tx *store.Tx, r *trace.Request) error {
		list, err := tx.Documents(ctx, r.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(x trace.Document) bool { return x.ID == id })
		if i < 0 {
			return missing()
		}
		if doc, err = list[i].CheckStruck(why); err != nil {
			return err
		}
		doc.Lang = who.Lang
		return tx.StrikeDocument(ctx, &doc, who.ID)
	})
	return doc, err
}

// Document returns a document of a request and what it holds, to whoever may see
// the people of the request and has said what for; it is Invalid while that was
// not said.
func (d *Desk) Document(ctx context.Context, who account.Actor, folio, id string) (doc trace.Document, content []byte, err error) {
	if err := may(who, account.OpenRequest); err != nil {
		return doc, nil, err
	}
	folio, st, err := d.opened(ctx, who, folio)
	if err != nil {
		return doc, nil, err
	}
	act := audit.By(who, audit.DocumentRead, folio)
	act.Purpose, act.Fields = st.Purpose, id
	err = d.store.ReadPersonal(ctx, act, func(tx *store.Tx) error {
		r, err := tx.Request(ctx, folio)
		if err != nil {
			return err
		}
		now, err := tx.Standing(ctx, who, folio)
		if err != nil {
			return err
		}
		if doc, content, err = tx.Document(ctx, id); err != nil {
			return err
		}
		if doc.RequestID != r.ID || !mayKnow(who, now) {
			doc, content = trace.Document{}, nil
			return missing()
		}
		return nil
	})
	return doc, content, err
}
