// Package post hands mails to one SMTP server.
package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"
)

// How a connection is kept from others.
const (
	StartTLS = "starttls" // the server must offer it
	Implicit = "implicit" // from the first byte
	Plain    = "none"     // to this machine alone
)

// Config is which server, and in whose name.
type Config struct {
	Server   string // host:port
	TLS      string
	User     string // "" signs in as nobody
	Password string
	From     string         // the address that mails come from
	Roots    *x509.CertPool // whose certificates are believed; nil is those of the machine
	Timeout  time.Duration  // of signing in, and of each mail; 0 is fifteen seconds
}

// Post knows one server.
type Post struct {
	Config
	host   string
	port   int
	domain string // of From
}

const timeout = 15 * time.Second

// New returns the server of c. Nothing is sent to it yet.
func New(c Config) (*Post, error) {
	host, port, err := net.SplitHostPort(c.Server)
	if err != nil {
		return nil, fmt.Errorf("post: %w", err)
	}
	p := &Post{Config: c, host: host}
	if p.port, err = strconv.Atoi(port); err != nil || p.port < 1 || p.port > 65535 {
		return nil, fmt.Errorf("post: %q is no port", port)
	}
	from, err := netmail.ParseAddress(c.From)
	if err != nil || from.Name != "" {
		return nil, fmt.Errorf("post: %q is no address to send from", c.From)
	}
	p.From, p.domain = from.Address, from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	if p.Timeout == 0 {
		p.Timeout = timeout
	}
	switch c.TLS {
	case StartTLS, Implicit:
	case Plain:
		if !loopback(host) {
			return nil, errors.New("post: without TLS mail goes to this machine alone")
		}
		if c.User != "" {
			return nil, errors.New("post: a password goes over TLS alone")
		}
	default:
		return nil, fmt.Errorf("post: %q is no kind of TLS", c.TLS)
	}
	return p, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Letter is a mail. Where it goes to was checked before.
type Letter struct {
	ID            string // the same however often it is sent
	To            string
	Subject       string
	Text, HTML    string
	Lang          string // BCP 47
	Preferences   string // address of the page where its reader can stop it
	At            time.Time
	AutoSubmitted bool // nobody asked for it just now
}

// Session is a conversation with the server.
type Session struct {
	post   *Post
	client *mail.Client
	stop   func() bool
}

// Open signs in to the server. When ctx ends so does the conversation.
func (p *Post) Open(ctx context.Context) (*Session, error) {
	s := &Session{post: p, stop: func() bool { return true }}
	options := []mail.Option{
		mail.WithPort(p.port), mail.WithTimeout(p.Timeout), mail.WithHELO(p.domain), mail.WithoutSMTPUTF8(),
		mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(p.secured()), mail.WithDialContextFunc(s.dialer(ctx)),
	}
	if p.TLS != StartTLS {
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if p.TLS == Implicit {
		options = append(options, mail.WithSSL())
	}
	if p.User != "" {
		kind := mail.SMTPAuthAutoDiscover
		if p.TLS == Implicit {
			kind = mail.SMTPAuthPlainNoEnc // the library does not know that what it was dialled is TLS
		}
		options = append(options, mail.WithSMTPAuth(kind), mail.WithUsername(p.User), mail.WithPassword(p.Password))
	}
	var err error
	if s.client, err = mail.NewClient(p.host, options...); err != nil {
		return nil, &Error{Down, 0, "configure"}
	}
	if err := s.client.DialWithContext(ctx); err != nil {
		s.stop()
		return nil, &Error{Down, code(err), "connect"}
	}
	return s, nil
}

func (p *Post) secured() *tls.Config {
	return &tls.Config{ServerName: p.host, RootCAs: p.Roots, MinVersion: tls.VersionTLS12}
}

// dialer connects, and hangs up when ctx ends: between two commands the
// library does not look at it.
func (s *Session) dialer(ctx context.Context) mail.DialContextFunc {
	return func(dial context.Context, network, addr string) (net.Conn, error) {
		var d net.Dialer
		c, err := d.DialContext(dial, network, addr)
		if err != nil {
			return nil, err
		}
		if s.post.TLS == Implicit {
			secure := tls.Client(c, s.post.secured())
			if err := secure.HandshakeContext(dial); err != nil {
				return nil, errors.Join(err, c.Close())
			}
			c = secure
		}
		s.stop = context.AfterFunc(ctx, func() { _ = c.Close() })
		return c, nil
	}
}

// Close says goodbye to the server.
func (s *Session) Close() {
	s.stop()
	_ = s.client.Close() // what was accepted was accepted
}

// Send hands a letter over. Its error, if any, is an [Error].
func (s *Session) Send(l Letter) error {
	m, err := s.message(l)
	if err != nil {
		return &Error{NoAddress, 0, "write"}
	}
	if err := s.client.Send(m); err != nil && !m.IsDelivered() {
		return judge(err)
	}
	return nil
}

func (s *Session) message(l Letter) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(m.From(s.post.From), m.To(l.To)); err != nil {
		return nil, err
	}
	m.Subject(oneLine(l.Subject))
	m.SetMessageIDWithValue(oneLine(l.ID) + "@" + s.post.domain)
	m.SetDateWithValue(l.At)
	m.SetGenHeader("Content-Language", oneLine(l.Lang))
	if l.Preferences != "" {
		m.SetListUnsubscribe(oneLine(l.Preferences))
	}
	if l.AutoSubmitted {
		m.SetGenHeader("Auto-Submitted", "auto-generated")
		m.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	m.SetBodyString(mail.TypeTextPlain, l.Text)
	m.AddAlternativeString(mail.TypeTextHTML, l.HTML)
	return m, nil
}

// oneLine keeps what stands in a header from beginning another.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}
