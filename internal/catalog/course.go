package catalog

// Waiting is what a request waits for, as whoever asked may know it: of the
// chain from maker to dealer which link is asked, and never whom.
var Waiting = newList("waiting", "turn", "tracer", "manufacturer", "importer", "wholesaler", "dealer", "other", "approval", "answer", "nothing")

// Stage is how far a request is on its way.
var Stage = newList("stage", "received", "turn", "trace", "end")

// Next is what happens next with a request, or what whoever asked can do.
var Next = newList("next",
	"turn", "chain", "ask", "result", "late",
	"reply", "no_limit", "silence", "resume",
	"lead", "reserved", "closed", "better", "corrected",
	"kept", "anew")
