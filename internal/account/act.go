package account

// Act is something that somebody may do or not. Every route names one, and
// so does every room before it does anything.
type Act string

// The acts, by who does them.
const (
	// Anybody, signed in or not.
	Enter Act = "enter"

	// Everybody who has signed in.
	Look        Act = "look" // catalogues, suggestions, where one's work is
	ReadNotices Act = "notice-read"
	OwnAccount  Act = "account-settings"
	OwnSessions Act = "account-sessions"
	OwnFactors  Act = "account-factors"
	OwnPassword Act = "account-password"
	OwnKeys     Act = "account-keys"
	ReadDaily   Act = "log-daily" // the checkpoint of each day

	// Whoever asks for traces.
	Draft         Act = "draft"
	Check         Act = "firearm-check"
	File          Act = "seizure-file"
	ReadSeizure   Act = "seizure-read"
	ListRequests  Act = "request-list"
	ReadRequest   Act = "request-read"
	ExportSeizure Act = "seizure-export" // its firearms, as a file
	OpenSeizure   Act = "seizure-open"   // say what for, and see the people in it
	Answer        Act = "request-answer"
	Withdraw      Act = "request-withdraw"
	Link          Act = "request-link"
	Message       Act = "request-message" // write to the other side of it
	FindPeople    Act = "people-find"
	SeeViewers    Act = "seizure-viewers"
	Restrict      Act = "seizure-restrict"
	ChangeNamed   Act = "seizure-named" // who is on the list, and un-restricting
	ProposeGrant  Act = "grant-propose"
	ApproveGrant  Act = "grant-approve"
	AcceptGrant   Act = "grant-accept"
	RevokeGrant   Act = "grant-revoke"
	Bar           Act = "account-bar" // keep a named person out of a seizure

	// From one agency to another.
	OfferTransfer   Act = "transfer-offer"
	ApproveTransfer Act = "transfer-approve"
	AcceptTransfer  Act = "transfer-accept"
	EndTransfer     Act = "transfer-end" // take an offer back, or decline one
	ReadTransfers   Act = "transfer-read"

	MarkDecoy Act = "decoy-mark" // of what they filed themselves

	// The tracing center.
	ReadQueue   Act = "queue-read"
	Claim       Act = "request-claim"
	Release     Act = "request-release"
	Assign      Act = "request-assign" // to a tracer, whoever has it
	Prioritise  Act = "request-priority"
	Bulk        Act = "request-bulk" // claim, release, assign or prioritise many at once, each as they may singly
	Work        Act = "request-work" // contact, ask back, recall, conclude
	Correct     Act = "request-correct"
	Approve     Act = "result-approve" // or send back: what another has found
	OpenRequest Act = "request-open"   // say what for, and see the people in it
	ReadFigures Act = "figures-read"   // of the center, or of the own agency
	StopGrant   Act = "grant-stop"     // in an emergency

	KeepViews  Act = "view-keep"  // their own, of the queue
	ShareViews Act = "view-share" // with the center

	// Whom the center can ask.
	ReadLicensees Act = "licensee-read"
	KeepLicensees Act = "licensee-keep" // add and change

	// Questions that are kept ready.
	ReadWordings Act = "wording-read"
	KeepWordings Act = "wording-keep" // add, change and retire

	// Two people let a third on the list of a restricted seizure.
	AskBreak     Act = "break-ask"
	ApproveBreak Act = "break-approve"

	// Whoever looks after people.
	ReadPeople    Act = "office-read"
	Invite        Act = "office-invite"
	ChangeRole    Act = "office-role"
	Disable       Act = "office-disable"
	Unlock        Act = "office-unlock"
	ResetFactors  Act = "office-reset"
	RevokeKeys    Act = "office-keys"
	ChangeCenter  Act = "center-settings"
	ReadChanges   Act = "office-changes" // what two people must agree on
	ApproveChange Act = "office-approve"

	// Whoever looks after the log and the machine.
	SearchAudit Act = "audit-search"
	ExportAudit Act = "audit-export"
	ReviewAudit Act = "audit-review"
	ReadDecoys  Act = "decoy-read"
	ReadSystem  Act = "system-read"
	ReviveMail  Act = "system-mail" // what was given up is sent again
)
