// DeltaBlue, as examples/deltablue.seam has it.
package main

import (
	"fmt"
	"os"
	"strconv"
)

const (
	required      = 0
	preferred     = 2
	strongDefault = 3
	normal        = 4
	weakest       = 6
)

const (
	stay = iota
	edit
	equal
	scale
)

const (
	none = iota
	forward
	backward
)

func check(condition bool, what string) {
	if !condition {
		panic(what)
	}
}

type variable struct {
	value, mark, strength int
	constraints           []*constraint
	determinedBy          *constraint
	isStay                bool
}

func newVariable(value int) *variable {
	return &variable{value: value, strength: weakest, isStay: true}
}

func (v *variable) consumers(into []*constraint) []*constraint {
	for _, c := range v.constraints {
		if c != v.determinedBy && c.flow != none {
			into = append(into, c)
		}
	}
	return into
}

type constraint struct {
	relation, strength, flow int
	a, b, factor, offset     *variable
}

func (c *constraint) variables() []*variable {
	switch c.relation {
	case stay, edit:
		return []*variable{c.a}
	case equal:
		return []*variable{c.a, c.b}
	}
	return []*variable{c.a, c.b, c.factor, c.offset}
}

func (c *constraint) output() *variable {
	if c.relation <= edit || c.flow != forward {
		return c.a
	}
	return c.b
}

func (c *constraint) input() *variable {
	if c.flow == forward {
		return c.a
	}
	return c.b
}

func (c *constraint) choose(mark int) {
	back := c.a.mark != mark && c.strength < c.a.strength
	if c.relation <= edit {
		c.flow = none
		if back {
			c.flow = forward
		}
		return
	}
	fore := c.b.mark != mark && c.strength < c.b.strength
	switch {
	case fore && (!back || c.a.strength <= c.b.strength):
		c.flow = forward
	case back:
		c.flow = backward
	default:
		c.flow = none
	}
}

func (c *constraint) markInputs(mark int) {
	if c.relation <= edit {
		return
	}
	c.input().mark = mark
	if c.relation == scale {
		c.factor.mark = mark
		c.offset.mark = mark
	}
}

func (c *constraint) inputsKnown(mark int) bool {
	if c.relation <= edit {
		return true
	}
	v := c.input()
	return v.mark == mark || v.isStay || v.determinedBy == nil
}

func (c *constraint) recalculate() {
	out := c.output()
	if c.relation <= edit {
		out.strength = c.strength
		out.isStay = c.relation != edit
	} else {
		from := c.input()
		out.strength = max(c.strength, from.strength)
		out.isStay = from.isStay && (c.relation == equal || c.factor.isStay && c.offset.isStay)
	}
	if out.isStay {
		c.execute()
	}
}

func (c *constraint) execute() {
	switch c.relation {
	case equal:
		if c.flow == forward {
			c.b.value = c.a.value
		} else {
			c.a.value = c.b.value
		}
	case scale:
		if c.flow == forward {
			c.b.value = c.a.value*c.factor.value + c.offset.value
		} else {
			c.a.value = (c.b.value - c.offset.value) / c.factor.value
		}
	}
}

func (c *constraint) removeFromGraph() {
	for _, v := range c.variables() {
		for i, other := range v.constraints {
			if other == c {
				v.constraints = append(v.constraints[:i], v.constraints[i+1:]...)
				break
			}
		}
		if v.determinedBy == c {
			v.determinedBy = nil
		}
	}
	c.flow = none
}

type planner struct{ mark int }

func (p *planner) add(c *constraint) *constraint {
	for _, v := range c.variables() {
		v.constraints = append(v.constraints, c)
	}
	p.satisfyAll(c)
	return c
}

func (p *planner) satisfyAll(c *constraint) {
	p.mark++
	mark := p.mark
	for c != nil {
		c = p.satisfy(c, mark)
	}
}

func (p *planner) satisfy(c *constraint, mark int) *constraint {
	c.choose(mark)
	if c.flow == none {
		check(c.strength != required, "a required constraint cannot be satisfied")
		return nil
	}
	c.markInputs(mark)
	out := c.output()
	displaced := out.determinedBy
	if displaced != nil {
		displaced.flow = none
	}
	out.determinedBy = c
	check(p.propagate(c, mark), "the constraints form a circle")
	out.mark = mark
	return displaced
}

func (p *planner) remove(c *constraint) {
	out := c.output()
	c.removeFromGraph()
	unsatisfied := p.propagateRemoval(out)
	for strength := required; strength < weakest; strength++ {
		for _, u := range unsatisfied {
			if u.strength == strength {
				p.satisfyAll(u)
			}
		}
	}
}

func (p *planner) plan(source *constraint) []*constraint {
	p.mark++
	var plan, todo []*constraint
	if source.relation == edit && source.flow != none {
		todo = append(todo, source)
	}
	for len(todo) > 0 {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		out := c.output()
		if out.mark != p.mark && c.inputsKnown(p.mark) {
			plan = append(plan, c)
			out.mark = p.mark
			todo = out.consumers(todo)
		}
	}
	return plan
}

func (p *planner) propagate(from *constraint, mark int) bool {
	todo := []*constraint{from}
	for len(todo) > 0 {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		out := c.output()
		if out.mark == mark {
			return false
		}
		c.recalculate()
		todo = out.consumers(todo)
	}
	return true
}

func (p *planner) propagateRemoval(from *variable) []*constraint {
	from.determinedBy = nil
	from.strength = weakest
	from.isStay = true
	var unsatisfied []*constraint
	todo := []*variable{from}
	for len(todo) > 0 {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, c := range v.constraints {
			if c.flow == none {
				unsatisfied = append(unsatisfied, c)
			}
		}
		for _, c := range v.consumers(nil) {
			c.recalculate()
			todo = append(todo, c.output())
		}
	}
	return unsatisfied
}

func execute(plan []*constraint) {
	for _, c := range plan {
		c.execute()
	}
}

func chain(size int) {
	p := &planner{}
	variables := []*variable{newVariable(0)}
	for i := 1; i <= size; i++ {
		v := newVariable(0)
		p.add(&constraint{relation: equal, strength: required, a: variables[i-1], b: v})
		variables = append(variables, v)
	}
	first, last := variables[0], variables[size]
	p.add(&constraint{relation: stay, strength: strongDefault, a: last})
	e := p.add(&constraint{relation: edit, strength: preferred, a: first})
	plan := p.plan(e)
	for i := 0; i < 100; i++ {
		first.value = i
		execute(plan)
		check(last.value == i, "the chain broke")
	}
	p.remove(e)
}

func projection(size int) {
	p := &planner{}
	factor, offset := newVariable(10), newVariable(1000)
	var sources, targets []*variable
	for i := 0; i < size; i++ {
		source, target := newVariable(i), newVariable(i)
		p.add(&constraint{relation: stay, strength: normal, a: source})
		p.add(&constraint{relation: scale, strength: required, a: source, b: target, factor: factor, offset: offset})
		sources = append(sources, source)
		targets = append(targets, target)
	}
	source, target := sources[size-1], targets[size-1]
	change(p, source, 17)
	check(target.value == 1170, "forwards")
	change(p, target, 1050)
	check(source.value == 5, "backwards")
	change(p, factor, 5)
	for i := 0; i < size-1; i++ {
		check(targets[i].value == i*5+1000, "another factor")
	}
	change(p, offset, 2000)
	for i := 0; i < size-1; i++ {
		check(targets[i].value == i*5+2000, "another offset")
	}
}

func change(p *planner, v *variable, value int) {
	e := p.add(&constraint{relation: edit, strength: preferred, a: v})
	plan := p.plan(e)
	for i := 0; i < 10; i++ {
		v.value = value
		execute(plan)
	}
	p.remove(e)
}

func main() {
	size := 100
	if len(os.Args) > 1 {
		size, _ = strconv.Atoi(os.Args[1])
	}
	chain(size)
	projection(size)
	fmt.Printf("a chain and a projection of %d: solved\n", size)
}
