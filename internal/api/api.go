// Package api is the door for programs: JSON under /api/v1, one world's keys
// for one world's records.
//
// Every route stands in Routes and in openapi.json, and tests hold the two
// together. Bodies are read strictly (decode.go); errors are RFC 9457 problems
// in the reader's language (problem.go); data goes out as codes and typed
// text. Only the detail of an advice is a sentence, beside its code.
package api

import (
	"net/http"
	"slices"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/desk"
	"rastreo/internal/gate"
	"rastreo/internal/i18n"
	"rastreo/internal/intake"
	"rastreo/internal/report"
	"rastreo/internal/share"
	"rastreo/internal/trace"
)

// Root is the path of the API below the base of its world.
const Root = "/api/v1"

// Config is what the API of one world needs.
type Config struct {
	Intake *intake.Intake
	Desk   *desk.Desk
	Share  *share.Share
	Report *report.Report
	Bundle *i18n.Bundle
	Live   bool   // what every object says of its world: livemode
	Base   string // path prefix of the world
	Now    func() time.Time
}

// API is the API of one world.
type API struct {
	Config
	spec []byte
}

// New returns the API of one world.
func New(c Config) *API { return &API{Config: c, spec: document(c.Base + Root)} }

// Routes lists every route below Root.
func (a *API) Routes() []gate.Route { return slices.Concat(a.askRoutes(), a.traceRoutes()) }

// askRoutes are those of whoever asks for traces, and of everybody.
func (a *API) askRoutes() []gate.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []gate.Route{
		{Method: get, Path: "/openapi.json", Act: account.Enter, Do: a.openapi},
		{Method: get, Path: "/me", Act: account.Look, Do: a.me},
		{Method: get, Path: "/catalog", Act: account.Look, Do: a.catalogs},
		{Method: get, Path: "/catalog/:list", Act: account.Look, Do: a.catalog},

		{Method: get, Path: "/postal/:code", Act: account.Look, Do: a.postal},

		{Method: post, Path: "/check", Act: account.Check, Verb: audit.TwinsSought, Do: a.check},
		{Method: post, Path: "/seizures", Act: account.File, Verb: audit.SeizureFiled, Do: a.fileSeizure},
		{Method: get, Path: "/seizures/:folio", Act: account.ReadSeizure, Verb: audit.SeizureRead, Do: a.seizure},
		{Method: get, Path: "/requests", Act: account.ListRequests, Do: a.requests},
		{Method: get, Path: "/requests/:folio", Act: account.ReadRequest, Verb: audit.RequestRead, Do: a.request},
		{Method: post, Path: "/requests/:folio/answers", Act: account.Answer, Verb: audit.Answered, Do: a.answer},
		{Method: post, Path: "/requests/:folio/withdrawal", Act: account.Withdraw, Verb: audit.Withdrawn, Do: a.withdraw},

		{Method: post, Path: "/seizures/:folio/transfers", Act: account.OfferTransfer, Verb: audit.TransferOffered, Do: a.offerTransfer},
		{Method: get, Path: "/transfers", Act: account.ReadTransfers, Verb: audit.TransfersRead, Do: a.transfers},
		{Method: get, Path: "/transfers/:id", Act: account.ReadTransfers, Verb: audit.TransfersRead, Do: a.transfer},
		{Method: post, Path: "/transfers/:id/close", Act: account.EndTransfer, Verb: audit.TransferEnded, Do: a.endTransfer},

		{Method: get, Path: "/requests/:folio/messages", Act: account.ReadRequest, Verb: audit.RequestRead, Do: a.messages},
		{Method: post, Path: "/requests/:folio/messages", Act: account.Message, Verb: audit.Messaged, Do: a.write},

		{Method: get, Path: "/people", Act: account.FindPeople, Verb: audit.PeopleSought, Do: a.people},
		{Method: post, Path: "/requests/:folio/links", Act: account.Link, Verb: audit.Linked, Do: a.link},
		{Method: post, Path: "/requests/:folio/links/:id/undo", Act: account.Link, Verb: audit.Unlinked, Do: a.unlink},

		{Method: get, Path: "/figures", Act: account.ReadFigures, Verb: audit.FiguresRead, Do: a.figures},
		{Method: get, Path: "/licensees", Act: account.ReadLicensees, Do: a.licensees},
		{Method: post, Path: "/licensees", Act: account.KeepLicensees, Verb: audit.LicenseeAdded, Do: a.addLicensee},
		{Method: get, Path: "/licensees/:id", Act: account.ReadLicensees, Do: a.licensee},
		{Method: post, Path: "/licensees/:id", Act: account.KeepLicensees, Verb: audit.LicenseeChanged, Do: a.changeLicensee},
	}
}

// traceRoutes are those of whoever traces.
func (a *API) traceRoutes() []gate.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []gate.Route{
		{Method: get, Path: "/wordings", Act: account.ReadWordings, Do: a.wordings},
		{Method: post, Path: "/bulk", Act: account.Bulk, Verb: audit.BulkTried, Do: a.tryBulk},
		{Method: get, Path: "/bulk/:id", Act: account.Bulk, Do: a.bulk},
		{Method: post, Path: "/bulk/:id/confirmation", Act: account.Bulk, Verb: audit.BulkBegun, Do: a.beginBulk},
		{Method: post, Path: "/bulk/:id/undo", Act: account.Bulk, Verb: audit.BulkUndone, Do: a.undoBulk},

		{Method: get, Path: "/queue", Act: account.ReadQueue, Do: a.queue},
		{Method: get, Path: "/queue/counts", Act: account.ReadQueue, Do: a.counts},
		{Method: get, Path: "/views", Act: account.ReadQueue, Do: a.views},
		{Method: post, Path: "/queue/claims", Act: account.Claim, Verb: audit.RequestClaimed, Do: a.claimNext},
		{Method: post, Path: "/requests/:folio/claim", Act: account.Claim, Verb: audit.RequestClaimed, Do: a.claim},
		{Method: post, Path: "/requests/:folio/release", Act: account.Release, Verb: audit.RequestReleased, Do: a.release},
		{Method: post, Path: "/requests/:folio/assignment", Act: account.Assign, Verb: audit.RequestAssigned, Do: a.assign},
		{Method: post, Path: "/requests/:folio/priority", Act: account.Prioritise, Verb: audit.Prioritised, Do: a.prioritise},
		{Method: post, Path: "/requests/:folio/recall", Act: account.Work, Verb: audit.Recalled, Do: a.recall},
		{Method: post, Path: "/requests/:folio/contacts", Act: account.Work, Verb: audit.Contacted, Do: a.contact},
		{Method: post, Path: "/requests/:folio/contacts/:id/answer", Act: account.Work, Verb: audit.ContactAnswered, Do: a.contactAnswered},
		{Method: post, Path: "/requests/:folio/contacts/:id/reminders", Act: account.Work, Verb: audit.ContactReminded, Do: a.remind},
		{Method: post, Path: "/requests/:folio/contacts/:id/correction", Act: account.Work, Verb: audit.ContactCorrected, Do: a.correctContact},
		{Method: post, Path: "/requests/:folio/contacts/:id/strike", Act: account.Work, Verb: audit.ContactStruck, Do: a.strikeContact},
		{Method: post, Path: "/requests/:folio/contacts/:id/documents", Act: account.Work, Files: trace.MostSent, Verb: audit.DocumentAdded, Do: a.addDocument},
		{Method: get, Path: "/requests/:folio/documents/:id", Act: account.OpenRequest, Verb: audit.DocumentRead, Do: a.document},
		{Method: post, Path: "/requests/:folio/documents/:id/strike", Act: account.Work, Verb: audit.DocumentStruck, Do: a.strikeDocument},
		{Method: post, Path: "/requests/:folio/questions", Act: account.Work, Verb: audit.Asked, Do: a.ask},
		{Method: post, Path: "/requests/:folio/result", Act: account.Work, Verb: audit.Concluded, Do: a.conclude},

		{Method: get, Path: "/proposals", Act: account.ReadQueue, Do: a.proposals},
		{Method: get, Path: "/requests/:folio/proposal", Act: account.ReadQueue, Verb: audit.ProposalRead, Do: a.proposal},
		{Method: post, Path: "/requests/:folio/proposal/approve", Act: account.Approve, Verb: audit.ProposalEnded, Do: a.approveProposal},
		{Method: post, Path: "/requests/:folio/proposal/return", Act: account.Approve, Verb: audit.ProposalBack, Do: a.returnProposal},
		{Method: post, Path: "/requests/:folio/proposal/withdraw", Act: account.Work, Verb: audit.ProposalTaken, Do: a.retract},
	}
}
