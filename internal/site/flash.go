package site

import (
	"net/http"
	"slices"

	"rastreo/internal/gate"
)

// flashCookie carries the code of what was just done to the next page. It
// holds no words and nothing about anybody.
const flashCookie = "done"

// dones are the acts that the next page confirms.
var dones = []string{
	"draft_saved", "draft_discarded", "firearm_copied", "firearm_removed",
	"person_removed", "answered", "withdrawn", "claimed", "released", "contacted", "contact_answered", "contact_reminded", "contact_corrected", "contact_struck", "document_added", "document_struck", "asked", "messaged", "wording_added", "wording_changed",
	"recalled", "same_said", "same_undone", "concluded", "corrected", "result_proposed", "proposal_approved", "proposal_returned", "proposal_withdrawn", "center_changed", "linked", "unlinked", "settings", "passkey_added", "key_revoked", "notices",
	"factor_added", "factor_removed", "session_ended", "sessions_ended", "password_changed", "queue_empty",
	"ways", "mail_code", "mail_on", "mail_off", "mails_revived",
	"audit_reviewed", "assigned", "prioritised", "view_kept", "view_changed", "view_deleted", "licensee_added", "licensee_changed",
	"restricted", "named_proposed", "named_changed", "barred", "unbarred", "decoy_marked", "decoy_unmarked", "grant_proposed", "grant_approved", "grant_accepted", "grant_ended", "break_asked", "break_decided",
	"withdrawn_all", "transfer_offered", "transfer_approved", "transfer_accepted", "transfer_ended",
	"proposed", "role_changed", "reset", "disabled", "enabled", "unlocked", "approved", "refused",
}

// done sends the reader on and has the next page say what was done.
func (s *Site) done(v *gate.Visit, code, path string) error {
	s.setFlash(v, code, 60)
	return s.see(v, path)
}

func (s *Site) setFlash(v *gate.Visit, code string, age int) {
	http.SetCookie(v.Writer, &http.Cookie{
		Name: flashCookie, Value: code, Path: s.Base + "/", MaxAge: age,
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteStrictMode,
	})
}

// takeFlash reads the code and forgets it: it is said once.
func (s *Site) takeFlash(v *gate.Visit) *Flash {
	code, err := v.Cookie(flashCookie)
	if err != nil || code == "" {
		return nil
	}
	s.setFlash(v, "", -1)
	if !slices.Contains(dones, code) {
		return nil
	}
	kind := "success"
	if code == "queue_empty" {
		kind = "info"
	}
	return &Flash{kind, v.Say.T("done."+code, nil)}
}
