package site

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
	"rastreo/internal/audit"
	"rastreo/internal/gate"
	"rastreo/internal/trace"
)

func (s *Site) noticeRoutes() []gate.Route {
	return []gate.Route{
		{Method: http.MethodGet, Path: "/notices", Act: account.ReadNotices, Title: "page.notices", Do: s.notices},
		{Method: http.MethodPost, Path: "/notices/read", Act: account.ReadNotices, Verb: audit.NoticesRead, Do: s.readNotices},
	}
}

// News is a notice in a reader's words.
type News struct {
	At              time.Time
	To, Text, Folio string
	Unread          bool
}

func (s *Site) notices(v *gate.Visit) error {
	found, err := s.Notify.Notices(v.Request.Context(), v.Actor, v.Query("cursor"))
	if err != nil {
		return err
	}
	var list []News
	for _, n := range found.Notices {
		to, folio := noticed(n), n.Folio
		if path, ok := lookedAfter(v, n); ok {
			to, folio = path, ""
		}
		list = append(list, News{n.At, to, v.Say.T("notice."+string(n.Code), nil), folio, n.ReadAt.IsZero()})
	}
	p, err := s.page(v, map[string]any{
		"News": list, "Older": older("/notices", v.Request.URL.Query(), found.Next), "Newer": newest("/notices", v.Request.URL.Query()),
	})
	return s.show(v, "notice/list", p, err)
}

// noticed is the page of what a notice is about. Without a folio it is about
// the reader's own account, or somebody's whom they look after.
func noticed(n trace.Notice) string {
	switch n.Code {
	case trace.NoticeShareProposed, trace.NoticeShareApproved:
		return "/shared"
	case trace.NoticeTransferProposed, trace.NoticeTransferAccepted, trace.NoticeTransferEnded:
		return "/transfers?side=out"
	case trace.NoticeTransferOffered:
		return "/transfers"
	case trace.NoticeNamedProposed, trace.NoticeShareAccepted, trace.NoticeBreakMade:
		return "/seizures/" + n.Folio + "/access"
	case trace.NoticeProposalWaits:
		return "/requests/" + n.Folio + "/proposal"
	case trace.NoticeCenterSecond:
		return "/audit"
	case trace.NoticeAuditDay:
		return "/agency-log"
	case trace.NoticeAuditReview:
		return "/audit/review"
	case trace.NoticeBreakAsked:
		return "/audit/breaks"
	case trace.NoticeDecoyMine:
		return "/seizures/" + n.Folio + "/decoy"
	case trace.NoticeParty, trace.NoticePartyFiler:
		return "/seizures/" + n.Folio + "/access"
	case trace.NoticePartyStuck, trace.NoticeOversight:
		return "/audit"
	case trace.NoticeBreakDecided, trace.NoticeBreakExpired:
		return "/shared/break"
	case trace.NoticeBulkAssigned, trace.NoticeBulkTakenOver, trace.NoticeBulkUndone:
		return "/claims"
	case trace.NoticeBulkPriority, trace.NoticeBulkBack:
		return "/requests"
	case trace.NoticeBraked, trace.NoticeShareEnded:
		return "/notices"
	}
	switch {
	case trace.IsRequest(n.Folio):
		return "/requests/" + n.Folio
	case n.Folio != "":
		return "/seizures/" + n.Folio
	case strings.HasPrefix(string(n.Code), "audit_"), n.Code == trace.NoticeWrongKeys:
		return "/audit"
	case slices.Contains([]trace.NoticeCode{trace.NoticeSomeoneLocked, trace.NoticeSomeonesCode, trace.NoticeManyLocked, trace.NoticeSomeonesPasskey}, n.Code):
		return "/"
	case slices.Contains([]trace.NoticeCode{trace.NoticeFactorAdded, trace.NoticeFactorRemoved, trace.NoticePasskeyCopied}, n.Code):
		return "/account/factors"
	case slices.Contains([]trace.NoticeCode{trace.NoticeMailChanged, trace.NoticeMailRefused}, n.Code):
		return "/account/mail"
	}
	return "/account/sessions"
}

func (s *Site) readNotices(v *gate.Visit) error {
	if err := s.Notify.ReadAll(v.Request.Context(), v.Actor); err != nil {
		return err
	}
	return s.done(v, "notices", "/notices")
}
