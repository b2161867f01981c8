package trace

import "slices"

// Masked leaves of a seizure what these fields show (catalog.GrantField), and
// whose it is. What is not named here is not shown.
func (s Seizure) Masked(fields []string) Seizure {
	has := func(f string) bool { return slices.Contains(fields, f) }
	out := Seizure{
		ID: s.ID, Folio: s.Folio, AgencyID: s.AgencyID, Agency: s.Agency, AgencyName: s.AgencyName, FiledAt: s.FiledAt,
		Private: s.Private, Grant: s.Grant,
	}
	if has("case") {
		out.Unit, out.Reference, out.Offence, out.FilerName = s.Unit, s.Reference, s.Offence, s.FilerName
	}
	if has("place") {
		out.Recovered = s.Recovered
	}
	if has("people") {
		out.People = s.People
	}
	if has("narrative") {
		out.Narrative = s.Narrative
	}
	if has("custody") {
		out.Custody = s.Custody
	}
	for _, r := range s.Requests {
		out.Requests = append(out.Requests, r.Masked(fields))
	}
	return out
}

// Masked leaves of a request what these fields show.
func (r Request) Masked(fields []string) Request {
	has := func(f string) bool { return slices.Contains(fields, f) }
	out := Request{
		ID: r.ID, Folio: r.Folio, Ordinal: r.Ordinal, SeizureID: r.SeizureID, SeizureFolio: r.SeizureFolio,
		AgencyID: r.AgencyID, Agency: r.Agency, FiledAt: r.FiledAt, Status: r.Status, QueuedAt: r.QueuedAt, EndedAt: r.EndedAt,
		Firearm: r.Firearm,
	}
	out.Priority, out.Justification, out.Instructions, out.SameAs, out.Kept = "", "", "", "", nil
	if has("place") {
		out.Recovered, out.Entidad = r.Recovered, r.Entidad
	}
	if has("result") {
		out.Outcome = r.Outcome
	}
	return out
}

// Masked leaves of a dossier what these fields show.
func (d Dossier) Masked(fields []string) Dossier {
	has := func(f string) bool { return slices.Contains(fields, f) }
	out := Dossier{Request: d.Request.Masked(fields), Seizure: d.Seizure.Masked(fields), Private: d.Private, Grant: d.Grant}
	out.Thread.Private = true
	out.Course = Course{Stage: d.Request.Status.stage(), Waiting: d.Request.Waiting("")}
	for _, e := range d.Events {
		if e.Code == EventLinked || e.Code == EventUnlinked {
			continue
		}
		out.Events = append(out.Events, Event{RequestID: e.RequestID, Seq: e.Seq, At: e.At, ByRole: e.ByRole, Code: e.Code, Params: shownParams(e, has("result"))})
	}
	if has("questions") {
		out.Questions = d.Questions
	}
	if has("result") {
		out.Results = d.Results
	}
	return out
}

// shownParams are of an event what says nothing of people or of other fields:
// the outcome, to whoever is shown the result.
func shownParams(e Event, result bool) map[string]string {
	params := map[string]string{}
	if outcome, ok := e.Params["outcome"]; ok && result {
		params["outcome"] = outcome
	}
	return params
}

// Outline leaves of a seizure what says nothing of people: of the place only
// entidad and municipio.
func (s Seizure) Outline() Seizure {
	at := s.Recovered.Place
	s.Recovered.Place = Place{Country: at.Country, Entidad: at.Entidad, Municipio: at.Municipio}
	s.Recovered.Time = ""
	s.People, s.Narrative, s.Custody = nil, "", Custody{}
	requests := make([]Request, 0, len(s.Requests))
	for _, r := range s.Requests {
		requests = append(requests, r.Outline())
	}
	s.Requests = requests
	return s
}

// Outline leaves of a request what was not written in free words.
func (r Request) Outline() Request {
	r.Justification, r.Instructions = "", ""
	return r
}

// Outline leaves of a dossier what says nothing of people.
func (d Dossier) Outline() Dossier {
	d.Request, d.Seizure, d.Results = d.Request.Outline(), d.Seizure.Outline(), Withheld(d.Results)
	d.Questions, d.Contacts, d.Thread = nil, nil, Thread{Private: true}
	events := make([]Event, 0, len(d.Events))
	for _, e := range d.Events {
		if e.Code == EventWithdrawn {
			e.Params = nil // free words may name people
		}
		events = append(events, e)
	}
	d.Events = events
	for i := range d.Links {
		d.Links[i].Why = ""
	}
	return d
}

// Withheld leaves of results what says nothing of the purchaser, and no free
// words.
func Withheld(results []Result) (out []Result) {
	for _, r := range results {
		r.Purchaser, r.Note, r.Reason = Purchaser{}, "", ""
		out = append(out, r)
	}
	return out
}
