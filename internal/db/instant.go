package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a point in time as a BIGINT column holds it: microseconds since
// 1970 in UTC, NULL for the zero time. What is finer than a microsecond is cut.
type Instant time.Time

// At gives t as an argument of a statement.
func At(t time.Time) Instant { return Instant(t) }

// Into gives t as a destination of Scan.
func Into(t *time.Time) *Instant { return (*Instant)(t) }

// Time is the instant in UTC.
func (i Instant) Time() time.Time { return time.Time(i) }

// Value is the number of microseconds, or nil for the zero time.
func (i Instant) Value() (driver.Value, error) {
	t := time.Time(i)
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMicro(), nil
}

// Scan takes the number of microseconds, or nil for the zero time.
func (i *Instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i = Instant{}
	case int64:
		*i = Instant(time.UnixMicro(v).UTC())
	default:
		return fmt.Errorf("db: %T is no instant", v)
	}
	return nil
}
