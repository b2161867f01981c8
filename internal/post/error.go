package post

import (
	"errors"
	"fmt"
	"net/textproto"
	"strings"

	"github.com/wneessen/go-mail"
)

// Verdict is what became of a letter that was not taken.
type Verdict string

// The verdicts.
const (
	Later     Verdict = "later"      // this letter, at another time
	NoAddress Verdict = "no_address" // nobody has the address
	Rejected  Verdict = "rejected"   // this letter, never
	Down      Verdict = "down"       // the server does not talk to us
)

// Error is a letter that was not taken, or a server that was not reached. It
// says nothing of the letter or whom it is for, so it can be logged.
type Error struct {
	Verdict Verdict
	Code    int    // what the server answered; 0 where it did not
	Stage   string // what it was asked
}

func (e *Error) Error() string { return fmt.Sprintf("post: %s: %s %d", e.Verdict, e.Stage, e.Code) }

// Judged is the verdict in an error, Down for any other.
func Judged(err error) Verdict {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Verdict
	}
	return Down
}

var stages = map[mail.SendErrReason]string{
	mail.ErrSMTPMailFrom: "from", mail.ErrSMTPRcptTo: "to", mail.ErrSMTPData: "data", mail.ErrSMTPDataClose: "data",
}

// judge reads what a server answered. Only what it says of the recipient or of
// the letter is about them: a sender that it refuses is ours to mend.
func judge(err error) *Error {
	e, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return &Error{Down, code(err), "send"}
	}
	stage := stages[e.Reason]
	out := &Error{Down, e.ErrorCode(), stage}
	switch permanent := out.Code >= 500; {
	case out.Code < 400 || stage == "" || stage == "from" || out.Code == 421:
	case !permanent:
		out.Verdict = Later
	case stage == "to" && unknown(out.Code, e.EnhancedStatusCode()):
		out.Verdict = NoAddress
	default:
		out.Verdict = Rejected
	}
	return out
}

// unknown tells whether an answer means that there is no such address (RFC
// 3463: X.1.1 to X.1.3, X.1.6, X.1.10, X.2.1), and not that the server does not
// want to pass mail on.
func unknown(code int, enhanced string) bool {
	if enhanced == "" {
		return code == 550 || code == 551 || code == 553
	}
	_, detail, _ := strings.Cut(enhanced, ".")
	switch detail {
	case "1.1", "1.2", "1.3", "1.6", "1.10", "2.1":
		return true
	}
	return false
}

// code is what a server answered, in an error of the library's.
func code(err error) int {
	if e, ok := errors.AsType[*textproto.Error](err); ok {
		return e.Code
	}
	return 0
}
