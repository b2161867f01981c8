package account

import "slices"

// Role is what a person is here for. Each account has one.
type Role string

// The roles. A coordinator sees the whole agency's records; a supervisor is
// the tracing center's. An administrator looks after the people of one agency
// and an auditor after the log; neither sees a request. Trainers and trainees
// exist where people practise, and nowhere else: a trainee files as a
// submitter does, a trainer answers as the tracing center.
const (
	Submitter   Role = "submitter"
	Coordinator Role = "coordinator"
	Admin       Role = "admin"
	Tracer      Role = "tracer"
	Supervisor  Role = "supervisor"
	Auditor     Role = "auditor"
	Trainer     Role = "trainer"
	Trainee     Role = "trainee"
	Operator    Role = "operator"
)

// house is nobody's role, and no account can have it.
const house Role = "house"

// Roles in the order menus show them.
var Roles = []Role{Submitter, Coordinator, Admin, Tracer, Supervisor, Auditor, Trainer, Trainee, Operator}

// Practice are the roles of those who teach and learn.
var Practice = []Role{Trainer, Trainee}

// Has tells whether r is a role.
func (r Role) Has() bool { return slices.Contains(Roles, r) }

// Requester tells whether the role asks for traces.
func (r Role) Requester() bool { return r == Submitter || r == Coordinator || r == Trainee }

// Staff tells whether the role works the queue of the tracing center.
func (r Role) Staff() bool { return r == Tracer || r == Supervisor || r == Trainer }

// Fits tells whether an agency of this kind has people of the role: staff are
// the center's, requesters everybody else's. Administrators, auditors and
// operators may belong to any.
func (r Role) Fits(kind string) bool {
	switch {
	case r.Staff():
		return kind == Center
	case r.Requester():
		return kind != Center
	}
	return r.Has()
}

// Privileged tells whether the role can do harm to many: its sessions are
// shorter, and only a passkey opens them.
func (r Role) Privileged() bool {
	return slices.Contains([]Role{Admin, Tracer, Supervisor, Auditor, Operator}, r)
}
