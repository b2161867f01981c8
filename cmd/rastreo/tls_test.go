package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// certify writes a certificate of its own and its key, and returns the pool
// that trusts it.
func certify(t *testing.T, serial int64, cert, key string) *x509.CertPool {
	t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	of := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "rastreo.test"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, own.Public(), own)
	ok(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(own)
	ok(t, err)
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	ok(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	ok(t, os.WriteFile(cert, certPEM, 0o600))
	later := time.Now().Add(time.Duration(serial) * time.Minute) // a clock of files may stand still
	ok(t, os.Chtimes(cert, later, later))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(certPEM)
	return pool
}

// The portal ends TLS itself: with HTTP/2 and nothing old, and with the next
// certificate as soon as it is there.
func TestTLS(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	pool := certify(t, 1, cert, key)
	p := start(t, "serve", "--db="+filepath.Join(folder, "live.db"), "--tls-cert="+cert, "--tls-key="+key)
	address := strings.TrimPrefix(p.url, "http://")
	ask := func(change func(c *tls.Config)) (*http.Response, error) {
		c := &tls.Config{RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS10}
		change(c)
		transport := &http.Transport{TLSClientConfig: c, ForceAttemptHTTP2: true}
		defer transport.CloseIdleConnections()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+address+"/login", nil)
		ok(t, err)
		answer, err := transport.RoundTrip(r)
		if err == nil {
			answer.Body.Close()
		}
		return answer, err
	}
	a, err := ask(func(*tls.Config) {})
	ok(t, err)
	if a.ProtoMajor != 2 || a.TLS.Version != tls.VersionTLS13 || a.StatusCode != http.StatusOK ||
		!strings.Contains(a.Header.Get("Strict-Transport-Security"), "63072000") {
		t.Errorf("%s %s %v", a.Proto, a.Status, a.Header)
	}
	if _, err := ask(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }); err != nil {
		t.Error(err)
	}
	if _, err := ask(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS11 }); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	if _, err := ask(func(c *tls.Config) {
		c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA}
	}); err == nil {
		t.Error("a cipher without forward secrecy or authentication is taken")
	}
	ok(t, os.WriteFile(cert, []byte("half a certificate"), 0o600))
	if _, err := ask(func(*tls.Config) {}); err != nil {
		t.Errorf("a broken file ends the service: %v", err)
	}
	pool = certify(t, 2, cert, key)
	if a, err = ask(func(*tls.Config) {}); err != nil || a.TLS.PeerCertificates[0].SerialNumber.Int64() != 2 {
		t.Errorf("the new certificate is not in use: %v", err)
	}
}

func TestTLSFlags(t *testing.T) {
	for _, s := range []secure{
		{TLSCert: "cert.pem"},
		{TLSKey: "key.pem"},
		{TLSCert: "missing", TLSKey: "missing"},
		{Autocert: []string{"rastreo.test"}},
		{Autocert: []string{"rastreo.test"}, AutocertCache: t.TempDir(), TLSCert: "cert.pem"},
	} {
		if _, _, err := s.setup(slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%+v is taken", s)
		}
	}
}

// Certificates are asked for only under the names that were given, and what
// the authority does not ask is led to https.
func TestAutocert(t *testing.T) {
	asked := 0
	authority := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer authority.Close()
	s := secure{Autocert: []string{"rastreo.test"}, AutocertCache: t.TempDir(), AutocertURL: authority.URL}
	c, plain, err := s.setup(slog.New(slog.DiscardHandler))
	ok(t, err)
	if _, err := c.GetCertificate(&tls.ClientHelloInfo{ServerName: "other.test", CipherSuites: []uint16{tls.TLS_AES_128_GCM_SHA256}}); err == nil || asked != 0 {
		t.Error("a certificate was asked for under another name")
	}
	for _, x := range []struct {
		method, path, to string
		status           int
	}{
		{http.MethodGet, "/requests?q=1", "https://rastreo.test/requests?q=1", http.StatusPermanentRedirect},
		{http.MethodPost, "/login", "", http.StatusBadRequest},
		{http.MethodGet, "/.well-known/acme-challenge/none", "", http.StatusNotFound},
	} {
		w := httptest.NewRecorder()
		plain.ServeHTTP(w, httptest.NewRequest(x.method, "http://rastreo.test"+x.path, nil))
		if w.Code != x.status || w.Header().Get("Location") != x.to {
			t.Errorf("%s %s: %d %q", x.method, x.path, w.Code, w.Header().Get("Location"))
		}
	}
}

// A password in the address of a database is in nothing the program says.
func TestPasswordUnsaid(t *testing.T) {
	const word = "kanarienvogel"
	for _, at := range []string{
		"postgres://rastreo:" + word + "@127.0.0.1:1/rastreo?connect_timeout=1",
		"postgresql://rastreo:" + word + "@127.0.0.1:nonsense/rastreo",
		"postgres://rastreo:" + word + "@127.0.0.1:1/rastreo?sslmode=nonsense",
		"postgres://rastreo:" + word + "%zz@127.0.0.1:1/rastreo",
		"postgres://rastreo@127.0.0.1:1/rastreo?connect_timeout=1&password=" + word,
		"Postgres://rastreo:" + word + "@127.0.0.1:1/rastreo",
	} {
		for _, c := range []*exec.Cmd{
			program(t, "serve", "--db="+at, "--addr=127.0.0.1:0", "--ops-addr="), program(t, "migrate", "--db="+at),
			program(t, "serve", "--addr=127.0.0.1:0", "--ops-addr="),
		} {
			c.Dir = t.TempDir()
			c.Env = append(c.Env, "RASTREO_DB="+at)
			out, complaint, code := said(t, c)
			if code == 0 || strings.Contains(out+complaint, word) {
				t.Errorf("%s: ends with %d, says %s%s", at, code, out, complaint)
			}
		}
	}
}

// activation is a code as the console prints it.
var activation = regexp.MustCompile(`([0-9A-Z]{4}-){6}[0-9A-Z]{4}`)

// The program starts and lets people in with the cryptography of FIPS 140-3
// alone to its credit.
func TestFIPS(t *testing.T) {
	db := filepath.Join(t.TempDir(), "live.db")
	fips := func(c *exec.Cmd) *exec.Cmd { c.Env = append(c.Env, "GODEBUG=fips140=on"); return c }
	add := fips(program(t, "account", "add", "--db="+db, "--username=ana", "--name=Ana Ruiz", "--role=submitter", "--agency=FGR"))
	const phrase = "una frase de más de quince"
	printed, complaint, code := said(t, add)
	if code != 0 {
		t.Fatal(complaint)
	}
	p := begin(t, fips(program(t, "serve", "--db="+db, "--addr=127.0.0.1:0", "--ops-addr=", "--plain-http")))
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	begun, err := c.PostForm(p.url+"/activate", url.Values{
		"username": {"ana"}, "code": {activation.FindString(printed)}, "password": {phrase}, "again": {phrase}, "language": {"es"}, "zone": {"America/Mexico_City"},
	})
	ok(t, err)
	begun.Body.Close()
	for typed, status := range map[string]int{phrase: http.StatusSeeOther, phrase + "x": http.StatusUnauthorized} {
		a, err := c.PostForm(p.url+"/login", url.Values{"username": {"ana"}, "password": {typed}})
		ok(t, err)
		a.Body.Close()
		if a.StatusCode != status {
			t.Errorf("%s, want %d", a.Status, status)
		}
	}
}

// Nobody but the system's own administrator reads the memory or the
// environment of the program, and it leaves no core file.
func TestHardened(t *testing.T) {
	p := start(t, "serve", "--db="+filepath.Join(t.TempDir(), "live.db"))
	at := fmt.Sprintf("/proc/%d/", p.Process.Pid)
	limits, err := os.ReadFile(at + "limits")
	if err != nil {
		t.Skip("no /proc here")
	}
	if _, rest, _ := strings.Cut(string(limits), "Max core file size"); !strings.HasPrefix(strings.TrimSpace(rest), "0 ") {
		t.Error("it may leave a core file")
	}
	if os.Getuid() != 0 {
		if _, err := os.ReadFile(at + "environ"); err == nil {
			t.Error("its environment can be read")
		}
	}
}
