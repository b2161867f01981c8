package post_test

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"rastreo/internal/post"
	"rastreo/internal/post/posttest"
)

var letter = post.Letter{
	ID: "01ABC", To: "alguien@fgr.example.mx", Subject: "Aviso de Rastreo: le hicieron una pregunta · ñandú", Text: "Línea uno\r\n.\r\n" + strings.Repeat("á", 500) + "\r\n",
	HTML: "<p>Línea uno</p>", Lang: "es-MX", Preferences: "https://rastreo.example.mx/account/mail", At: time.Date(2026, 3, 5, 18, 0, 0, 0, time.UTC), AutoSubmitted: true,
}

func send(t *testing.T, c post.Config, l post.Letter) error {
	t.Helper()
	p, err := post.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Open(t.Context())
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Send(l)
}

func TestSend(t *testing.T) {
	for _, secured := range []string{post.StartTLS, post.Implicit, post.Plain} {
		t.Run(secured, func(t *testing.T) {
			server := posttest.Start(t, secured)
			c := server.Config()
			if c.TLS = secured; secured == post.Plain {
				c.User = ""
			}
			if err := send(t, c, letter); err != nil {
				t.Fatal(err)
			}
			taken := server.Taken()
			if len(taken) != 1 {
				t.Fatalf("%d were taken", len(taken))
			}
			m := taken[0]
			if m.TLS != (secured != post.Plain) || m.User != c.User || m.From != posttest.From || m.To != letter.To {
				t.Errorf("taken %+v", m)
			}
			for name, want := range map[string]string{
				"Message-Id": "<01ABC@rastreo.example>", "Auto-Submitted": "auto-generated", "From": "<" + posttest.From + ">", "To": "<" + letter.To + ">",
				"List-Unsubscribe": "<https://rastreo.example.mx/account/mail>", "Content-Language": "es-MX", "Date": "Thu, 05 Mar 2026 18:00:00 +0000",
			} {
				if got := m.Head(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Head("Subject"))
			if err != nil || subject != letter.Subject {
				t.Errorf("subject %q %v", subject, err)
			}
			parts := parts(t, m.Raw)
			if len(parts) != 2 || strings.TrimSpace(parts[0]) != strings.TrimSpace(letter.Text) || strings.TrimSpace(parts[1]) != letter.HTML {
				t.Errorf("parts %q", parts)
			}
			if strings.Contains(m.Raw, "go-mail") {
				t.Error("the mail names the program that wrote it")
			}
		})
	}
}

// parts are the texts in a mail.
func parts(t *testing.T, raw string) (texts []string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err != nil {
			return texts
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(bytes.ReplaceAll(text, []byte("=\r\n"), nil)))
	}
}

// What stands in a header begins no other, and an address is one.
func TestHeadersAreNotBegun(t *testing.T) {
	server := posttest.Start(t, post.StartTLS)
	l := letter
	l.ID, l.Subject, l.Lang = "01\r\nX-One: 1", "Aviso\r\nBcc: otra@example.com\r\n\r\ncuerpo", "es\nX-Two: 2"
	l.Preferences = "https://x.example/\r\nX-Three: 3"
	if err := send(t, server.Config(), l); err != nil {
		t.Fatal(err)
	}
	m := server.Taken()[0]
	for _, name := range []string{"Bcc", "X-One", "X-Two", "X-Three"} {
		if got := m.Head(name); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, to := range []string{"a@example.com, b@example.com", "a@example.com\r\nRCPT TO:<b@example.com>", "a b@example.com", ""} {
		l := letter
		l.To = to
		if err := send(t, server.Config(), l); post.Judged(err) != post.NoAddress {
			t.Errorf("%q: %v", to, err)
		}
	}
	if taken := server.Taken(); len(taken) != 0 {
		t.Errorf("taken %+v", taken)
	}
}

// What a server answers is told apart, and nothing of it is in the error.
func TestVerdicts(t *testing.T) {
	server := posttest.Start(t, post.StartTLS)
	for _, x := range []struct {
		to, data error
		want     post.Verdict
	}{
		{posttest.Busy, nil, post.Later},
		{posttest.Unknown, nil, post.NoAddress},
		{posttest.NoRelay, nil, post.Rejected},
		{nil, posttest.Busy, post.Later},
		{nil, posttest.NoRelay, post.Rejected},
	} {
		server.Answer(x.to)
		server.AnswerData(x.data)
		err := send(t, server.Config(), letter)
		if post.Judged(err) != x.want {
			t.Errorf("%v %v: %v, want %s", x.to, x.data, err, x.want)
		}
		if strings.Contains(err.Error(), "@") || strings.Contains(err.Error(), "here") {
			t.Errorf("the error tells more than what happened: %v", err)
		}
	}
	wrong, nobody, foreign := server.Config(), server.Config(), server.Config()
	wrong.Password = "otra"
	nobody.Server = "127.0.0.1:1"
	foreign.Roots = nil
	for name, c := range map[string]post.Config{"wrong password": wrong, "nobody listens": nobody, "a certificate of nobody's": foreign} {
		if err := send(t, c, letter); post.Judged(err) != post.Down {
			t.Errorf("%s: %v", name, err)
		}
	}
	bare := posttest.Start(t, post.Plain).Config()
	if err := send(t, bare, letter); post.Judged(err) != post.Down {
		t.Errorf("a server without STARTTLS: %v", err)
	}
}

// A server that says nothing holds nobody for longer than it may, and not at
// all when the house closes.
func TestSilentServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c := posttest.Start(t, post.StartTLS).Config()
	c.Server, c.Timeout = l.Addr().String(), 50*time.Millisecond
	if err := send(t, c, letter); post.Judged(err) != post.Down {
		t.Errorf("in time: %v", err)
	}
	c.Timeout = time.Hour
	p, err := post.New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		conn, err := l.Accept()
		if err == nil {
			conn, err = l.Accept()
		}
		cancel()
		if err == nil {
			_, _ = io.Copy(io.Discard, conn)
		}
	}()
	if _, err := p.Open(ctx); post.Judged(err) != post.Down {
		t.Errorf("when the house closes: %v", err)
	}
}

func TestConfig(t *testing.T) {
	good := post.Config{Server: "smtp.example.mx:587", TLS: post.StartTLS, From: posttest.From}
	if _, err := post.New(good); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*post.Config){
		"no port":                 func(c *post.Config) { c.Server = "smtp.example.mx" },
		"a port that is none":     func(c *post.Config) { c.Server = "smtp.example.mx:smtp" },
		"no sender":               func(c *post.Config) { c.From = "" },
		"a sender with a name":    func(c *post.Config) { c.From = "Rastreo <a@example.mx>" },
		"no TLS to elsewhere":     func(c *post.Config) { c.TLS = post.Plain },
		"a password without TLS":  func(c *post.Config) { c.Server, c.TLS, c.User = "localhost:25", post.Plain, "x" },
		"TLS that there is not":   func(c *post.Config) { c.TLS = "maybe" },
		"TLS that nobody chooses": func(c *post.Config) { c.TLS = "" },
	} {
		c := good
		change(&c)
		if _, err := post.New(c); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
