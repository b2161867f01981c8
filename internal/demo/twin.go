package demo

import (
	"context"
	"slices"
	"time"

	"rastreo/internal/desk"
	"rastreo/internal/intake"
	"rastreo/internal/trace"
)

// twinning is a small story about one firearm that is filed more than once.
type twinning struct {
	*lane
	d      *dice
	folios []string
}

// twinFirearms is how many firearms the stories need.
const twinFirearms = 9

// storied is how many requests a town has, at the least, that has stories.
const storied = 40

// twins plans the stories that show the same firearm twice, and returns how
// many firearms they file. They happen on one lane, so that each knows what
// went before.
func (t *town) twins() int {
	if t.Requests < storied {
		return 0
	}
	wasr, beretta := t.known("WASR-10"), t.known("92 FS")
	apart, moved, mistaken, century := t.story("apart"), t.story("moved"), t.story("mistaken"), t.story("century")

	// Two agencies; one of them read a digit wrong. Only the center can know.
	apart.files(30*hour, "tam.garza", asFound(wasr, "1-38457-2003"))
	apart.files(6*hour, "fgr.mendez", asFound(wasr, "1-38467-2003"))

	apart.drafts(2*hour, "fgr.mendez", asFound(wasr, "1-38467-2OO3"))

	// One agency; custody changed, and they say so.
	moved.files(50*hour, "chih.chavez", asFound(beretta, "BER471093Z"))
	moved.files(9*hour, "chih.chavez", func() trace.Firearm {
		g := asFound(beretta, "BER 471093 Z")()
		g.SameAs = moved.folios[0]
		return g
	})

	// One agency; it is filed in spite of the advice, linked, and linked no more.
	mistaken.files(28*hour, "bc.leyva", asFound(beretta, "BER582204Z"))
	mistaken.files(8*hour, "bc.leyva", asFound(beretta, "BER582294Z"))
	mistaken.plan(mistaken.Now.Add(-7*hour), mistaken.linkAndUndo)

	// The importer given as maker, because that is all the receiver says.
	g := asFound(wasr, "1-20914-2001")()
	g.Manufacturer, g.Importer = "Century Arms", ""
	century.files(7*hour, "tam.garza", func() trace.Firearm { return g })

	// A request that waits for its submitter's answer.
	asked := t.story("asked")
	asked.files(26*hour, "fgr.mendez", asFound(beretta, "BER693315Z"))
	asked.plan(asked.Now.Add(-3*hour), asked.asksBack)

	// A supervisor finds that one cannot wait, and gives it to a tracer.
	given := t.story("given")
	given.files(20*hour, "fgr.mendez", asFound(beretta, "BER704426Z"))
	given.plan(given.Now.Add(-4*hour), given.hurries)
	return twinFirearms
}

func (t *town) story(name string) *twinning {
	return &twinning{lane: t.lanes[0], d: newDice(t.Seed, "twins", name)}
}

// known is the kind of firearm of this model.
func (t *town) known(name string) model {
	i := slices.IndexFunc(t.firearms, func(m model) bool { return m.Model == name })
	return t.firearms[i]
}

// asFound is a legible firearm of a kind with this serial.
func asFound(m model, serial string) func() trace.Firearm {
	return func() trace.Firearm {
		return trace.Firearm{
			Type: m.Type, Manufacturer: m.Manufacturer, Importer: m.Importer, Model: m.Model, Caliber: m.Caliber,
			Country: m.Country, Markings: slices.Clone(m.Markings),
			Serial: trace.Serial{Text: serial, Reading: "legible", Location: m.Location},
		}
	}
}

// files plans that somebody files a firearm so long before now. What the check
// says of its maker is kept as stamped.
func (w *twinning) files(before time.Duration, username string, found func() trace.Firearm) {
	w.plan(w.Now.Add(-before), func(ctx context.Context) (step, time.Duration, error) {
		who := w.actors[username]
		f, _ := w.filing(w.d, who, 1, false)
		f.Firearms = []trace.Firearm{found()}
		reports, _, err := w.intake.Check(ctx, who, f)
		if err != nil {
			return nil, 0, err
		}
		for _, a := range reports[0].Advice {
			if a.Field == "manufacturer" {
				f.Firearms[0].Kept = append(f.Firearms[0].Kept, trace.Kept{Advice: a.Code, Reason: "as_marked"})
			}
		}
		receipt, _, err := w.intake.File(ctx, who, f, intake.Once{})
		if err == nil {
			w.folios = append(w.folios, receipt.Requests[0].Folio)
		}
		return nil, 0, err
	})
}

// drafts plans that somebody begins to type a firearm and leaves it at that:
// the review lays it beside what they have filed before.
func (w *twinning) drafts(before time.Duration, username string, found func() trace.Firearm) {
	w.plan(w.Now.Add(-before), func(ctx context.Context) (step, time.Duration, error) {
		who := w.actors[username]
		d, err := w.intake.Begin(ctx, who)
		if err != nil {
			return nil, 0, err
		}
		d.Filing, _ = w.filing(w.d, who, 1, false)
		d.Filing.Firearms = []trace.Firearm{found()}
		_, err = w.intake.Save(ctx, who, d)
		return nil, 0, err
	})
}

// asksBack is a tracer's question, which nobody has answered yet.
func (w *twinning) asksBack(ctx context.Context) (step, time.Duration, error) {
	tracer := w.actors["ntc.olson"]
	r, err := w.desk.Claim(ctx, tracer, w.folios[0])
	if err != nil {
		return nil, 0, err
	}
	q := w.texts.Questions[0]
	_, err = w.desk.Ask(ctx, tracer, desk.Hold{Folio: r.Folio, Claim: r.Claim}, trace.Question{Fields: q.Fields, Text: q.EN})
	return nil, 0, err
}

// hurries makes a request urgent and gives it to a tracer.
func (w *twinning) hurries(ctx context.Context) (step, time.Duration, error) {
	boss, seen := w.actors["ntc.supervisor"], desk.Hold{Folio: w.folios[0]}
	if boss.ID == "" {
		return nil, 0, nil // where nobody supervises
	}
	if _, err := w.desk.Prioritise(ctx, boss, seen, trace.Urgency{Priority: trace.Urgent, Justification: w.texts.Justifications[0]}); err != nil {
		return nil, 0, err
	}
	_, err := w.desk.Assign(ctx, boss, seen, "ntc.olson")
	return nil, 0, err
}

// linkAndUndo is a mistake, and its end.
func (w *twinning) linkAndUndo(ctx context.Context) (step, time.Duration, error) {
	who := w.actors["bc.leyva"]
	l, err := w.intake.Link(ctx, who, w.folios[1], trace.Link{Other: w.folios[0], Verdict: trace.SameFirearm})
	return func(ctx context.Context) (step, time.Duration, error) {
		return nil, 0, w.intake.Unlink(ctx, who, w.folios[1], l.ID)
	}, 2 * hour, err
}
