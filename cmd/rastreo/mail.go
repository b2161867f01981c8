package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"rastreo/internal/app"
	"rastreo/internal/post"
)

// mailing says by which server notices are mailed.
type mailing struct {
	Server       string `placeholder:"HOST:PORT" help:"SMTP server by which the live world's notices are mailed. Without it none is; in the training world never. Needs --origin, to which mails lead."`
	TLS          string `name:"tls" enum:"starttls,implicit,none" default:"starttls" help:"How the connection is secured: ${enum}. With starttls (port 587) a server that does not offer it is refused; implicit is for port 465; none only goes to this machine."`
	User         string `placeholder:"NAME" help:"User name to sign in with; none signs in as nobody."`
	PasswordFile string `type:"existingfile" placeholder:"PATH" help:"File of its password. Without it, the environment variable RASTREO_MAIL_PASSWORD."`
	From         string `placeholder:"ADDRESS" help:"Address that mails come from."`
}

// post is the server, nil where none was named.
func (m mailing) post() (*post.Post, error) {
	if m.Server == "" {
		return nil, nil
	}
	if m.From == "" {
		return nil, errors.New("--mail-from is needed")
	}
	c := post.Config{Server: m.Server, TLS: m.TLS, User: m.User, From: m.From, Password: os.Getenv("RASTREO_MAIL_PASSWORD")}
	if m.PasswordFile != "" {
		text, err := os.ReadFile(m.PasswordFile)
		if err != nil {
			return nil, err
		}
		c.Password = strings.TrimRight(string(text), "\r\n")
	}
	return post.New(c)
}

// mails groups what is done about mail.
type mails struct {
	Test testMail `cmd:"" help:"Send one mail to an address, and say what the server answered."`
}

// testMail tries the server.
type testMail struct {
	Address string  `arg:"" help:"Where to."`
	Lang    string  `enum:"es,en" default:"es" help:"Language: ${enum}."`
	Mail    mailing `embed:"" prefix:"mail-"`
}

// Run sends the mail.
func (t testMail) Run(ctx context.Context, log *slog.Logger) error {
	p, err := t.Mail.post()
	if err != nil {
		return err
	}
	if p == nil {
		return errors.New("--mail-server is needed")
	}
	c := house(log)
	c.Post = p
	if err := app.TryMail(ctx, c, t.Address, t.Lang); err != nil {
		return err
	}
	fmt.Println("accepted")
	return nil
}
