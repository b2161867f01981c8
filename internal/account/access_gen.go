//go:build ignore

// Writes docs/access.md from the policy.
package main

import (
	"fmt"
	"log"
	"os"
	"strings"

	"rastreo/internal/account"
)

const head = `# Who may do what

Written by ` + "`go generate ./internal/account`" + ` from ` + "`internal/account/policy.go`" + `; do not edit it here.
What is not in the table nobody may do. Every page, every route of the API and every act of a room asks this one table
(` + "`account.May`" + `); a route that names no act of it keeps the program from starting.

How far a role reaches: **own**, what they filed, or their own account; **colleague**, what somebody of their agency filed,
unless it is restricted; **named**, a restricted seizure whose list they are on; **guest**, the same for 24 hours in an
emergency; **granted**, what another agency shares with them while the grant holds; **claimed**, a request in their hands; **second**, at the tracing center one whose result waits for a second person; **queue**, every request, because they work at the
tracing center; **any**, without regard to a record. Where somebody reaches a record in no way it is answered as one that
does not exist (404); where they know of it and may not do this, as forbidden (403). Somebody barred from a seizure by name
reaches it in no way.

*Proof*: who they are was proved within five minutes. *Purpose*: they said what for, unless the record is their own or they
are named. *First*: open to whoever has yet to add the factors of their role, who may do nothing else. *Key*: the scope an API
key needs; without one only a person who has signed in may.

`

var words = []struct {
	reach account.Reach
	word  string
}{
	{account.Own, "own"},
	{account.Colleague, "colleague"},
	{account.Named, "named"},
	{account.Guest, "guest"},
	{account.Granted, "granted"},
	{account.Claimed, "claimed"},
	{account.Second, "second"},
	{account.Queue, "queue"},
	{account.Any, "any"},
}

func main() {
	var b strings.Builder
	b.WriteString(head)
	b.WriteString("| act |")
	for _, role := range account.Roles {
		fmt.Fprintf(&b, " %s |", role)
	}
	b.WriteString(" proof | purpose | first | key |\n|" + strings.Repeat("---|", len(account.Roles)+5) + "\n")
	for _, r := range account.Policy {
		line(&b, r)
	}
	if err := os.WriteFile("../../docs/access.md", []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}

func line(b *strings.Builder, r account.Rule) {
	fmt.Fprintf(b, "| `%s` |", r.Act)
	for _, role := range account.Roles {
		reach := r.For[role]
		if r.Public() {
			reach = r.For[""]
		}
		fmt.Fprintf(b, " %s |", far(reach))
	}
	fmt.Fprintf(b, " %s | %s | %s | %s |\n", yes(r.StepUp), yes(r.Purpose), yes(r.First), r.Scope)
}

func far(reach account.Reach) string {
	var list []string
	for _, w := range words {
		if reach&w.reach != 0 {
			list = append(list, w.word)
		}
	}
	return strings.Join(list, ", ")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
