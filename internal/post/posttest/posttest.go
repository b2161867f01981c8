// Package posttest is a mail server for tests: a real one, that takes mails or
// refuses them as it is told.
package posttest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"rastreo/internal/post"
)

// Who may sign in, and from whom mails come.
const (
	User     = "rastreo"
	Password = "una contraseña larga"
	From     = "avisos@rastreo.example"
)

// Mail is one that was taken.
type Mail struct {
	From, To string
	Raw      string
	User     string // who had signed in
	TLS      bool
}

// Head is a header of it.
func (m Mail) Head(name string) string {
	read, err := mail.ReadMessage(bytes.NewReader([]byte(m.Raw)))
	if err != nil {
		return err.Error()
	}
	return read.Header.Get(name)
}

// Server is a mail server.
type Server struct {
	Addr  string
	Roots *x509.CertPool // who vouches for it

	mu    sync.Mutex
	taken []Mail
	to    []error // what it says to the next recipients; nil is yes
	data  []error
	hang  chan struct{}
	waits bool // somebody hears nothing
}

// Start starts a server, with how its connections are secured.
func Start(t testing.TB, secured string) *Server {
	t.Helper()
	s := &Server{}
	cert, roots := certificate(t)
	s.Roots = roots
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "localhost", false, log.New(io.Discard, "", 0)
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	if secured == post.StartTLS {
		server.TLSConfig = config
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Addr = l.Addr().String()
	if secured == post.Implicit {
		l = tls.NewListener(l, config)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { s.Wake(); _ = server.Close() })
	return s
}

// certificate vouches for this machine.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true,
		BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	known, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(known)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// Config is how the server is reached with STARTTLS by whoever may.
func (s *Server) Config() post.Config {
	return post.Config{Server: s.Addr, TLS: post.StartTLS, User: User, Password: Password, From: From, Roots: s.Roots, Timeout: 5 * time.Second}
}

// Taken returns what it has taken since it was last asked.
func (s *Server) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.taken
	s.taken = nil
	return taken
}

// Answer has it say something to the next recipients, one after another.
func (s *Server) Answer(to ...error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = to
}

// AnswerData has it say something to the next mails.
func (s *Server) AnswerData(data ...error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data = data
}

// Hang has it say nothing more to any recipient until Wake.
func (s *Server) Hang() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hang = make(chan struct{})
}

// Wake undoes Hang.
func (s *Server) Wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hang != nil {
		close(s.hang)
	}
	s.hang, s.waits = nil, false
}

// Waits tells whether somebody waits for it since Hang.
func (s *Server) Waits() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waits
}

// Busy and Unknown are answers: come again, and there is no such address.
var (
	Busy    = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "come again"}
	Unknown = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	NoRelay = &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relay access denied"}
)

type session struct {
	server   *Server
	conn     *smtp.Conn
	user     string
	from, to string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return errors.New("wrong")
		}
		s.user = user
		return nil
	}), nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	hang := s.server.hang
	s.server.waits = hang != nil
	err := next(&s.server.to)
	s.server.mu.Unlock()
	if hang != nil {
		<-hang
	}
	s.to = to
	return err
}

func next(list *[]error) (err error) {
	if len(*list) > 0 {
		err, *list = (*list)[0], (*list)[1:]
	}
	return err
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	if err := next(&s.server.data); err != nil {
		return err
	}
	_, secure := s.conn.TLSConnectionState()
	s.server.taken = append(s.server.taken, Mail{s.from, s.to, string(raw), s.user, secure})
	return nil
}
