package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// client is one connection that stays open. It costs little, because what it
// takes of the machine is taken from the house it measures.
type client struct {
	conn net.Conn
	in   *bufio.Reader
	body bytes.Buffer // of the last answer
}

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, in: bufio.NewReaderSize(conn, 32<<10)}, nil
}

// patience is how long an answer may take before the phase has failed.
const patience = 30 * time.Second

// do sends a request and reads the answer, which must have this status.
func (c *client) do(request []byte, status int) error {
	if err := c.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := c.conn.Write(request); err != nil {
		return err
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	c.body.Reset()
	if _, err := io.Copy(&c.body, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != status {
		line, _, _ := bytes.Cut(request, []byte("\r\n"))
		return fmt.Errorf("%s: %s: %.300s", line, answer.Status, c.body.Bytes())
	}
	return nil
}

// request writes a request. who is a header that says who asks.
func request(method, path, who string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nAccept-Language: es-MX\r\n", method, path, who)
	if body != nil {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

// bearer and visit are the headers of an API key and of a session.
func bearer(key string) string     { return "Authorization: Bearer " + key }
func visit(cookie string) string   { return "Cookie: " + cookie }
func page(path, who string) []byte { return request(http.MethodGet, path, who, nil) }

// signIn has a password checked. Whether it is right makes no difference to
// what it costs; a file that was seeded under another secret says it is not.
func signIn(addr, username string) error {
	form := url.Values{"username": {username}, "password": {password}}
	post, err := http.NewRequest(http.MethodPost, "http://"+addr+"/login", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultTransport.RoundTrip(post)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther && answer.StatusCode != http.StatusUnauthorized {
		return fmt.Errorf("sign-in of %s: %s", username, answer.Status)
	}
	return nil
}
