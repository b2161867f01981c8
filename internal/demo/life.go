package demo

import (
	"context"
	"strconv"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/desk"
	"rastreo/internal/trace"
)

// life is what happens to one request. Each of its steps is an act of the
// person who would do it, and says what they or somebody else does next.
type life struct {
	*lane
	d      *dice
	who    account.Actor // filed it
	tracer account.Actor
	folio  string
	m      model
	g      trace.Firearm
	serial string

	outcome string
	chain   []link
	left    time.Duration // until whoever was reminded answers
	contact string        // id of the contact that waits for its answer
	asked   question
	hold    desk.Hold
	dealer  trace.Dealer
}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

func (l *lane) newLife(d *dice, who account.Actor, n int) *life {
	own := newDice(d.seed, "firearm", strconv.Itoa(n))
	begun := &life{lane: l, d: own, who: who, m: l.draw(own)}
	begun.g, begun.serial = firearm(own, begun.m)
	begun.g.Instructions = pick(own, l.texts.Instructions)
	return begun
}

func (l *life) urgent() bool { return l.g.Priority == trace.Urgent }

// wait draws a time: a short one if it is urgent.
func (l *life) wait(least, most time.Duration) time.Duration {
	after := l.d.between(least, most)
	if l.urgent() {
		return after / 20
	}
	return l.dayTime(l.tracer.Zone, after)
}

// begin says what happens to a request that was filed.
func (l *life) begin() (step, time.Duration) {
	l.tracer = pick(l.d, l.tracers)
	if l.d.chance(5) {
		return l.withdraw, l.d.between(20*hour, 5*day)
	}
	if l.urgent() {
		return l.claim, l.d.between(3*hour, 9*hour)
	}
	return l.claim, l.wait(7*day, 16*day)
}

func (l *life) withdraw(ctx context.Context) (step, time.Duration, error) {
	_, err := l.intake.Withdraw(ctx, l.who, l.folio, pick(l.d, l.texts.Withdrawals))
	return nil, 0, err
}

func (l *life) claim(ctx context.Context) (step, time.Duration, error) {
	r, err := l.desk.Claim(ctx, l.tracer, l.folio)
	if err != nil {
		return nil, 0, err
	}
	l.hold = desk.Hold{Folio: r.Folio, Claim: r.Claim}
	if l.outcome == "" && l.d.chance(6) {
		return l.release, l.wait(2*hour, 20*hour), nil
	}
	return l.study, l.wait(2*hour, 30*hour), nil
}

func (l *life) release(ctx context.Context) (step, time.Duration, error) {
	_, err := l.desk.Release(ctx, l.tracer, l.hold)
	l.tracer, l.outcome = pick(l.d, l.tracers), ""
	return l.claim, l.wait(20*hour, 3*day), err
}

// study is the tracer's first look: ask back, or begin the chain. Nothing is
// recorded of a look.
func (l *life) study(ctx context.Context) (step, time.Duration, error) {
	partial := l.g.Serial.Reading == "partial"
	if partial && l.d.chance(70) || l.d.chance(24) {
		return l.ask(ctx)
	}
	return l.trace(ctx)
}

func (l *life) ask(ctx context.Context) (step, time.Duration, error) {
	l.asked = l.texts.Questions[0]
	if l.g.Serial.Reading != "partial" {
		l.asked = pick(l.d, l.texts.Questions[1:])
	}
	text := l.asked.EN
	if l.tracer.Lang == "es" {
		text = l.asked.ES
	}
	_, err := l.desk.Ask(ctx, l.tracer, l.hold, trace.Question{Fields: l.asked.Fields, Text: text})
	switch n := l.d.below(100); {
	case n < 8:
		return l.recall, l.wait(5*day, 9*day), err
	case n < 12:
		return l.withdraw, l.wait(2*day, 4*day), err
	}
	return l.answer, l.wait(1*day, 11*day), err
}

func (l *life) recall(ctx context.Context) (step, time.Duration, error) {
	_, err := l.desk.Recall(ctx, l.tracer, l.hold)
	return l.trace, l.wait(1*hour, 6*hour), err
}

// answer is the submitter's; a smudged number is sometimes read after all.
func (l *life) answer(ctx context.Context) (step, time.Duration, error) {
	a := trace.Reply{Text: l.asked.Answer}
	if l.g.Serial.Reading == "partial" && l.d.chance(75) {
		a.Values = map[string]string{"serial.text": l.serial, "serial.reading": "legible"}
	}
	r, err := l.intake.Answer(ctx, l.who, l.folio, a)
	l.g = r.Firearm
	return l.trace, l.wait(3*hour, 40*hour), err
}

// trace decides how it will end and begins to ask along the chain.
func (l *life) trace(ctx context.Context) (step, time.Duration, error) {
	l.outcome = l.drawOutcome()
	l.chain = l.links()
	return l.call(ctx)
}

// call asks the next of the chain, and concludes at its end.
func (l *life) call(ctx context.Context) (step, time.Duration, error) {
	if len(l.chain) == 0 {
		return l.conclude(ctx)
	}
	next := l.chain[0]
	channel := pick(l.d, []string{"phone", "email", "a2k", "fax"})
	c, err := l.desk.Contact(ctx, l.tracer, l.hold,
		trace.Contact{Kind: next.kind, Name: next.name, FFL: next.ffl, Channel: channel}, trace.Moment{})
	l.contact = c.ID
	if err == nil {
		err = l.mistakes(ctx, c)
	}
	wait := l.wait(3*hour, 4*day)
	if wait > 3*day {
		l.left = wait - 2*day
		return l.remind, 2 * day, err
	}
	return l.said, wait, err
}

// mistakes are those that tracers make and put right: an importer noted as a
// maker, a question noted twice.
func (l *life) mistakes(ctx context.Context, c trace.Contact) error {
	switch c.Kind + " " + c.Channel {
	case "importer fax":
		wrong := c
		wrong.Kind = "manufacturer"
		if _, err := l.desk.CorrectContact(ctx, l.tracer, l.hold, wrong, trace.Moment{}); err != nil {
			return err
		}
		_, err := l.desk.CorrectContact(ctx, l.tracer, l.hold, c, trace.Moment{})
		return err
	case "wholesaler email":
		twice, err := l.desk.Contact(ctx, l.tracer, l.hold, trace.Contact{Kind: c.Kind, Name: c.Name, Channel: c.Channel}, trace.Moment{})
		if err == nil {
			_, err = l.desk.StrikeContact(ctx, l.tracer, l.hold, twice.ID, l.texts.Twice[0])
		}
		return err
	}
	return nil
}

func (l *life) remind(ctx context.Context) (step, time.Duration, error) {
	_, err := l.desk.Remind(ctx, l.tracer, l.hold, l.contact, trace.Reminder{}, trace.Moment{})
	return l.said, l.left, err
}

func (l *life) said(ctx context.Context) (step, time.Duration, error) {
	_, err := l.desk.ContactAnswered(ctx, l.tracer, l.hold, l.contact, l.chain[0].said, trace.Moment{})
	l.chain = l.chain[1:]
	return l.call, l.wait(1*hour, 30*hour), err
}

func (l *life) conclude(ctx context.Context) (step, time.Duration, error) {
	_, err := l.desk.Conclude(ctx, l.tracer, l.hold, l.result())
	if l.d.chance(9) {
		return l.correct, l.wait(3*day, 15*day), err
	}
	return nil, 0, err
}

func (l *life) correct(ctx context.Context) (step, time.Duration, error) {
	r := l.result()
	r.Reason = pick(l.d, l.texts.Corrections)
	_, err := l.desk.Correct(ctx, l.tracer, l.hold, r)
	return nil, 0, err
}

// often is how often each outcome is meant to come, against the others.
var often = map[string]int{
	"purchaser_identified": 26, "dealer_identified": 6, "dealer_records_unavailable": 3,
	"maker_records_unavailable": 1, "before_records": 2, "nfa_referred": 1, "government_sale": 1, "exported": 1,
	"never_imported": 1, "stolen_in_commerce": 1, "privately_made": 1, "serial_obliterated": 1,
	"serial_invalid": 2, "origin_undetermined": 1, "insufficient_information": 1, "duplicate": 2,
	"not_a_firearm": 1, "withdrawn": 1,
}

// usual lists what a trace with a number that can be read may find.
var usual = []string{
	"purchaser_identified", "dealer_identified", "dealer_records_unavailable", "serial_invalid", "duplicate",
	"stolen_in_commerce", "exported", "origin_undetermined", "insufficient_information", "withdrawn",
}

// drawOutcome draws one of the outcomes this firearm can have.
func (l *life) drawOutcome() string {
	can := usual
	switch {
	case l.g.Serial.Reading == "obliterated":
		can = []string{"serial_obliterated"}
	case len(l.m.Outcomes) > 0:
		can = l.m.Outcomes
	case l.g.Serial.Reading == "partial":
		can = []string{"insufficient_information", "serial_invalid", "purchaser_identified"}
	}
	total := 0
	for _, outcome := range can {
		total += often[outcome]
	}
	n := l.d.below(total)
	for _, outcome := range can {
		if n -= often[outcome]; n < 0 {
			return outcome
		}
	}
	return can[0]
}
