# DeltaBlue, as examples/deltablue.seam has it.
import std/[os, strutils]

const
  REQUIRED = 0
  PREFERRED = 2
  STRONG_DEFAULT = 3
  NORMAL = 4
  WEAKEST = 6

type
  Relation = enum Stay, Edit, Equal, Scale
  Flow = enum None, Forward, Backward
  Variable = ref object
    value, mark, strength: int
    isStay: bool
    determinedBy: Constraint
    constraints: seq[Constraint]
  Constraint = ref object
    relation: Relation
    strength: int
    flow: Flow
    a, b, factor, offset: Variable
  Planner = ref object
    mark: int

proc newVariable(value: int): Variable = Variable(value: value, strength: WEAKEST, isStay: true)

proc consumers(v: Variable, into: var seq[Constraint]) =
  for c in v.constraints:
    if c != v.determinedBy and c.flow != None: into.add(c)

proc variables(c: Constraint): seq[Variable] =
  case c.relation
  of Stay, Edit: @[c.a]
  of Equal: @[c.a, c.b]
  of Scale: @[c.a, c.b, c.factor, c.offset]

proc output(c: Constraint): Variable =
  if c.relation <= Edit or c.flow != Forward: c.a else: c.b

proc input(c: Constraint): Variable =
  if c.flow == Forward: c.a else: c.b

proc choose(c: Constraint, mark: int) =
  let backward = c.a.mark != mark and c.strength < c.a.strength
  if c.relation <= Edit:
    c.flow = if backward: Forward else: None
    return
  let forward = c.b.mark != mark and c.strength < c.b.strength
  if forward and backward: c.flow = if c.a.strength > c.b.strength: Backward else: Forward
  else: c.flow = if forward: Forward elif backward: Backward else: None

proc execute(c: Constraint) =
  case c.relation
  of Stay, Edit: discard
  of Equal:
    if c.flow == Forward: c.b.value = c.a.value else: c.a.value = c.b.value
  of Scale:
    if c.flow == Forward: c.b.value = c.a.value * c.factor.value + c.offset.value
    else: c.a.value = (c.b.value - c.offset.value) div c.factor.value

proc recalculate(c: Constraint) =
  let o = c.output
  if c.relation <= Edit:
    o.strength = c.strength
    o.isStay = c.relation != Edit
  else:
    let f = c.input
    o.strength = max(c.strength, f.strength)
    o.isStay = f.isStay and (c.relation == Equal or (c.factor.isStay and c.offset.isStay))
  if o.isStay: c.execute()

proc inputsKnown(c: Constraint, mark: int): bool =
  if c.relation <= Edit: return true
  let v = c.input
  v.mark == mark or v.isStay or v.determinedBy == nil

proc propagate(start: Constraint, mark: int): bool =
  var todo = @[start]
  while todo.len > 0:
    let c = todo.pop()
    let o = c.output
    if o.mark == mark: return false
    c.recalculate()
    o.consumers(todo)
  true

proc satisfy(c: Constraint, mark: int): Constraint =
  c.choose(mark)
  if c.flow == None:
    doAssert c.strength != REQUIRED
    return nil
  if c.relation > Edit:
    c.input.mark = mark
    if c.relation == Scale:
      c.factor.mark = mark
      c.offset.mark = mark
  let o = c.output
  result = o.determinedBy
  if result != nil: result.flow = None
  o.determinedBy = c
  doAssert propagate(c, mark)
  o.mark = mark

proc satisfyAll(p: Planner, start: Constraint) =
  inc p.mark
  let mark = p.mark
  var c = start
  while c != nil: c = satisfy(c, mark)

proc add(p: Planner, c: Constraint): Constraint =
  for v in c.variables: v.constraints.add(c)
  p.satisfyAll(c)
  c

proc propagateRemoval(start: Variable): seq[Constraint] =
  start.determinedBy = nil
  start.strength = WEAKEST
  start.isStay = true
  var todo = @[start]
  while todo.len > 0:
    let v = todo.pop()
    for c in v.constraints:
      if c.flow == None: result.add(c)
    var readers: seq[Constraint]
    v.consumers(readers)
    for c in readers:
      c.recalculate()
      todo.add(c.output)

proc remove(p: Planner, c: Constraint) =
  let o = c.output
  for v in c.variables:
    let at = v.constraints.find(c)
    if at >= 0: v.constraints.delete(at)
    if v.determinedBy == c: v.determinedBy = nil
  c.flow = None
  let unsatisfied = propagateRemoval(o)
  for strength in REQUIRED ..< WEAKEST:
    for u in unsatisfied:
      if u.strength == strength: p.satisfyAll(u)

proc plan(p: Planner, source: Constraint): seq[Constraint] =
  inc p.mark
  var todo: seq[Constraint]
  if source.relation == Edit and source.flow != None: todo.add(source)
  while todo.len > 0:
    let c = todo.pop()
    let o = c.output
    if o.mark != p.mark and c.inputsKnown(p.mark):
      result.add(c)
      o.mark = p.mark
      o.consumers(todo)

proc run(plan: seq[Constraint]) =
  for c in plan: c.execute()

proc chain(size: int) =
  let p = Planner()
  var all = @[newVariable(0)]
  for i in 1 .. size:
    all.add(newVariable(0))
    discard p.add(Constraint(relation: Equal, strength: REQUIRED, a: all[i - 1], b: all[i]))
  discard p.add(Constraint(relation: Stay, strength: STRONG_DEFAULT, a: all[size]))
  let edit = p.add(Constraint(relation: Edit, strength: PREFERRED, a: all[0]))
  let plan = p.plan(edit)
  for i in 0 ..< 100:
    all[0].value = i
    run(plan)
    doAssert all[size].value == i
  p.remove(edit)

proc change(p: Planner, v: Variable, value: int) =
  let edit = p.add(Constraint(relation: Edit, strength: PREFERRED, a: v))
  let plan = p.plan(edit)
  for i in 0 ..< 10:
    v.value = value
    run(plan)
  p.remove(edit)

proc projection(size: int) =
  let p = Planner()
  let factor = newVariable(10)
  let offset = newVariable(1000)
  var sources, targets: seq[Variable]
  for i in 0 ..< size:
    let source = newVariable(i)
    let target = newVariable(i)
    discard p.add(Constraint(relation: Stay, strength: NORMAL, a: source))
    discard p.add(Constraint(relation: Scale, strength: REQUIRED, a: source, b: target, factor: factor,
                             offset: offset))
    sources.add(source)
    targets.add(target)
  p.change(sources[size - 1], 17)
  doAssert targets[size - 1].value == 1170
  p.change(targets[size - 1], 1050)
  doAssert sources[size - 1].value == 5
  p.change(factor, 5)
  for i in 0 ..< size - 1: doAssert targets[i].value == i * 5 + 1000
  p.change(offset, 2000)
  for i in 0 ..< size - 1: doAssert targets[i].value == i * 5 + 2000

let size = if paramCount() > 0: parseInt(paramStr(1)) else: 100
chain(size)
projection(size)
echo "a chain and a projection of ", size, ": solved"
