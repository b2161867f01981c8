package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
)

// visitors asks a running house as its visitors do.
type visitors struct {
	*house
	*targets
	effort
	tracer  string   // cookie of a tracer
	cookies []string // of the first filers
}

// pageFilers is how many submitters are signed in to look at pages.
const pageFilers = 4

// visitors lets passwords be checked, which takes memory. Who looks at pages has
// been let in with two factors before.
func (t *targets) visitors(h *house, e effort) (v *visitors, err error) {
	v = &visitors{house: h, targets: t, effort: e}
	v.tracer, v.cookies = t.tracer, t.cookies
	for i := range pageFilers {
		if err := signIn(h.addr, "mp"+strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// ask runs a phase in which each client sends what say makes, over its own
// connection.
func (v *visitors) ask(e effort, clients, status int, say func(client, n int) ([]byte, error)) (sample, error) {
	var lines []*client
	defer func() {
		for _, l := range lines {
			l.conn.Close()
		}
	}()
	for range clients {
		l, err := dial(v.addr)
		if err != nil {
			return sample{}, err
		}
		lines = append(lines, l)
	}
	return e.run(clients, func(client, n int) error {
		text, err := say(client, n)
		if err != nil {
			return err
		}
		return lines[client].do(text, status)
	})
}

// get runs a phase of GETs in turn.
func (v *visitors) get(clients int, texts [][]byte) (sample, error) {
	return v.ask(v.effort, clients, http.StatusOK, func(client, n int) ([]byte, error) {
		return texts[(client*len(texts)/clients+n)%len(texts)], nil
	})
}

// drawnAnew makes each address of the queue another one, which no reader has
// seen drawn.
func (v *visitors) drawnAnew() (texts [][]byte) {
	for i := range 20000 {
		texts = append(texts, page("/queue?n="+strconv.Itoa(i), visit(v.tracer)))
	}
	return texts
}

// reading is a kind of page and the requests for it.
type reading struct {
	name  string
	texts [][]byte
}

func (v *visitors) reading() []reading {
	queue := [][]byte{page("/queue", visit(v.tracer))}
	all := []reading{
		{queuePage, queue},
		{"queue page, drawn anew each time", v.drawnAnew()},
		{"status page (its reading is recorded)", v.statuses()},
		{"status by API (its reading is recorded)", v.each(v.typed(), func(i int, folio string) []byte {
			return page("/api/v1/requests/"+folio, bearer(v.fileKeys[v.folios[i].by]))
		})},
		{"a submitter's list", v.each(v.cookies, func(_ int, cookie string) []byte { return page("/requests", visit(cookie)) })},
	}
	for _, kind := range []struct {
		name  string
		texts []string
	}{{searchSeri, v.serials}, {searchCase, v.cases}, {searchFolio, v.typed()}} {
		all = append(all,
			reading{pageSearch(kind.name), v.each(kind.texts, func(_ int, q string) []byte {
				return page("/queue?q="+url.QueryEscape(q), visit(v.tracer))
			})},
			reading{"search by API: " + kind.name, v.each(kind.texts, func(i int, q string) []byte {
				return page("/api/v1/requests?q="+url.QueryEscape(q), bearer(v.traceKeys[i%len(v.traceKeys)]))
			})})
	}
	return all
}

// statuses asks for requests on behalf of those who filed them.
func (v *visitors) statuses() (texts [][]byte) {
	for _, f := range v.folios {
		texts = append(texts, page("/requests/"+f.folio, visit(v.cookies[f.by])))
	}
	return texts
}

func (v *visitors) each(items []string, say func(i int, item string) []byte) (texts [][]byte) {
	for i, item := range items {
		texts = append(texts, say(i, item))
	}
	return texts
}

// file measures filings by API with so many clients, each with a filing of
// its own every time.
func (v *visitors) file(clients int) (sample, error) {
	bodies, err := v.bodies()
	if err != nil {
		return sample{}, err
	}
	var taken atomic.Int64
	return v.ask(v.effort, clients, http.StatusCreated, func(int, int) ([]byte, error) {
		if i := taken.Add(1) - 1; i < int64(len(bodies)) {
			return bodies[i], nil
		}
		return v.filing()
	})
}

// bodies makes filings before the clock runs; what is sent beyond them is
// made on the way.
func (v *visitors) bodies() (texts [][]byte, err error) {
	for range int(v.time.Seconds()+1) * 4000 {
		text, err := v.filing()
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

func (v *visitors) filing() ([]byte, error) {
	i := next()
	body, err := json.Marshal(specimen(liveStream, i, 1))
	return request(http.MethodPost, "/api/v1/seizures", bearer(v.fileKeys[i%len(v.fileKeys)]), body), err
}

// A phase of claims makes at most mostClaims. fillQueue files seizures of two
// hundred firearms, as many as all phases could claim.
const mostClaims = 6000

func (v *visitors) fillQueue(phases int) error {
	const firearms = 200
	e := effort{time: patience, most: int64(phases) * mostClaims / firearms}
	_, err := v.ask(e, 8, http.StatusCreated, func(int, int) ([]byte, error) {
		i := next()
		body, err := json.Marshal(specimen(liveStream, i, firearms))
		return request(http.MethodPost, "/api/v1/seizures", bearer(v.fileKeys[i%len(v.fileKeys)]), body), err
	})
	return err
}

// claim measures claims of the next request.
func (v *visitors) claim(clients int) (sample, error) {
	e := v.effort
	e.most = mostClaims
	return v.ask(e, clients, http.StatusCreated, func(client, _ int) ([]byte, error) {
		return request(http.MethodPost, "/api/v1/queue/claims", bearer(v.traceKeys[client%len(v.traceKeys)]), []byte{}), nil
	})
}

// crowd files with 64 clients while 32 readers look at the queue, at status
// pages and search, each again as soon as it is answered.
func (v *visitors) crowd() (filing, reading sample, err error) {
	var texts [][]byte
	statuses := v.statuses()
	for i, q := range v.serials {
		texts = append(texts, page("/queue", visit(v.tracer)), statuses[i%len(statuses)],
			page("/queue?q="+url.QueryEscape(q), visit(v.tracer)))
	}
	var both sync.WaitGroup
	var readErr error
	e := v.effort
	e.time += e.warm
	both.Go(func() {
		reading, readErr = v.ask(e, 32, http.StatusOK, func(client, n int) ([]byte, error) {
			return texts[(client*37+n)%len(texts)], nil
		})
	})
	filing, err = v.file(64)
	both.Wait()
	if err == nil {
		err = readErr
	}
	return filing, reading, err
}
