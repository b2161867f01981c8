package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rastreo/internal/db/dbtest"
	"rastreo/internal/store/storetest"
)

// asProgram is set for this test program to be the program itself: its
// children are real processes that can be killed.
const asProgram = "RASTREO_TEST_AS_PROGRAM"

// smallDisk is set for a child whose files may not grow beyond two megabytes.
const smallDisk = "RASTREO_TEST_SMALL_DISK"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if os.Getenv(smallDisk) != "" {
			// What lies beyond this size fails with EFBIG, as on a disk that is full.
			signal.Ignore(syscall.SIGXFSZ)
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 2 << 20, Max: 2 << 20}); err != nil {
				panic(err)
			}
		}
		main()
		os.Exit(0)
	}
	folder, err := os.MkdirTemp("", "rastreo")
	if err != nil {
		panic(err)
	}
	secrets = filepath.Join(folder, "live")
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// secrets is the file with the secret of every world in these tests.
var secrets string

// program is a command line to be run as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = []string{asProgram + "=1", "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "RASTREO_SECRET_FILE=" + secrets, "RASTREO_LIMIT_KEY=0", "RASTREO_LIMIT_SUBMIT=0"}
	return c
}

// said runs a command line and returns what it printed and how it ended.
func said(t *testing.T, c *exec.Cmd) (out, complaint string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
}

// portal is a running child that serves.
type portal struct {
	*exec.Cmd
	t    *testing.T
	url  string
	mu   sync.Mutex
	log  []string
	read chan struct{} // closed when all it logged has been read
}

// start serves a database and waits until it answers.
func start(t *testing.T, args ...string) *portal {
	t.Helper()
	return begin(t, program(t, append(args, "--addr=127.0.0.1:0", "--ops-addr=")...))
}

func begin(t *testing.T, c *exec.Cmd) *portal {
	t.Helper()
	p := &portal{Cmd: c, t: t, read: make(chan struct{})}
	pipe, err := p.StderrPipe()
	ok(t, err)
	ok(t, p.Start())
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_ = p.Process.Kill() // the test has failed already
			_ = p.Wait()
		}
	})
	serving := make(chan string)
	go p.listen(pipe, serving)
	select {
	case addr := <-serving:
		p.url = "http://" + addr
	case <-p.read:
		t.Fatalf("it does not serve: %s", strings.Join(p.lines(), "\n"))
	case <-time.After(time.Minute):
		t.Fatal("it does not serve in time")
	}
	return p
}

func (p *portal) listen(pipe io.Reader, serving chan<- string) {
	defer close(p.read)
	for s := bufio.NewScanner(pipe); s.Scan(); {
		p.mu.Lock()
		p.log = append(p.log, s.Text())
		p.mu.Unlock()
		var entry struct{ Msg, Addr string }
		if json.Unmarshal(s.Bytes(), &entry) == nil && entry.Msg == "serving" {
			serving <- entry.Addr
		}
	}
}

func (p *portal) lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.log...)
}

// end sends a signal and returns the exit code once all is read.
func (p *portal) end(s os.Signal) int {
	p.t.Helper()
	ok(p.t, p.Process.Signal(s))
	<-p.read
	_ = p.Wait() // how it ended is in the code
	return p.ProcessState.ExitCode()
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newKey adds a submitter to a database and returns the API key.
func newKey(t *testing.T, dsn string) string {
	t.Helper()
	out, complaint, code := said(t, program(t, "account", "add", "--db", dsn, "--username=ana.uno", "--name=Ana Ñandú", "--role=submitter",
		"--agency=FGJ-TAM", "--agency-name=Fiscalía", "--agency-kind=state", "--entidad=28", "--key=prueba"))
	_, key, found := strings.Cut(strings.TrimSpace(out), "key ")
	if code != 0 || !found {
		t.Fatalf("account add: %d %s%s", code, out, complaint)
	}
	return key
}

// client files with a key. Each request has a connection of its own, so that
// one that was not answered was not accepted either.
type client struct {
	http.Client
	key string
}

func newClient(key string) *client {
	return &client{http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}, key}
}

func (c *client) send(method, url string, body any) (status int, text string, err error) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, "", err
	}
	r, err := http.NewRequest(method, url, bytes.NewReader(b))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.key)
	answer, err := c.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	all, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(all), err
}

// receipts collects the folios of filings that were acknowledged.
type receipts struct {
	mu     sync.Mutex
	folios []string
	enough chan struct{}
	target int
}

func (r *receipts) add(folio string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.folios = append(r.folios, folio)
	if len(r.folios) == r.target {
		close(r.enough)
	}
}

// clients is how many file at once in these tests.
const clients = 4

// besiege lets clients file until the portal is gone, and calls end when so
// many filings have been acknowledged, while others are under way.
func besiege(t *testing.T, p *portal, key string, target int, end func()) []string {
	t.Helper()
	got := &receipts{enough: make(chan struct{}), target: target}
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() {
			c := newClient(key)
			for i := 0; ; i++ {
				status, body, err := c.send(http.MethodPost, p.url+"/api/v1/seizures", storetest.Filing(n*1000+i))
				if err != nil {
					return
				}
				var r struct{ Folio string }
				if json.Unmarshal([]byte(body), &r) != nil || status != http.StatusCreated {
					t.Errorf("filing: %d %s", status, body)
					return
				}
				got.add(r.Folio)
			}
		})
	}
	select {
	case <-got.enough:
	case <-p.read:
	}
	end()
	all.Wait()
	return got.folios
}

// wantFiled looks for every receipt.
func wantFiled(t *testing.T, p *portal, key string, folios []string) {
	t.Helper()
	c := &client{http.Client{}, key}
	for _, folio := range folios {
		status, body, err := c.send(http.MethodGet, p.url+"/api/v1/seizures/"+folio, nil)
		if err != nil || status != http.StatusOK || !strings.Contains(body, folio) {
			t.Errorf("%s was acknowledged and is gone: %d %v %s", folio, status, err, body)
		}
	}
}

// Whoever was told that a filing arrived finds it again, whenever the process
// was killed.
func TestKill(t *testing.T) {
	const times = 20
	dbtest.Each(t, func(t *testing.T, dsn string) {
		key := newKey(t, dsn)
		var before, all []string
		for n := range times {
			p := start(t, "serve", "--db", dsn)
			wantFiled(t, p, key, before)
			// The moment comes from the count, which is no more predictable
			// than what the others are in the middle of.
			before = besiege(t, p, key, 1+n*7%23, func() { p.end(syscall.SIGKILL) })
			all = append(all, before...)
		}
		p := start(t, "serve", "--db", dsn)
		wantFiled(t, p, key, all)
		if code := p.end(syscall.SIGTERM); code != 0 {
			t.Errorf("it ends with %d", code)
		}
		recorded(t, dsn, all)
		t.Logf("%d kills, %d receipts, all found", times, len(all))
	})
}

// Asked to end, the portal answers what it has accepted, and only then ends.
func TestShutdown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, dsn string) {
		key := newKey(t, dsn)
		p := start(t, "serve", "--db", dsn)
		code := -1
		folios := besiege(t, p, key, 40, func() { code = p.end(syscall.SIGTERM) })
		if code != 0 {
			t.Errorf("it ends with %d:\n%s", code, strings.Join(p.lines(), "\n"))
		}
		answered := 0
		for _, line := range p.lines() {
			if strings.Contains(line, `"route":"/api/v1/seizures","status":201`) {
				answered++
			}
		}
		if answered != len(folios) || len(folios) < 40 {
			t.Errorf("%d filings were done and %d acknowledged", answered, len(folios))
		}
		p = start(t, "serve", "--db", dsn)
		wantFiled(t, p, key, folios)
		if code := p.end(os.Interrupt); code != 0 {
			t.Errorf("it ends with %d", code)
		}
	})
}

// When the disk is full the process ends with an error, by itself, and what
// it acknowledged is there.
func TestFullDisk(t *testing.T) {
	dsn := dbtest.SQLite(t)
	key := newKey(t, dsn)
	c := program(t, "serve", "--db", dsn, "--addr=127.0.0.1:0", "--ops-addr=")
	c.Env = append(c.Env, smallDisk+"=1")
	p := begin(t, c)
	var folios []string
	for i := 0; ; i++ {
		status, body, err := newClient(key).send(http.MethodPost, p.url+"/api/v1/seizures", storetest.Filing(i))
		var r struct{ Folio string }
		if err != nil || status != http.StatusCreated {
			break
		}
		ok(t, json.Unmarshal([]byte(body), &r))
		folios = append(folios, r.Folio)
	}
	<-p.read
	_ = p.Wait() // how it ended is in the code
	if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(strings.Join(p.lines(), "\n"), "storage failed") {
		t.Errorf("it ends with %d:\n%s", code, strings.Join(p.lines(), "\n"))
	}
	if len(folios) < 10 {
		t.Errorf("only %d filings fitted", len(folios))
	}
	p = start(t, "serve", "--db", dsn)
	wantFiled(t, p, key, folios)
}

// The demonstration is the same at its second start, and says who may sign in.
func TestDemo(t *testing.T) {
	data := t.TempDir() + "/demo"
	var tables []string
	for range 2 {
		p := program(t, "demo", "--data", data, "--addr=127.0.0.1:0", "--ops-addr=")
		pipe, err := p.StdoutPipe()
		ok(t, err)
		ok(t, p.Start())
		var table strings.Builder
		for s := bufio.NewScanner(pipe); s.Scan(); {
			fmt.Fprintln(&table, s.Text())
			if strings.HasPrefix(s.Text(), "training") && strings.Contains(s.Text(), "ntc.walker") {
				break
			}
		}
		ok(t, p.Process.Signal(os.Interrupt))
		_, _ = io.Copy(io.Discard, pipe)
		if err := p.Wait(); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table.String())
	}
	if tables[0] != tables[1] {
		t.Errorf("the second start prints\n%s\nafter\n%s", tables[1], tables[0])
	}
	for _, want := range []string{"rastreo-demo-2026", "tam.garza", "ntc.supervisor", "rst_live_", "rst_test_", "/training/", "password", "Contraseña"} {
		if !strings.Contains(tables[0], want) {
			t.Errorf("%q is not said at start:\n%s", want, tables[0])
		}
	}
}
