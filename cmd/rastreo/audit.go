package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"rastreo/internal/app"
	"rastreo/internal/audit"
)

// checkpoints are the files that a world's checkpoints are appended to: the
// one that is named, or one beside a SQLite file, and a second if it is named.
func checkpoints(database, file, second string) (files []string) {
	if file == "" && database != "" && !strings.Contains(database, "://") {
		file = database + ".checkpoints"
	}
	for _, path := range []string{file, second} {
		if path != "" {
			files = append(files, path)
		}
	}
	return files
}

// audits groups what is done with the audit log.
type audits struct {
	Verify  verifyAudit `cmd:"" help:"Read the audit log of a copy through and tell what was done to it. Needs no secret and no network."`
	Key     auditKey    `cmd:"" help:"Print the public key of a log, as a line for a file of keys."`
	Witness newWitness  `cmd:"" help:"Make the key of a witness and print its public half."`
	Cosign  cosign      `cmd:"" help:"Verify a copy up to the last checkpoint, hold it against what this witness has signed before, and sign."`
	Export  exportAudit `cmd:"" help:"Print the audit log of a copy as JSON lines, oldest first."`
}

// copied says which copy is read.
type copied struct {
	DB string `name:"db" required:"" placeholder:"PATH|URL" help:"The copy: path of a SQLite file, which is not written to, or a postgres:// URL."`
}

// evidence is what a copy is held against.
type evidence struct {
	Checkpoint string `type:"path" placeholder:"PATH" help:"File of checkpoints that was kept apart from the database."`
	Keys       string `type:"path" placeholder:"PATH" help:"File of public keys: one a line, log or witness and the key."`
}

// read reads both files.
func (e evidence) read(database string) (c app.AuditCopy, err error) {
	c.DSN = database
	if e.Checkpoint != "" {
		text, err := os.ReadFile(e.Checkpoint)
		if err != nil {
			return c, err
		}
		var torn string
		c.Notes, torn = audit.Notes(string(text))
		c.Torn = torn != ""
	}
	if e.Keys != "" {
		text, err := os.ReadFile(e.Keys)
		if err != nil {
			return c, err
		}
		c.Keys, err = audit.ParseKeys(string(text))
		return c, err
	}
	return c, nil
}

// world says whose log it is.
type whose struct {
	World      string `enum:"live,training" default:"live" help:"Which world the log is of: ${enum}."`
	SecretFile string `type:"path" placeholder:"PATH" help:"File of the world's secret, from which the key can be drawn."`
}

// verifyAudit verifies a copy.
type verifyAudit struct {
	copied
	evidence
	whose
	Printed   string `placeholder:"SIZE:ROOT" help:"A checkpoint that was printed: its number of events and its root."`
	Witnesses int    `default:"0" help:"How many witnesses must have signed the last checkpoint in the file."`
}

// Run prints what the log is and everything that was found, one a line.
func (v verifyAudit) Run(ctx context.Context) error {
	c, err := v.read(v.DB)
	if err != nil {
		return err
	}
	if c.Keys.Log == nil && v.SecretFile != "" {
		key, err := app.AuditKey(v.World, v.SecretFile)
		if err != nil {
			return err
		}
		own, err := key.Keys()
		if err != nil {
			return err
		}
		c.Keys.Log = own.Log
	}
	if c.Size, c.Root, err = printed(v.Printed); err != nil {
		return err
	}
	start := time.Now()
	r, err := app.VerifyAudit(ctx, c)
	if err != nil {
		return err
	}
	describe(r, time.Since(start))
	if c.Keys.Log == nil {
		fmt.Println("signatures were not checked, only that the log fits together: give --keys")
	}
	if last := newest(r.Outside); len(last.By) < v.Witnesses {
		return fmt.Errorf("the last checkpoint has %d of %d witnesses", len(last.By), v.Witnesses)
	}
	return whole(r)
}

// printed reads a checkpoint that was typed from paper; "" is none.
func printed(text string) (size int64, root tlog.Hash, err error) {
	if text == "" {
		return 0, root, nil
	}
	number, hash, _ := strings.Cut(text, ":")
	size, err = strconv.ParseInt(number, 10, 64)
	if err == nil {
		root, err = tlog.ParseHash(hash)
	}
	if err != nil || size < 1 {
		return 0, root, fmt.Errorf("--printed: not SIZE:ROOT: %q", text)
	}
	return size, root, nil
}

// describe prints what a log is.
func describe(r app.AuditReport, took time.Duration) {
	fmt.Println("log", r.Origin)
	fmt.Println("size", r.Head.Size)
	fmt.Println("root", r.Head.Root())
	fmt.Printf("checkpoints %d, and %d from elsewhere\n", r.Checkpoints, len(r.Outside))
	if last := newest(r.Outside); len(last.By) > 0 {
		fmt.Printf("witnesses of %d: %s\n", last.Size, strings.Join(last.By, " "))
	}
	fmt.Printf("read in %s, %.0f events a second\n", took.Round(time.Millisecond), float64(r.Head.Size)/max(took.Seconds(), 1e-6))
	for _, f := range r.Findings {
		fmt.Println("found", f.Kind, f.Seq)
	}
}

func whole(r app.AuditReport) error {
	if n := len(r.Findings); n > 0 {
		return fmt.Errorf("the log is not whole: %d found", n)
	}
	return nil
}

// newest is the last of some checkpoints, with the names of everybody who
// signed it in any place.
func newest(points []audit.Checkpoint) (last audit.Checkpoint) {
	for _, p := range points {
		switch {
		case p.Size > last.Size || last.Note == "":
			last = p
		case p.Size == last.Size:
			last.By = append(slices.Clone(last.By), p.By...)
			last.Note = p.Note
		}
	}
	slices.Sort(last.By)
	last.By = slices.Compact(last.By)
	return last
}

// auditKey prints the public key of a log.
type auditKey struct {
	whose
	DB string `name:"db" placeholder:"PATH" help:"Database of the world, if its secret stands beside it."`
}

// Run prints it.
func (k auditKey) Run() error {
	if k.SecretFile == "" && k.DB == "" {
		return errors.New("--secret-file or --db is needed")
	}
	key, err := app.AuditKey(k.World, cmp.Or(k.SecretFile, k.DB+".secret"))
	if err != nil {
		return err
	}
	fmt.Print(key.LogLine())
	return nil
}

// newWitness makes the key of a witness.
type newWitness struct {
	Out  string `required:"" type:"path" placeholder:"PATH" help:"File of the new key, which only its owner may read."`
	Name string `required:"" help:"Name of the witness, such as fgr.example.mx, without spaces."`
}

// Run makes it.
func (w newWitness) Run() error {
	seed := make([]byte, 32)
	if _, err := rand.Read(seed); err != nil {
		return err
	}
	key, err := audit.NewKey(w.Name, seed)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(w.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(key.File())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	fmt.Print(key.WitnessLine())
	return nil
}

// cosign signs as a witness.
type cosign struct {
	DB         string `name:"db" required:"" placeholder:"PATH|URL" help:"The copy: path of a SQLite file, which is not written to, or a postgres:// URL."`
	Checkpoint string `required:"" type:"path" placeholder:"PATH" help:"File of checkpoints; the signed one is appended to it."`
	Keys       string `required:"" type:"path" placeholder:"PATH" help:"File of public keys, the log's among them."`
	Key        string `required:"" type:"path" placeholder:"PATH" help:"The witness's key. What it has signed is kept beside it, as PATH.signed."`
}

// Run verifies, signs and appends.
func (c cosign) Run(ctx context.Context) error {
	key, err := witnessKey(c.Key)
	if err != nil {
		return err
	}
	proof, err := evidence{c.Checkpoint, c.Keys}.read(c.DB)
	if err != nil {
		return err
	}
	if proof.Keys.Log == nil {
		return errors.New("there is no key of the log in --keys")
	}
	before, err := os.ReadFile(c.Key + ".signed")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	signed, _ := audit.Notes(string(before))
	proof.Notes = append(proof.Notes, signed...)
	start := time.Now()
	r, err := app.VerifyAudit(ctx, proof)
	if err != nil {
		return err
	}
	describe(r, time.Since(start))
	if err := whole(r); err != nil {
		return err
	}
	last := newest(r.Outside)
	if last.Note == "" {
		return errors.New("there is no checkpoint to sign")
	}
	note, err := last.Cosign(key)
	if err != nil {
		return err
	}
	fmt.Println("signed", last.Size)
	return errors.Join(appendTo(c.Key+".signed", audit.Line(note)), appendTo(c.Checkpoint, audit.Line(note)))
}

func witnessKey(path string) (audit.Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return audit.Key{}, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return audit.Key{}, fmt.Errorf("%s may be read by others: chmod 600", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return audit.Key{}, err
	}
	return audit.ParseFile(string(text))
}

func appendTo(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// exportAudit prints a log.
type exportAudit struct{ copied }

// Run prints it.
func (e exportAudit) Run(ctx context.Context) error {
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	return errors.Join(app.ExportAudit(ctx, e.DB, out), out.Flush())
}
