package demo

import (
	"context"
	"fmt"

	"rastreo/internal/desk"
	"rastreo/internal/trace"
)

// shelve has a supervisor and a tracer keep views of the queue, and share some.
func (t *town) shelve(ctx context.Context) error {
	for _, x := range []struct {
		who, name string
		shared    bool
		list      desk.List
	}{
		{"ntc.supervisor", "Ya vencieron", true, desk.List{Due: trace.DueLate}},
		{"ntc.supervisor", "Urgentes sin tomar", true, desk.List{Priority: trace.Urgent, Tracer: trace.TracerNone}},
		{"ntc.walker", "Mine, due today", false, desk.List{Tracer: trace.TracerMe, Due: trace.DueToday}},
		{"ntc.walker", "FGR, returned", false, desk.List{Status: string(trace.Returned), Agency: "FGR"}},
	} {
		if _, err := t.home.desk.KeepView(ctx, t.actors[x.who], trace.View{Name: x.name, Shared: x.shared}, x.list); err != nil {
			return fmt.Errorf("demo: %s: %w", x.name, err)
		}
	}
	return nil
}
