package app

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rastreo/internal/ledger"
	"rastreo/internal/store"
	"rastreo/internal/trace"
)

// metrics are the figures of the process, in a registry of their own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rastreo_http_requests_total", Help: "Requests answered.",
		}, []string{"world", "route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "rastreo_http_request_duration_seconds", Help: "Time to answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"world", "route", "method", "status"}),
	}
	build := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "rastreo_build_info", Help: "Version running.", ConstLabels: prometheus.Labels{"version": version},
	}, func() float64 { return 1 })
	m.registry.MustRegister(m.requests, m.took, build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// request counts one answer. A path that no door knows is one route: paths
// are what strangers type.
func (m *metrics) request(world, route, method string, status int, took time.Duration) {
	if route == "" {
		route = "unknown"
	}
	if !known[method] {
		method = "other"
	}
	labels := []string{world, route, method, strconv.Itoa(status)}
	m.requests.WithLabelValues(labels...).Inc()
	m.took.WithLabelValues(labels...).Observe(took.Seconds())
}

var known = map[string]bool{
	http.MethodGet: true, http.MethodPost: true, http.MethodPut: true, http.MethodPatch: true,
	http.MethodDelete: true, http.MethodOptions: true,
}

// watch adds the figures of a world's database and queue.
func (m *metrics) watch(w *world) {
	if w.store == nil {
		return
	}
	prometheus.WrapRegistererWith(prometheus.Labels{"world": w.name}, m.registry).MustRegister(&figures{w})
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// figures reads a world's figures when somebody asks for them.
type figures struct{ world *world }

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("rastreo_"+name, help, labels, nil)
}

var (
	requestsNow  = desc("requests", "Requests by status.", "status")
	mailsNow     = desc("mails_waiting", "Mails undone.")
	mailsFailed  = desc("mails_failed", "Mails given up.")
	outboxNow    = desc("outbox_jobs", "Jobs not done.")
	auditSize    = desc("audit_events", "Events sealed.")
	auditInbox   = desc("audit_inbox_events", "Events not sealed.")
	auditAge     = desc("audit_checkpoint_age_seconds", "Age of checkpoint.")
	auditOpen    = desc("audit_unpublished_events", "Events after checkpoint.")
	auditAlarms  = desc("audit_alarms_total", "Alarms raised.", "alarm")
	dbActs       = desc("db_acts_total", "Acts written.")
	dbFailed     = desc("db_acts_failed_total", "Acts undone.")
	dbCommits    = desc("db_commits_total", "Commits made.")
	dbCommitting = desc("db_commit_seconds_total", "Time spent committing.")
	dbWaiting    = desc("db_waiting_acts", "Acts waiting.")
	dbLog        = desc("db_log_pages", "Pages of log.")
	dbOpen       = desc("db_connections_open", "Connections open.")
	dbInUse      = desc("db_connections_in_use", "Connections in use.")
	dbWaits      = desc("db_connection_waits_total", "Waits for connection.")
)

// Describe names the figures.
func (f *figures) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		requestsNow, outboxNow, mailsNow, mailsFailed, auditSize, auditInbox, auditAge, auditOpen, auditAlarms, dbActs, dbFailed, dbCommits, dbCommitting, dbWaiting, dbLog, dbOpen, dbInUse, dbWaits,
	} {
		ch <- d
	}
}

// scrapeTime bounds the reading of figures.
const scrapeTime = 2 * time.Second

// Collect reads the figures.
func (f *figures) Collect(ch chan<- prometheus.Metric) {
	s := f.world.db.Stats()
	for d, n := range map[*prometheus.Desc]float64{
		dbActs: float64(s.Acts), dbFailed: float64(s.Failed), dbCommits: float64(s.Batches),
		dbCommitting: s.CommitTime.Seconds(), dbWaits: float64(s.Pool.WaitCount),
	} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, n)
	}
	for d, n := range map[*prometheus.Desc]float64{
		dbWaiting: float64(s.Waiting), dbLog: float64(s.LogPages),
		dbOpen: float64(s.Pool.OpenConnections), dbInUse: float64(s.Pool.InUse),
	} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n)
	}
	f.collectQueue(ch)
	f.collectAudit(ch)
}

// collectAudit reads how the log stands. Before the first checkpoint there is
// no age.
func (f *figures) collectAudit(ch chan<- prometheus.Metric) {
	l := f.world.ledger
	if l == nil {
		return
	}
	for _, alarm := range ledger.AllAlarms {
		ch <- prometheus.MustNewConstMetric(auditAlarms, prometheus.CounterValue, float64(l.Alarms()[alarm]), string(alarm))
	}
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	s, err := l.State(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(auditSize, err)
		return
	}
	figures := map[*prometheus.Desc]float64{auditSize: float64(s.Size), auditInbox: float64(s.Inbox), auditOpen: float64(s.Size - s.Published)}
	if !s.At.IsZero() {
		figures[auditAge] = l.Now().Sub(s.At).Seconds()
	}
	for d, n := range figures {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n)
	}
}

func (f *figures) collectQueue(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	var counts map[trace.Status]int
	var jobs, mails, failed int
	err := f.world.store.Read(ctx, store.House, func(tx *store.Tx) (err error) {
		if counts, err = tx.Counts(ctx); err != nil {
			return err
		}
		if jobs, err = tx.Jobs(ctx); err != nil {
			return err
		}
		mails, failed, err = tx.Mails(ctx)
		return err
	})
	if err != nil {
		ch <- prometheus.NewInvalidMetric(requestsNow, err)
		return
	}
	for status, n := range counts {
		ch <- prometheus.MustNewConstMetric(requestsNow, prometheus.GaugeValue, float64(n), string(status))
	}
	for d, n := range map[*prometheus.Desc]int{outboxNow: jobs, mailsNow: mails, mailsFailed: failed} {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(n))
	}
}
