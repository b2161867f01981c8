package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

// authority gives certificates (RFC 8555) to whoever shows that a host is
// theirs, by one kind of challenge.
type authority struct {
	*httptest.Server
	kind string // of challenge: tls-alpn-01 or http-01
	at   string // address of every host
	key  *ecdsa.PrivateKey
	root *x509.Certificate

	mu     sync.Mutex
	nonces map[string]bool
	holder *ecdsa.PublicKey
	orders []*order
	wrong  []error
}

// order is one certificate that was asked for.
type order struct {
	host   string
	proven bool
	chain  []byte // PEM, once it was given
}

func certifyAll(t *testing.T, kind string) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority of the test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	ok(t, err)
	root, err := x509.ParseCertificate(der)
	ok(t, err)
	a := &authority{kind: kind, key: key, root: root, nonces: map[string]bool{}}
	a.Server = httptest.NewServer(a)
	t.Cleanup(func() {
		a.Close()
		for _, err := range a.wrong {
			t.Error(err)
		}
	})
	return a
}

// pool trusts the authority.
func (a *authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.root)
	return p
}

func (a *authority) asked() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.orders)
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	a.mu.Lock()
	a.nonces[nonce] = true
	a.mu.Unlock()
	w.Header().Set("Replay-Nonce", nonce)
	if r.Method != http.MethodPost {
		say(w, http.StatusOK, map[string]string{"newNonce": a.URL + "/nonce", "newAccount": a.URL + "/account", "newOrder": a.URL + "/order"})
		return
	}
	payload, err := a.signed(r)
	if err == nil {
		err = a.answer(w, r.URL.Path, payload)
	}
	if err != nil {
		a.mu.Lock()
		a.wrong = append(a.wrong, fmt.Errorf("%s: %w", r.URL.Path, err))
		a.mu.Unlock()
		say(w, http.StatusForbidden, map[string]string{"type": "urn:ietf:params:acme:error:unauthorized", "detail": err.Error()})
	}
}

func say(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// jwk is a public key on P-256.
type jwk struct{ Crv, Kty, X, Y string }

func (k jwk) public() (*ecdsa.PublicKey, error) {
	x, errX := base64.RawURLEncoding.DecodeString(k.X)
	y, errY := base64.RawURLEncoding.DecodeString(k.Y)
	if err := errors.Join(errX, errY); err != nil {
		return nil, err
	}
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
}

// signed opens what the holder of the account has signed for this address, with
// a nonce that was given out and not yet used. The first key is taken.
func (a *authority) signed(r *http.Request) (payload []byte, err error) {
	var jws struct{ Protected, Payload, Signature string }
	var head struct {
		Alg, Nonce, URL, Kid string
		JWK                  *jwk
	}
	if err := json.NewDecoder(r.Body).Decode(&jws); err != nil {
		return nil, err
	}
	raw, err := base64.RawURLEncoding.DecodeString(jws.Protected)
	if err != nil {
		return nil, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(jws.Signature)
	if err = errors.Join(err, json.Unmarshal(raw, &head)); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if head.JWK != nil {
		if a.holder, err = head.JWK.public(); err != nil {
			return nil, err
		}
	}
	digest := sha256.Sum256([]byte(jws.Protected + "." + jws.Payload))
	switch {
	case head.Alg != "ES256", head.URL != a.URL+r.URL.Path, !a.nonces[head.Nonce], a.holder == nil, len(signature) != 64, head.JWK == nil && head.Kid == "":
		return nil, fmt.Errorf("not well signed: %+v", head)
	case !ecdsa.Verify(a.holder, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])):
		return nil, errors.New("the signature is another's")
	}
	delete(a.nonces, head.Nonce)
	return base64.RawURLEncoding.DecodeString(jws.Payload)
}

func (a *authority) answer(w http.ResponseWriter, path string, payload []byte) error {
	what, n, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	var asked struct {
		Identifiers []acme.AuthzID
		CSR         string
	}
	if len(payload) > 0 {
		if err := json.Unmarshal(payload, &asked); err != nil {
			return err
		}
	}
	a.mu.Lock()
	if what == "order" && n == "" && len(asked.Identifiers) == 1 {
		n = fmt.Sprint(len(a.orders))
		a.orders = append(a.orders, &order{host: asked.Identifiers[0].Value})
		w.Header().Set("Location", a.URL+"/order/"+n)
	}
	var o *order
	for i := range a.orders {
		if n == fmt.Sprint(i) {
			o = a.orders[i]
		}
	}
	a.mu.Unlock()
	switch {
	case what == "account":
		w.Header().Set("Location", a.URL+"/account/1")
		say(w, http.StatusCreated, map[string]string{"status": "valid"})
		return nil
	case o == nil:
		return errors.New("no such order")
	}
	switch what {
	case "challenge":
		if err := a.prove(o.host); err != nil {
			return err
		}
		o.proven = true
	case "finalize":
		if err := a.give(o, asked.CSR); err != nil {
			return err
		}
	case "certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_, err := w.Write(o.chain)
		return err
	}
	say(w, map[bool]int{true: http.StatusCreated, false: http.StatusOK}[what == "order" && w.Header().Get("Location") != ""], a.state(o, what, n))
	return nil
}

// state is an order, its authorization or its challenge, as it now stands.
func (a *authority) state(o *order, what, n string) map[string]any {
	status := map[bool]string{false: "pending", true: "valid"}[o.proven]
	challenge := map[string]any{"type": a.kind, "url": a.URL + "/challenge/" + n, "token": token, "status": status}
	of := map[string]string{"type": "dns", "value": o.host}
	switch {
	case what == "challenge":
		return challenge
	case what == "authorization":
		return map[string]any{"status": status, "identifier": of, "challenges": []any{challenge}}
	case o.chain != nil:
		status = "valid"
	case o.proven:
		status = "ready"
	}
	return map[string]any{
		"status": status, "identifiers": []any{of}, "authorizations": []string{a.URL + "/authorization/" + n},
		"finalize": a.URL + "/finalize/" + n, "certificate": a.URL + "/certificate/" + n,
	}
}

// token of every challenge.
const token = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"

// prove goes to the host and looks whether the holder of the account is there
// (RFC 8555, section 8.3; RFC 8737).
func (a *authority) prove(host string) error {
	thumb, err := acme.JWKThumbprint(a.holder)
	if err != nil {
		return err
	}
	said := token + "." + thumb
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if a.kind == "http-01" {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+a.at+"/.well-known/acme-challenge/"+token, nil)
		if err != nil {
			return err
		}
		r.Host = host
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer reply.Body.Close()
		if text, err := io.ReadAll(reply.Body); err != nil || strings.TrimSpace(string(text)) != said {
			return fmt.Errorf("%s says %q, %w", host, text, err)
		}
		return nil
	}
	dialer := tls.Dialer{Config: &tls.Config{ServerName: host, NextProtos: []string{acme.ALPNProto}, InsecureSkipVerify: true}}
	conn, err := dialer.DialContext(ctx, "tcp", a.at)
	if err != nil {
		return err
	}
	defer conn.Close()
	digest := sha256.Sum256([]byte(said))
	sum, err := asn1.Marshal(digest[:])
	if err != nil {
		return err
	}
	for _, x := range conn.(*tls.Conn).ConnectionState().PeerCertificates[0].Extensions {
		if x.Id.String() == "1.3.6.1.5.5.7.1.31" && bytes.Equal(x.Value, sum) {
			return nil
		}
	}
	return fmt.Errorf("%s does not show the challenge", host)
}

// give signs a certificate for a host that was proven.
func (a *authority) give(o *order, csr string) error {
	der, err := base64.RawURLEncoding.DecodeString(csr)
	if err != nil {
		return err
	}
	asked, err := x509.ParseCertificateRequest(der)
	if err != nil {
		return err
	}
	if err := asked.CheckSignature(); err != nil || !o.proven || len(asked.DNSNames) != 1 || asked.DNSNames[0] != o.host {
		return fmt.Errorf("%v for %s, proven %v: %w", asked.DNSNames, o.host, o.proven, err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: o.host}, DNSNames: asked.DNSNames,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	leaf, err := x509.CreateCertificate(rand.Reader, of, a.root, asked.PublicKey.(crypto.PublicKey), a.key)
	for _, der := range [][]byte{leaf, a.root.Raw} {
		o.chain = append(o.chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return err
}

// greet shakes hands with a server under a host's name and returns the serial
// number of the certificate that it shows.
func greet(t *testing.T, at, host string, trusted *x509.CertPool) (*big.Int, error) {
	t.Helper()
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: 30 * time.Second}, Config: &tls.Config{ServerName: host, RootCAs: trusted}}
	conn, err := dialer.DialContext(t.Context(), "tcp", at)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return conn.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber, nil
}

// The program gets its certificate at the first handshake, keeps it where
// nobody else reads it, and after a new start shows it again, though the
// authority is gone. Under another name there is none, and none is asked for.
func TestCertificate(t *testing.T) {
	a := certifyAll(t, "tls-alpn-01")
	folder := t.TempDir()
	serve := func() *portal {
		return start(t, "serve", "--db="+filepath.Join(folder, "live.db"), "--autocert=rastreo.test", "--autocert-cache="+filepath.Join(folder, "certificates"), "--autocert-url="+a.URL)
	}
	p := serve()
	a.at = strings.TrimPrefix(p.url, "http://")
	if _, err := greet(t, a.at, "other.test", a.pool()); err == nil || a.asked() != 0 {
		t.Errorf("under another name: %v, %d orders", err, a.asked())
	}
	first, err := greet(t, a.at, "rastreo.test", a.pool())
	ok(t, err)
	if again, err := greet(t, a.at, "rastreo.test", a.pool()); err != nil || again.Cmp(first) != 0 || a.asked() != 1 {
		t.Errorf("the second handshake: %v, %v, %d orders", again, err, a.asked())
	}
	kept, err := os.ReadDir(filepath.Join(folder, "certificates"))
	if ok(t, err); len(kept) == 0 {
		t.Error("nothing is kept")
	}
	for _, f := range kept {
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", f.Name(), info.Mode())
		}
	}
	p.end(os.Interrupt)
	a.Close()
	p = serve()
	if again, err := greet(t, strings.TrimPrefix(p.url, "http://"), "rastreo.test", a.pool()); err != nil || again.Cmp(first) != 0 {
		t.Errorf("after a new start: %v, %v, want %v", again, err, first)
	}
}

// An authority that asks on port 80 is answered by what leads browsers away.
func TestCertificateByHTTP(t *testing.T) {
	a := certifyAll(t, "http-01")
	s := secure{Autocert: []string{"rastreo.test"}, AutocertCache: t.TempDir(), AutocertURL: a.URL}
	c, plain, err := s.setup(slog.New(slog.DiscardHandler))
	ok(t, err)
	door := httptest.NewServer(plain)
	defer door.Close()
	a.at = door.Listener.Addr().String()
	portal := httptest.NewUnstartedServer(http.NotFoundHandler())
	portal.TLS = c
	portal.StartTLS()
	defer portal.Close()
	if _, err := greet(t, portal.Listener.Addr().String(), "rastreo.test", a.pool()); err != nil || a.asked() != 1 {
		t.Errorf("%v, %d orders", err, a.asked())
	}
}
