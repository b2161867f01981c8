package app

import (
	"context"
	"errors"
	"fmt"

	"rastreo/internal/i18n"
	"rastreo/internal/notify"
	"rastreo/internal/trace"
	"rastreo/locales"
	"rastreo/web"
)

// TryMail sends a mail to an address by the server of c, to see whether it can.
func TryMail(ctx context.Context, c Config, typed, lang string) error {
	address, ok := trace.ParseAddress(typed)
	if !ok {
		return fmt.Errorf("app: %q is no mail address", typed)
	}
	bundle, err := i18n.Load(locales.FS)
	if err != nil {
		return err
	}
	letter, err := notify.Trial(web.FS, bundle.Printer(lang, nil), address, c.Now())
	if err != nil {
		return err
	}
	s, err := c.Post.Open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Send(letter)
}

// mails is an error where mail is set up and could lead nowhere.
func (c Config) mails() error {
	if c.Post != nil && c.Origin == "" {
		return errors.New("app: to mail notices the address of the portal is needed")
	}
	return nil
}
