package desk_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rastreo/internal/account"
	"rastreo/internal/db"
	"rastreo/internal/desk"
	"rastreo/internal/fault"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// bought is a result that names a purchaser.
func bought() trace.Result {
	return trace.Result{
		Outcome: "purchaser_identified", Dealer: trace.Dealer{Name: "Lone Star Guns"}, Sold: "2024-05-01",
		Purchaser: trace.Purchaser{Name: trace.Name{Style: "us", Given: "John", Surname1: "Doe"}},
	}
}

// careful has the center want a second person to look at each such result.
func (h house) careful(t *testing.T) {
	t.Helper()
	h.Write(func(tx *store.Tx) error {
		changed, err := tx.SetSecond(t.Context(), h.tracer.AgencyID, true)
		if !changed {
			t.Error("not set")
		}
		return err
	})
}

func (h house) stands(t *testing.T, folio string) (r trace.Request) {
	t.Helper()
	h.Read(func(tx *store.Tx) (err error) { r, err = tx.Request(t.Context(), folio); return err })
	return r
}

// claim claims a request and says what its people are needed for.
func (h house) claim(t *testing.T, who account.Actor, folio string) {
	t.Helper()
	_, err := h.Claim(t.Context(), who, folio)
	want(t, err, "")
	h.open(t, who, folio)
}

// notices counts the notices that are to be made for an account.
func (h house) told(t *testing.T, id string) (n int) {
	t.Helper()
	ok := h.DB.Read(t.Context(), db.Unfenced, func(tx *db.Tx) error {
		return tx.Row(t.Context(), `SELECT count(*) FROM outbox WHERE body LIKE $1`, "%"+id+"%").Scan(&n)
	})
	want(t, ok, "")
	return n
}

// What names a purchaser waits for a second person, who is none of those that
// wrote it; its claim does not end meanwhile, and nobody outside learns of it.
func TestSecondPerson(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		h.careful(t)
		h.claim(t, h.tracer, folio)
		told := h.told(t, h.filer.ID)
		made, err := h.Conclude(ctx, h.tracer, h.held(folio), bought())
		want(t, err, "")
		r := h.stands(t, folio)
		if !made.Waits || !r.Waits() || r.Status != trace.Claimed || r.ClaimedBy != h.tracer.ID || !r.LeaseUntil.IsZero() || h.told(t, h.filer.ID) != told {
			t.Fatalf("proposed: %+v, told %d", r, h.told(t, h.filer.ID)-told)
		}
		h.Clock.Advance(20 * lease)
		n, err := h.ExpireLeases(ctx)
		want(t, err, "")
		if n != 0 {
			t.Error("the claim ended while the result waited")
		}
		h.open(t, h.tracer, folio)
		_, err = h.Contact(ctx, h.tracer, h.held(folio), trace.Contact{Kind: "dealer", Name: "x"}, trace.Moment{})
		want(t, err, fault.Conflict)
		_, err = h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "exported"})
		want(t, err, fault.Conflict)
		_, err = h.Release(ctx, h.boss, h.held(folio))
		want(t, err, fault.Conflict)

		list, _, err := h.Waiting(ctx, h.second, "")
		want(t, err, "")
		if n, err := h.WaitingCount(ctx, h.second); len(list) != 1 || list[0].Folio != folio || n != 1 || err != nil {
			t.Errorf("waiting: %v %d %v", list, n, err)
		}
		_, err = h.Proposals(ctx, h.second, folio)
		want(t, err, fault.Forbidden) // it was not said what for
		h.open(t, h.second, folio)
		found, err := h.Proposals(ctx, h.second, folio)
		want(t, err, "")
		if len(found.List) != 1 || found.Mine || found.List[0].Result.Purchaser.Name.Surname1 != "Doe" || found.List[0].Result.ByName == "" {
			t.Fatalf("found %+v", found)
		}
		id := found.List[0].ID

		// The author is not the second person, also when somebody else has the request.
		_, err = h.Approve(ctx, h.tracer, folio, id)
		want(t, err, fault.Forbidden)
		_, err = h.Assign(ctx, h.boss, h.held(folio), h.username(h.boss.ID))
		want(t, err, "")
		if r := h.stands(t, folio); !r.Waits() || !r.LeaseUntil.IsZero() {
			t.Errorf("taken over: %+v", r)
		}
		_, err = h.Approve(ctx, h.tracer, folio, id)
		want(t, err, fault.Forbidden)

		want(t, h.SendBack(ctx, h.second, folio, id, nil), fault.Invalid)
		want(t, h.SendBack(ctx, h.second, folio, id, map[string]string{"colour": "x"}), fault.Invalid)
		want(t, h.SendBack(ctx, h.second, folio, id, map[string]string{"purchaser.name": "The form says Doe Smith.", "sold": " "}), "")
		want(t, h.SendBack(ctx, h.second, folio, id, map[string]string{"sold": "again"}), fault.Conflict)
		h.open(t, h.boss, folio)
		found, err = h.Proposals(ctx, h.boss, folio)
		want(t, err, "")
		if d := cmp.Diff(map[string]string{"purchaser.name": "The form says Doe Smith."}, found.List[0].Notes); d != "" || found.List[0].Verdict != trace.SightReturned {
			t.Errorf("%s %v", d, found.List[0])
		}

		// Whoever has it proposes anew: now both have written it.
		again := bought()
		again.Purchaser.Name.Surname1 = "Doe Smith"
		_, err = h.Conclude(ctx, h.boss, h.held(folio), again)
		want(t, err, "")
		found, err = h.Proposals(ctx, h.boss, folio)
		want(t, err, "")
		_, err = h.Approve(ctx, h.second, folio, id)
		want(t, err, fault.Stale)
		id = found.List[0].ID
		h.open(t, h.tracer, folio)
		for _, author := range []account.Actor{h.tracer, h.boss} {
			_, err = h.Approve(ctx, author, folio, id)
			want(t, err, fault.Forbidden)
		}
		made, err = h.Approve(ctx, h.second, folio, id)
		want(t, err, "")
		if r := h.stands(t, folio); r.Status != trace.Concluded || r.Waits() || r.Outcome != "purchaser_identified" || made.Version != 1 || made.By != h.boss.ID {
			t.Errorf("approved: %+v %+v", r, made)
		}
		if h.told(t, h.filer.ID) != told+1 {
			t.Error("whoever filed it was not told once")
		}
		_, err = h.Approve(ctx, h.second, folio, id)
		want(t, err, fault.Conflict)
	})
}

// A proposal is lost neither when its author takes it back nor when their claim
// ends, and what was taken back by its submitter is not approved.
func TestProposalStays(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		h.careful(t)
		h.claim(t, h.tracer, folio)
		_, err := h.Conclude(ctx, h.tracer, h.held(folio), bought())
		want(t, err, "")
		want(t, h.Retract(ctx, h.second, h.held(folio)), fault.Conflict)
		want(t, h.Retract(ctx, h.tracer, desk.Hold{Folio: folio}), fault.Stale)
		want(t, h.Retract(ctx, h.tracer, h.held(folio)), "")
		want(t, h.Retract(ctx, h.tracer, h.held(folio)), fault.Conflict)
		if r := h.stands(t, folio); r.Waits() || r.LeaseUntil.IsZero() {
			t.Errorf("retracted: %+v", r)
		}
		h.Clock.Advance(2 * lease)
		n, err := h.ExpireLeases(ctx)
		want(t, err, "")
		h.claim(t, h.second, folio)
		found, err := h.Proposals(ctx, h.second, folio)
		want(t, err, "")
		if n != 1 || len(found.List) != 1 || found.List[0].Verdict != trace.SightWithdrawn {
			t.Errorf("%d ended, %+v", n, found)
		}
		_, err = h.Conclude(ctx, h.second, h.held(folio), bought())
		want(t, err, "")
		found, err = h.Proposals(ctx, h.second, folio)
		want(t, err, "")
		h.Write(func(tx *store.Tx) error {
			r, err := tx.HoldRequest(ctx, folio)
			want(t, err, "")
			return tx.MoveRequest(ctx, &r, trace.Withdraw, h.filer.ID)
		})
		h.open(t, h.boss, folio)
		_, err = h.Approve(ctx, h.boss, folio, found.List[0].ID)
		want(t, err, fault.Conflict)
		if n, err := h.WaitingCount(ctx, h.boss); n != 0 || err != nil {
			t.Errorf("%d wait, %v", n, err)
		}
	})
}

// A correction that names a purchaser waits as well, and a namesake of the
// purchaser is not shown it.
func TestCorrectionWaits(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, folio := t.Context(), h.one(1)
		h.claim(t, h.tracer, folio)
		_, err := h.Conclude(ctx, h.tracer, h.held(folio), trace.Result{Outcome: "never_imported"})
		want(t, err, "")
		h.careful(t)
		fix := bought()
		fix.Reason = "The importer found it."
		stale := h.held(folio)
		stale.Result = 7
		_, err = h.Correct(ctx, h.tracer, stale, fix)
		want(t, err, fault.Stale)
		stale.Result = 1
		made, err := h.Correct(ctx, h.tracer, stale, fix)
		want(t, err, "")
		if r := h.stands(t, folio); !made.Waits || r.Status != trace.Concluded || r.Outcome != "never_imported" || !r.Waits() {
			t.Errorf("%+v", r)
		}
		h.open(t, h.second, folio)
		namesake := h.second
		namesake.Name = "John Doe"
		_, err = h.Proposals(ctx, namesake, folio)
		want(t, err, fault.NotFound)
		found, err := h.Proposals(ctx, h.second, folio)
		want(t, err, "")
		_, err = h.Approve(ctx, namesake, folio, found.List[0].ID)
		want(t, err, fault.NotFound)
		made, err = h.Approve(ctx, h.second, folio, found.List[0].ID)
		want(t, err, "")
		if r := h.stands(t, folio); made.Version != 2 || made.Reason == "" || r.Outcome != "purchaser_identified" || r.Waits() {
			t.Errorf("%+v %+v", made, r)
		}
	})
}

// One result answers linked requests too: each gets its own, its agency is told
// of its own alone, and a correction offers the same ones.
func TestTogether(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		other := h.Account(h.Agency("FGR", account.Federal), account.Submitter)
		lead, free, mine, taken := h.one(1), h.File(other, 1).Requests[0].Folio, h.one(1), h.one(1)
		strange := h.one(9)
		for _, f := range []string{free, mine, taken} {
			_, err := h.Link(ctx, h.tracer, lead, trace.Link{Other: f, Verdict: trace.SameFirearm})
			want(t, err, "")
		}
		h.claim(t, h.tracer, lead)
		h.claim(t, h.tracer, mine)
		h.claim(t, h.second, taken)
		list, err := h.Answerable(ctx, h.tracer, h.stands(t, lead), trace.Conclude)
		want(t, err, "")
		keys := map[string]string{}
		for _, a := range list {
			keys[a.Request.Folio] = a.Key
		}
		if d := cmp.Diff(map[string]string{free: "", mine: "", taken: "together.taken"}, keys); d != "" {
			t.Error(d)
		}
		for _, no := range []string{taken, strange, "x"} {
			bad := bought()
			bad.Also = []string{free, no}
			_, err = h.Conclude(ctx, h.tracer, h.held(lead), bad)
			want(t, err, fault.Invalid)
		}
		if r := h.stands(t, free); r.Status != trace.Queued {
			t.Errorf("%+v", r)
		}
		h.careful(t)
		found := bought()
		found.Also = []string{free, mine, lead}
		_, err = h.Conclude(ctx, h.tracer, h.held(lead), found)
		want(t, err, "")
		h.Clock.Advance(20 * lease)
		if n, err := h.ExpireLeases(ctx); n != 1 || err != nil { // taken
			t.Errorf("%d ended, %v", n, err)
		}
		h.open(t, h.second, free)
		p, err := h.Proposals(ctx, h.second, free)
		want(t, err, "")
		if p.Lead != lead || len(p.List) != 1 {
			t.Fatalf("%+v", p)
		}
		told := h.told(t, other.ID)
		_, err = h.Approve(ctx, h.second, free, p.List[0].ID)
		want(t, err, "")
		for _, f := range []string{lead, free, mine} {
			r := h.stands(t, f)
			h.Read(func(tx *store.Tx) error {
				results, err := tx.Results(ctx, r.ID)
				if r.Status != trace.Concluded || len(results) != 1 || results[0].Version != 1 || results[0].Purchaser.Name.Surname1 != "Doe" {
					t.Errorf("%s: %+v %+v", f, r, results)
				}
				return err
			})
		}
		if h.told(t, other.ID) != told+1 {
			t.Errorf("told %d times", h.told(t, other.ID)-told)
		}
		list, err = h.Answerable(ctx, h.tracer, h.stands(t, lead), trace.Correct)
		want(t, err, "")
		if len(list) != 2 || list[0].Key+list[1].Key != "" {
			t.Errorf("%+v", list)
		}
		fix := trace.Result{Outcome: "exported", Reason: "Another firearm.", Also: []string{mine}}
		_, err = h.Correct(ctx, h.tracer, h.held(lead), fix)
		want(t, err, "")
		if a, b := h.stands(t, mine), h.stands(t, free); a.Outcome != "exported" || b.Outcome != "purchaser_identified" {
			t.Errorf("%s %s", a.Outcome, b.Outcome)
		}
	})
}

// When the submitter of the leading request takes it back, the others are
// approved still; and sent back they are their tracer's again.
func TestTogetherWithoutLead(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		ctx, lead, other := t.Context(), h.one(1), h.one(1)
		_, err := h.Link(ctx, h.tracer, lead, trace.Link{Other: other, Verdict: trace.SameFirearm})
		want(t, err, "")
		h.careful(t)
		h.claim(t, h.tracer, lead)
		found := bought()
		found.Also = []string{other}
		_, err = h.Conclude(ctx, h.tracer, h.held(lead), found)
		want(t, err, "")
		h.open(t, h.second, other)
		p, err := h.Proposals(ctx, h.second, other)
		want(t, err, "")
		want(t, h.SendBack(ctx, h.second, other, p.List[0].ID, map[string]string{"whole": "Which form?"}), "")
		r := h.stands(t, other)
		if r.Waits() || r.Status != trace.Claimed || r.ClaimedBy != h.tracer.ID || !r.LeaseUntil.Equal(h.Clock.Now().Truncate(time.Microsecond).Add(lease)) {
			t.Errorf("%+v", r)
		}
		_, err = h.Conclude(ctx, h.tracer, h.held(lead), found)
		want(t, err, "")
		h.Write(func(tx *store.Tx) error {
			r, err := tx.HoldRequest(ctx, lead)
			want(t, err, "")
			return tx.MoveRequest(ctx, &r, trace.Withdraw, h.filer.ID)
		})
		p, err = h.Proposals(ctx, h.second, other)
		want(t, err, "")
		_, err = h.Approve(ctx, h.second, other, p.List[0].ID)
		want(t, err, "")
		if a, b := h.stands(t, lead), h.stands(t, other); a.Status != trace.Withdrawn || b.Status != trace.Concluded {
			t.Errorf("%s %s", a.Status, b.Status)
		}
	})
}
