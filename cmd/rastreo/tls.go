package main

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// secure says how the portal ends TLS itself.
type secure struct {
	TLSCert       string   `name:"tls-cert" type:"path" placeholder:"PATH" help:"Certificate of the portal with its chain (PEM): then it ends TLS itself, without a proxy. It is read again when it changes."`
	TLSKey        string   `name:"tls-key" type:"path" placeholder:"PATH" help:"Key of the certificate (PEM)."`
	Autocert      []string `placeholder:"HOST" help:"Get certificates for these host names and renew them (ACME). The authority must reach the portal on port 443, or --redirect-addr on port 80."`
	AutocertCache string   `type:"path" placeholder:"PATH" help:"Folder where these certificates and their keys are kept, for nobody else to read."`
	AutocertURL   string   `name:"autocert-url" default:"${letsencrypt}" placeholder:"URL" help:"Directory of the authority that gives them; ${default}."`
	RedirectAddr  string   `placeholder:"ADDR" help:"Address, such as :80, that leads browsers from http to https."`
}

// ends tells whether the portal ends TLS itself.
func (s secure) ends() bool { return s.TLSCert != "" || s.TLSKey != "" || len(s.Autocert) > 0 }

// setup returns the configuration of TLS, and what answers on RedirectAddr.
func (s secure) setup(log *slog.Logger) (*tls.Config, http.Handler, error) {
	c := &tls.Config{
		MinVersion: tls.VersionTLS12,
		// Of TLS 1.2 only what keeps a recording unreadable if the key is lost later; 1.3 has nothing else.
		CipherSuites: []uint16{
			tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
			tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
			tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
		},
		NextProtos: []string{"h2", "http/1.1"},
	}
	switch {
	case len(s.Autocert) > 0 && s.TLSCert+s.TLSKey != "":
		return nil, nil, errors.New("--autocert and --tls-cert exclude each other")
	case len(s.Autocert) > 0:
		if s.AutocertCache == "" {
			return nil, nil, errors.New("--autocert needs --autocert-cache")
		}
		m := &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(s.Autocert...),
			Cache: autocert.DirCache(s.AutocertCache), Client: &acme.Client{DirectoryURL: s.AutocertURL},
		}
		c.GetCertificate = m.GetCertificate
		c.NextProtos = append(c.NextProtos, acme.ALPNProto)
		return c, m.HTTPHandler(http.HandlerFunc(toTLS)), nil
	case s.TLSCert == "" || s.TLSKey == "":
		return nil, nil, errors.New("--tls-cert and --tls-key need each other")
	}
	p := &pair{cert: s.TLSCert, key: s.TLSKey, log: log}
	_, err := p.get(nil)
	c.GetCertificate = p.get
	return c, http.HandlerFunc(toTLS), err
}

// toTLS leads a browser to the same page over TLS. What was posted in clear is
// not taken.
func toTLS(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead || host == "" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	w.Header().Set("Connection", "close")
	http.Redirect(w, r, "https://"+host+r.URL.RequestURI(), http.StatusPermanentRedirect)
}

// pair is a certificate in files. A new one is taken when they change; one
// that cannot be read leaves the old one in use.
type pair struct {
	cert, key string
	log       *slog.Logger

	mu      sync.Mutex
	loaded  *tls.Certificate
	changed [2]time.Time
}

func (p *pair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var now [2]time.Time
	for i, name := range []string{p.cert, p.key} {
		if info, err := os.Stat(name); err == nil {
			now[i] = info.ModTime()
		}
	}
	if p.loaded != nil && now == p.changed {
		return p.loaded, nil
	}
	fresh, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err != nil && p.loaded == nil {
		return nil, err
	}
	p.changed = now
	if err != nil {
		p.log.Error("certificate", "err", err.Error())
		return p.loaded, nil
	}
	p.loaded = &fresh
	return p.loaded, nil
}
