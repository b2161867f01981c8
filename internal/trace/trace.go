// Package trace is the life of a trace request: what is asked, how it is
// checked, and the states it passes through. It does no input or output.
//
// A Filing is what somebody typed about one seizure, whichever door it came
// through; HTML form, JSON body and saved draft are the same struct. Check
// tidies it and lists everything wrong at once. A checked filing becomes one
// Seizure with one Request for each firearm.
package trace

// Filing is one seizure as it is typed. Every member is text, so that
// whatever was typed can be kept and shown again.
type Filing struct {
	Unit      string      `json:"unit,omitempty" validate:"max=128"`
	Reference []Reference `json:"reference" validate:"min=1,max=20,dive"`
	Offence   string      `json:"offence" validate:"required,code=offence"`
	Recovered Recovery    `json:"recovered"`
	Custody   Custody     `json:"custody,omitzero"`
	Firearms  []Firearm   `json:"firearms" validate:"min=1,max=200,dive"`
	People    []Person    `json:"people,omitempty" validate:"max=50,dive"`
	Narrative string      `json:"narrative,omitempty" validate:"max=10000" tidy:"lines"`
	Access    string      `json:"access,omitempty" validate:"omitempty,code=access"` // agency when left out
	Named     []string    `json:"named,omitempty" validate:"max=20,dive,max=64"`     // user names of those who may know of a restricted one, beside whoever files it
}

// Reference is one number under which an authority knows the case. Formats
// differ by authority and year, so the number is kept as typed.
type Reference struct {
	Kind   string `json:"kind" validate:"required,code=reference_kind"`
	Number string `json:"number" validate:"required,max=80"`
}

// Recovery is when and where the firearms were seized.
type Recovery struct {
	Date      string `json:"date" validate:"max=32"`                                  // 2026-03-05, 2026-03 or 2026
	Precision string `json:"precision,omitempty" validate:"omitempty,code=precision"` // of Date; read from it when left out
	Time      string `json:"time,omitempty" validate:"max=32"`                        // 23:55, local time of the place
	Place     Place  `json:"place"`
}

// Custody is who holds the firearms now, and where: often the army holds
// what a prosecutor must trace.
type Custody struct {
	Holder    string `json:"holder,omitempty" validate:"omitempty,code=custody_holder"`
	Name      string `json:"name,omitempty" validate:"max=128"`      // the office or person
	Place     string `json:"place,omitempty" validate:"max=256"`     // the store or armoury
	Reference string `json:"reference,omitempty" validate:"max=128"` // seal, evidence tag or receipt
}

// Firearm is one firearm as the investigator sees it: one trace request.
// Manufacturer, importer, model, caliber and country also take the answers
// unknown, none and illegible.
type Firearm struct {
	Type          string    `json:"type" validate:"required,code=firearm_type"` // NCIC two-letter code
	Manufacturer  string    `json:"manufacturer" validate:"required,max=128" tidy:"answer"`
	Importer      string    `json:"importer,omitempty" validate:"max=128" tidy:"answer"`
	Model         string    `json:"model,omitempty" validate:"max=128" tidy:"answer"`
	Caliber       string    `json:"caliber" validate:"required,max=64" tidy:"answer"`
	Country       string    `json:"country,omitempty" validate:"omitempty,country" tidy:"answer"` // of manufacture, ISO 3166-1 alpha-2
	Year          string    `json:"year,omitempty" validate:"max=16" tidy:"answer"`               // of manufacture, as stamped; four digits or an answer
	Altered       []string  `json:"altered,omitempty" validate:"max=6,dive,code=altered"`         // apart from the type it was made as
	Serial        Serial    `json:"serial"`
	Read          Read      `json:"read,omitzero"`
	Markings      []Marking `json:"markings,omitempty" validate:"max=20,dive"`
	Priority      string    `json:"priority,omitempty" validate:"omitempty,code=priority"` // routine when left out
	Justification string    `json:"justification,omitempty" validate:"max=1000" tidy:"lines"`
	Instructions  string    `json:"instructions,omitempty" validate:"max=1000" tidy:"lines"`
	SameAs        string    `json:"same_as,omitempty" validate:"max=32"` // folio of the agency's own request for this very firearm
	Kept          []Kept    `json:"kept,omitempty" validate:"max=40,dive"`
}

// Kept is why something is sent against an advice: it is so stamped, nobody
// can get at the firearm.
type Kept struct {
	Advice string `json:"advice" validate:"required,advice"` // code of the advice
	Reason string `json:"reason" validate:"required,code=advice_reason"`
}

// Read says of the identifiers other than the serial how each reads on the
// firearm and where.
type Read struct {
	Manufacturer Sighting `json:"manufacturer,omitzero"`
	Importer     Sighting `json:"importer,omitzero"`
	Model        Sighting `json:"model,omitzero"`
	Caliber      Sighting `json:"caliber,omitzero"`
	Country      Sighting `json:"country,omitzero"`
}

// Sighting is how a mark reads and the part of the firearm that bears it.
type Sighting struct {
	Reading  string `json:"reading,omitempty" validate:"omitempty,code=reading"`
	Location string `json:"location,omitempty" validate:"omitempty,code=location"`
}

// Serial is the serial number (matrícula) verbatim, how it reads and where
// it was read. A character that cannot be read is typed "?".
type Serial struct {
	Text     string `json:"text,omitempty" validate:"max=64" tidy:"verbatim"`
	Reading  string `json:"reading,omitempty" validate:"required,code=reading"`
	Location string `json:"location,omitempty" validate:"omitempty,code=location"`

	Missing     string `json:"missing,omitempty" validate:"max=16" tidy:"answer"` // how many characters of a partial one cannot be read, or unknown
	Restoration string `json:"restoration,omitempty" validate:"omitempty,code=restoration"`
}

// Marking is any other mark, verbatim. Marks keep their order for good: a
// photograph names the mark it shows by the request and its place here.
type Marking struct {
	Kind     string `json:"kind,omitempty" validate:"omitempty,code=marking_kind"`
	Text     string `json:"text" validate:"required,max=128" tidy:"verbatim"`
	Reading  string `json:"reading,omitempty" validate:"omitempty,code=reading"`
	Location string `json:"location,omitempty" validate:"max=128"` // catalog.Location, or words
}

// Person is somebody involved: a possessor, an associate, a witness, or
// somebody nobody could identify. Nothing about a person is required.
type Person struct {
	Role        string       `json:"role" validate:"required,code=person_role"`
	Name        Name         `json:"name,omitzero"`
	Aliases     []Name       `json:"aliases,omitempty" validate:"max=20,dive"`
	Nicknames   []string     `json:"nicknames,omitempty" validate:"max=20,dive,max=128"`
	Birth       Birth        `json:"birth,omitzero"`
	Sex         string       `json:"sex,omitempty" validate:"omitempty,code=sex"`
	CURP        string       `json:"curp,omitempty" validate:"max=32" tidy:"answer"` // as the document shows it, or an answer
	Identifiers []Identifier `json:"identifiers,omitempty" validate:"max=20,dive"`
	Nationality string       `json:"nationality,omitempty" validate:"omitempty,country"`
	Address     Place        `json:"address,omitzero"`
}

// Name is a personal name with its two surnames. Full is the name as the
// document has it; it stands alone when nobody can tell its parts.
//
// Style says which document the parts follow: mx has two surnames; us has a
// first, a middle and a last name and a suffix, the last in Surname1.
type Name struct {
	Style          string `json:"style,omitempty" validate:"omitempty,code=name_style"` // mx when left out
	Full           string `json:"full,omitempty" validate:"max=256"`
	Given          string `json:"given,omitempty" validate:"max=128"`
	Middle         string `json:"middle,omitempty" validate:"max=128"` // us only
	Surname1       string `json:"surname1,omitempty" validate:"max=128"`
	Surname2       string `json:"surname2,omitempty" validate:"max=128"`
	Surname2State  string `json:"surname2_state,omitempty" validate:"omitempty,code=surname2_state"`
	MarriedSurname string `json:"married_surname,omitempty" validate:"max=128"`
	Suffix         string `json:"suffix,omitempty" validate:"max=16"` // us only: Jr., III
}

// Birth is a date of birth, as precise as it is known.
type Birth struct {
	Date      string `json:"date,omitempty" validate:"max=32"`
	Precision string `json:"precision,omitempty" validate:"omitempty,code=precision"`
}

// Identifier is the number of an identity document, as the document shows it,
// or an answer in its place.
type Identifier struct {
	Kind   string `json:"kind" validate:"required,code=identifier_kind"`
	Number string `json:"number" validate:"required,max=64" tidy:"answer"`
}
