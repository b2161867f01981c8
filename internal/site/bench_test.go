package site_test

import (
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

// BenchmarkQueue is the first page of a queue of 50 rows, for somebody signed
// in, through gate and session. PERFORMANCE asks for 2,160 pages a second.
func BenchmarkQueue(b *testing.B) {
	h := oneHouse(b)
	for range 30 {
		h.file("ana", everything())
	}
	if n := h.get("pat", "/queue").Find("main table tbody tr").Length(); n != 50 {
		b.Fatalf("%d rows", n)
	}
	b.SetParallelism(4) // eight at once on two cores
	before := spent()
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, base+"/queue", nil)
			for _, c := range h.cookies["pat"] {
				r.AddCookie(c)
			}
			w := httptest.NewRecorder()
			h.handler.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Errorf("status %d", w.Code)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64((spent()-before).Microseconds())/float64(b.N), "cpu-µs/page")
}

// spent is the processor time this process has taken, which other work on
// the machine does not change.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkStatus is a submitter's page of one request, which is never kept.
func BenchmarkStatus(b *testing.B) {
	h := oneHouse(b)
	at := "/requests/" + h.file("ana", everything()).Requests[0].Folio
	for b.Loop() {
		h.get("ana", at)
	}
}
