package trace

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"rastreo/internal/account"
)

// Mailbox is where somebody has their notices mailed, and which of them how.
type Mailbox struct {
	AccountID string
	Address   string    // "" for none
	Wanted    string    // an address that is theirs when the code mailed to it comes back
	CodeUntil time.Time // how long that code works; zero where none was mailed yet
	Refused   string    // the address before, if a mail server does not know it any more
	Ways      map[Topic]Way
}

// Way is how somebody is told of what concerns a topic.
type Way string

// The ways. Every notice is in the portal, whatever the way.
const (
	InPortal Way = "portal"
	AtOnce   Way = "once"
	InDigest Way = "digest"
)

// Ways lists every way.
var Ways = []Way{InPortal, AtOnce, InDigest}

// Topic is what a notice is about, as far as its reader decides how to be told.
type Topic string

// The topics.
const (
	TopicQuestion Topic = "question"
	TopicResult   Topic = "result"
	TopicProgress Topic = "progress" // and whatever is none of the others
	TopicWork     Topic = "work"     // of the tracing center
	TopicAccount  Topic = "account"
	TopicPeople   Topic = "people"
	TopicAccess   Topic = "access"
	TopicLog      Topic = "log"
	TopicDaily    Topic = "daily"
)

// topics are those of the notices that are not about progress.
var topics = map[Topic][]NoticeCode{
	TopicQuestion: {NoticeQuestion, NoticeMessage},
	TopicResult:   {NoticeConcluded, NoticeCorrected},
	TopicWork:     {NoticeAnswered, NoticeWritten, NoticeAssigned, NoticeTakenOver, NoticeWithdrawn, NoticeOverseen, NoticeTransferTracer},
	TopicAccount: {
		NoticeNewDevice, NoticeOddHour, NoticeSessionEnded, NoticeLocked, NoticeFactorAdded, NoticeFactorRemoved, NoticePasswordChanged,
		NoticeCodeUsed, NoticePasskeyCopied, NoticeRole, NoticeReset, NoticeEnabled, NoticeKeyRevoked, NoticeMailChanged, NoticeMailRefused,
	},
	TopicPeople: {
		NoticeSomeoneLocked, NoticeSomeonesCode, NoticeManyLocked, NoticeSomeonesPasskey, NoticeProposed, NoticeDecided, NoticeActivated,
		NoticeIdle, NoticeIdleEnded,
	},
	TopicAccess: {
		NoticeNamed, NoticeNamedProposed, NoticeShareProposed, NoticeShareApproved, NoticeShareAccepted, NoticeShareGiven, NoticeShareEnded,
		NoticeBreakAsked, NoticeBreakDecided, NoticeBreakExpired, NoticeBreakIn, NoticeBreakMade, NoticeBraked, NoticeOversight,
		NoticeDecoy, NoticeDecoyMine, NoticeParty, NoticePartyFiler, NoticePartyStuck,
		NoticeTransferProposed, NoticeTransferOffered, NoticeTransferAccepted, NoticeTransferHolder, NoticeTransferEnded,
	},
	TopicLog: {
		NoticeAuditStalled, NoticeAuditGap, NoticeAuditShrunk, NoticeAuditClock, NoticeAuditUnpublished, NoticeAuditNoFile, NoticeAuditNoCopy,
		NoticeAuditReview, NoticeWrongKeys,
	},
	TopicDaily: {NoticeAuditDay},
}

var topicOf = func() map[NoticeCode]Topic {
	m := map[NoticeCode]Topic{}
	for topic, codes := range topics {
		for _, code := range codes {
			m[code] = topic
		}
	}
	return m
}()

// Topic is what the notice is about.
func (c NoticeCode) Topic() Topic {
	if topic, ok := topicOf[c]; ok {
		return topic
	}
	return TopicProgress
}

// TopicsOf lists the topics of which a role is told.
func TopicsOf(role account.Role) []Topic {
	switch role {
	case account.Submitter, account.Trainee:
		return []Topic{TopicQuestion, TopicResult, TopicProgress, TopicAccess, TopicAccount}
	case account.Coordinator:
		return []Topic{TopicQuestion, TopicResult, TopicProgress, TopicAccess, TopicPeople, TopicAccount, TopicDaily}
	case account.Tracer, account.Trainer:
		return []Topic{TopicWork, TopicProgress, TopicAccount}
	case account.Supervisor:
		return []Topic{TopicWork, TopicProgress, TopicAccess, TopicPeople, TopicAccount}
	case account.Admin:
		return []Topic{TopicPeople, TopicAccess, TopicAccount, TopicDaily}
	case account.Auditor:
		return []Topic{TopicLog, TopicAccess, TopicAccount, TopicDaily}
	}
	return []Topic{TopicAccount}
}

// Way is how the mailbox's owner is told of a topic: as they chose, or as is
// usual. What waits for them and what may be wrong comes at once, the rest once
// a day; the checkpoint of the day is mailed to whoever asks for it.
func (m Mailbox) Way(topic Topic) Way {
	if way, ok := m.Ways[topic]; ok {
		return way
	}
	switch topic {
	case TopicQuestion, TopicResult, TopicAccount, TopicAccess, TopicLog:
		return AtOnce
	case TopicDaily:
		return InPortal
	}
	return InDigest
}

// plain are the notices of which a mail may say what they are about. Of others
// it says that there is one: a mailbox has other readers than the portal.
var plain = slices.Concat(topics[TopicQuestion], topics[TopicResult], topics[TopicAccount], topics[TopicLog], topics[TopicDaily],
	[]NoticeCode{NoticeReceived, NoticePriority, NoticeAnswered, NoticeWritten, NoticeAssigned, NoticeTakenOver, NoticeWithdrawn})

// Plain tells whether a mail may say what the notice is about.
func (c NoticeCode) Plain() bool { return slices.Contains(plain, c) }

// Mailed tells whether the notice is ever mailed: that mail does not arrive is
// not.
func (c NoticeCode) Mailed() bool { return c != NoticeMailRefused }

// WaysText is how ways are kept: topic:way with spaces between, sorted.
func WaysText(ways map[Topic]Way) string {
	var parts []string
	for topic, way := range ways {
		parts = append(parts, string(topic)+":"+string(way))
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// ParseWays undoes WaysText. What is no way is left out.
func ParseWays(text string) map[Topic]Way {
	ways := map[Topic]Way{}
	for part := range strings.FieldsSeq(text) {
		topic, way, _ := strings.Cut(part, ":")
		if slices.Contains(Ways, Way(way)) {
			ways[Topic(topic)] = Way(way)
		}
	}
	return ways
}

// addressShape is what an address looks like that every mail server takes: one
// address and nothing else, in ASCII (RFC 5321, without quoted names).
var addressShape = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$`)

// The most characters of an address, and of what stands before its @.
const (
	longestAddress = 254
	longestLocal   = 64
)

// ParseAddress reads a mail address as it was typed, its domain in lower case.
// ok is false where it is none.
func ParseAddress(typed string) (address string, ok bool) {
	typed = strings.TrimSpace(typed)
	at := strings.LastIndexByte(typed, '@')
	if at < 1 || at > longestLocal || len(typed) > longestAddress {
		return "", false
	}
	address = typed[:at] + strings.ToLower(typed[at:])
	return address, addressShape.MatchString(address)
}
