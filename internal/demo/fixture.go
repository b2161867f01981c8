package demo

import (
	"embed"
	"encoding/json"
	"sync"

	"rastreo/internal/account"
	"rastreo/internal/trace"
)

//go:embed fixture/*.json
var files embed.FS

// fixture is what the records are made of.
type fixture struct {
	agencies  []agency
	accounts  []person
	firearms  []model
	places    []trace.Place
	people    []trace.Person
	names     names
	texts     texts
	confided  confided
	licensees []trace.Licensee
}

type agency struct{ Code, Name, Kind, Entidad string }

// person is somebody with an account.
type person struct {
	Username, Name, Agency, Lang, Zone string
	Role                               account.Role
	Key                                bool
}

// model is a kind of firearm. In Serial each # is a digit. Outcomes narrows
// what a trace of it can find.
type model struct {
	Weight                                                int
	Type, Manufacturer, Importer, Model, Caliber, Country string
	Serial, Location, Reading                             string
	Markings                                              []trace.Marking
	Outcomes                                              []string
}

type names struct {
	Given, Surname, Nickname []string
	USGiven                  []string `json:"us_given"`
	USSurname                []string `json:"us_surname"`
	Dealer                   []struct{ Name, City, State, District string }
	Wholesaler               []string
}

type texts struct {
	Offences                                                     []string
	References                                                   map[string][]trace.Reference
	Units                                                        map[string][]string
	Custody                                                      []trace.Custody
	Narratives, Justifications, Instructions, Withdrawals, Twice []string
	Questions                                                    []question
	Said                                                         map[string][]string
	Notes                                                        map[string]string
	Corrections                                                  []string
}

// confided is what few may know of, and what is shared, of seizures with a name
// among these.
type confided struct {
	Seizures []trusted
	Grants   []struct {
		Of, By, To, Purpose, Words string
		Readers, Fields            []string
		Days                       int
		Approve, Accept, Revoke    string // by whom; "" is not yet
	}
	Transfers []struct {
		Of, By, To, Document, Reason string
		Approve, Accept              string // by whom; "" is not yet
		Kind, Number, Holder         string // what whoever accepts says
	}
	Openings []struct{ Of, By, Purpose string }
	Bars     []struct{ Of, By, Name string }
	Breaks   []struct{ Of, By, Coordinator, Reason, Words, Refuse string }
	Decoys   []struct{ Of, Opened string } // by whom
}

// trusted is a seizure; who may know of it beside whoever filed it, or nobody
// where it is open.
type trusted struct {
	Name, By string
	Named    []string
	Invented bool   // nobody traces it
	Party    string // bears the name of a colleague
}

// question is one that tracers ask, in both languages, with its answer.
type question struct {
	Fields         []string
	ES, EN, Answer string
}

// fixtures reads the fixtures once. They are part of the program: one that
// cannot be read is a fault of the build.
var fixtures = sync.OnceValue(func() (f fixture) {
	for name, into := range map[string]any{
		"agency": &f.agencies, "account": &f.accounts, "firearm": &f.firearms, "place": &f.places,
		"person": &f.people, "name": &f.names, "text": &f.texts, "share": &f.confided, "licensee": &f.licensees,
	} {
		text, err := files.ReadFile("fixture/" + name + ".json")
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			panic(err)
		}
	}
	return f
})
