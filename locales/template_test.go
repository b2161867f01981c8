package locales_test

import (
	"slices"
	"text/template/parse"

	"rastreo/internal/fault"
)

func (u *use) readTemplate(name, text string, families map[string]bool) error {
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", set); err != nil {
		return err
	}
	for _, part := range set {
		if part.Root != nil {
			u.readNode(name, part.Root, families)
		}
	}
	return nil
}

// readNode walks a template. Every word in quotes is noted, except where a
// function takes something else than a key.
func (u *use) readNode(where string, n parse.Node, families map[string]bool) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, x := range n.Nodes {
				u.readNode(where, x, families)
			}
		}
	case *parse.ActionNode:
		u.readNode(where, n.Pipe, families)
	case *parse.IfNode:
		u.readBranch(where, &n.BranchNode, families)
	case *parse.RangeNode:
		u.readBranch(where, &n.BranchNode, families)
	case *parse.WithNode:
		u.readBranch(where, &n.BranchNode, families)
	case *parse.TemplateNode:
		u.readNode(where, n.Pipe, families)
	case *parse.PipeNode:
		if n == nil {
			break
		}
		if s, ok := start(n); ok {
			u.note(where, s, families)
		} else {
			for _, c := range n.Cmds {
				u.readCommand(where, c, families)
			}
		}
	case *parse.StringNode:
		u.note(where, n.Text, families)
	}
}

// start reads {{$k := "field.people.name"}}: what is given a name is the
// beginning of keys.
func start(n *parse.PipeNode) (string, bool) {
	if len(n.Decl) != 1 || len(n.Cmds) != 1 || len(n.Cmds[0].Args) != 1 {
		return "", false
	}
	s, ok := n.Cmds[0].Args[0].(*parse.StringNode)
	if !ok || !keyShape.MatchString(s.Text) {
		return "", false
	}
	return s.Text + ".", true
}

func (u *use) readBranch(where string, b *parse.BranchNode, families map[string]bool) {
	u.readNode(where, b.Pipe, families)
	u.readNode(where, b.List, families)
	u.readNode(where, b.ElseList, families)
}

func (u *use) readCommand(where string, c *parse.CommandNode, families map[string]bool) {
	args := c.Args
	id, _ := args[0].(*parse.IdentifierNode)
	switch {
	case id == nil:
	case slices.Contains([]string{"url", "asset", "id", "problems", "under", "eq", "ne"}, id.Ident):
		u.spell(args[1:])
		return
	case id.Ident == "t" && len(args) > 1:
		u.askTemplate(where, args[1:])
	case id.Ident == "options" && len(args) > 1:
		if s, ok := args[1].(*parse.StringNode); ok {
			u.prefixes[s.Text+"."] = where
			args = args[2:]
		}
	case id.Ident == "field" && len(args) > 2:
		u.readField(where, args[2], args[3:])
		args = args[3:]
	}
	for _, a := range args {
		u.readNode(where, a, families)
	}
}

// spell notes words that are no keys where they stand.
func (u *use) spell(args []parse.Node) {
	for _, a := range args {
		if s, ok := a.(*parse.StringNode); ok {
			u.spoken[s.Text] = true
		}
	}
}

// askTemplate reads t "key" "name" value ….
func (u *use) askTemplate(where string, args []parse.Node) {
	key, ok := args[0].(*parse.StringNode)
	if !ok {
		return
	}
	u.keys[key.Text] = where
	c := call{key: key.Text, where: where}
	for i := 1; i < len(args); i += 2 {
		if name, ok := args[i].(*parse.StringNode); ok {
			c.args = append(c.args, name.Text)
		}
	}
	u.calls = append(u.calls, c)
}

// readField reads field page "name" "setting" value …. Of a name made while
// the page runs only what is fixed is known, and what that may end.
func (u *use) readField(where string, name parse.Node, settings []parse.Node) {
	s, ok := name.(*parse.StringNode)
	if !ok {
		u.readNode(where, name, nil)
		return
	}
	field := fault.Field(s.Text)
	u.fields[field] = where
	for i := 0; i+1 < len(settings); i += 2 {
		set, _ := settings[i].(*parse.StringNode)
		if set == nil {
			continue
		}
		if set.Text == "label" || set.Text == "text" {
			return
		}
		if on, ok := settings[i+1].(*parse.BoolNode); ok && set.Text == "hint" && on.True {
			u.keys["hint."+field] = where
		}
	}
	u.labels[field] = where
}
