// DeltaBlue, as examples/deltablue.seam has it.
const REQUIRED = 0, PREFERRED = 2, STRONG_DEFAULT = 3, NORMAL = 4, WEAKEST = 6;
const STAY = 0, EDIT = 1, EQUAL = 2, SCALE = 3;
const NONE = 0, FORWARD = 1, BACKWARD = 2;

function check(condition, what) { if (!condition) throw new Error(what); }

class Variable {
  constructor(value) {
    this.value = value; this.constraints = []; this.determinedBy = null; this.strength = WEAKEST; this.mark = 0;
    this.isStay = true;
  }
  consumers(into) {
    const writer = this.determinedBy;
    for (const c of this.constraints) if (c !== writer && c.flow !== NONE) into.push(c);
  }
}

class Constraint {
  constructor(relation, strength, a, b, factor, offset) {
    this.relation = relation; this.strength = strength; this.a = a; this.b = b; this.factor = factor;
    this.offset = offset; this.flow = NONE;
    for (const v of this.variables()) v.constraints.push(this);
  }
  get isInput() { return this.relation === EDIT; }
  get isSatisfied() { return this.flow !== NONE; }
  variables() {
    switch (this.relation) {
      case STAY: case EDIT: return [this.a];
      case EQUAL: return [this.a, this.b];
      default: return [this.a, this.b, this.factor, this.offset];
    }
  }
  output() { return this.relation <= EDIT || this.flow !== FORWARD ? this.a : this.b; }
  input() { return this.flow === FORWARD ? this.a : this.b; }
  choose(mark) {
    const { a, b, strength } = this;
    if (this.relation <= EDIT) {
      this.flow = a.mark !== mark && strength < a.strength ? FORWARD : NONE;
      return;
    }
    const forward = b.mark !== mark && strength < b.strength;
    const backward = a.mark !== mark && strength < a.strength;
    if (forward && backward) this.flow = a.strength > b.strength ? BACKWARD : FORWARD;
    else this.flow = forward ? FORWARD : backward ? BACKWARD : NONE;
  }
  markInputs(mark) {
    if (this.relation <= EDIT) return;
    this.input().mark = mark;
    if (this.relation === SCALE) { this.factor.mark = mark; this.offset.mark = mark; }
  }
  inputsKnown(mark) {
    if (this.relation <= EDIT) return true;
    const v = this.input();
    return v.mark === mark || v.isStay || v.determinedBy === null;
  }
  recalculate() {
    const out = this.output();
    if (this.relation <= EDIT) {
      out.strength = this.strength;
      out.isStay = !this.isInput;
    } else {
      const from = this.input();
      out.strength = Math.max(this.strength, from.strength);
      out.isStay = from.isStay && (this.relation === EQUAL || (this.factor.isStay && this.offset.isStay));
    }
    if (out.isStay) this.execute();
  }
  execute() {
    const { a, b, factor, offset } = this;
    if (this.relation === EQUAL) {
      if (this.flow === FORWARD) b.value = a.value;
      else a.value = b.value;
    } else if (this.relation === SCALE) {
      if (this.flow === FORWARD) b.value = a.value * factor.value + offset.value;
      else a.value = Math.trunc((b.value - offset.value) / factor.value);
    }
  }
  removeFromGraph() {
    for (const v of this.variables()) {
      const at = v.constraints.indexOf(this);
      if (at >= 0) v.constraints.splice(at, 1);
      if (v.determinedBy === this) v.determinedBy = null;
    }
    this.flow = NONE;
  }
}

class Planner {
  constructor() { this.mark = 0; }
  add(relation, strength, a, b = null, factor = null, offset = null) {
    const c = new Constraint(relation, strength, a, b, factor, offset);
    this.satisfyAll(c);
    return c;
  }
  satisfyAll(c) {
    const mark = ++this.mark;
    for (let next = c; next !== null;) next = this.satisfy(next, mark);
  }
  satisfy(c, mark) {
    c.choose(mark);
    if (!c.isSatisfied) {
      check(c.strength !== REQUIRED, "a required constraint cannot be satisfied");
      return null;
    }
    c.markInputs(mark);
    const out = c.output();
    const displaced = out.determinedBy;
    if (displaced !== null) displaced.flow = NONE;
    out.determinedBy = c;
    check(this.propagate(c, mark), "the constraints form a circle");
    out.mark = mark;
    return displaced;
  }
  remove(c) {
    const out = c.output();
    c.removeFromGraph();
    const unsatisfied = this.propagateRemoval(out);
    for (let strength = REQUIRED; strength < WEAKEST; strength++)
      for (const u of unsatisfied) if (u.strength === strength) this.satisfyAll(u);
  }
  plan(sources) {
    const mark = ++this.mark;
    const plan = [];
    const todo = sources.filter((c) => c.isInput && c.isSatisfied);
    while (todo.length > 0) {
      const c = todo.pop();
      const out = c.output();
      if (out.mark !== mark && c.inputsKnown(mark)) {
        plan.push(c);
        out.mark = mark;
        out.consumers(todo);
      }
    }
    return plan;
  }
  propagate(from, mark) {
    const todo = [from];
    while (todo.length > 0) {
      const c = todo.pop();
      const out = c.output();
      if (out.mark === mark) return false;
      c.recalculate();
      out.consumers(todo);
    }
    return true;
  }
  propagateRemoval(from) {
    from.determinedBy = null; from.strength = WEAKEST; from.isStay = true;
    const unsatisfied = [];
    const todo = [from];
    while (todo.length > 0) {
      const v = todo.pop();
      for (const c of v.constraints) if (!c.isSatisfied) unsatisfied.push(c);
      const readers = [];
      v.consumers(readers);
      for (const c of readers) {
        c.recalculate();
        todo.push(c.output());
      }
    }
    return unsatisfied;
  }
}

function execute(plan) { for (const c of plan) c.execute(); }

function chain(size) {
  const planner = new Planner();
  const variables = [];
  for (let i = 0; i <= size; i++) {
    const v = new Variable(0);
    if (i > 0) planner.add(EQUAL, REQUIRED, variables[i - 1], v);
    variables.push(v);
  }
  const first = variables[0], last = variables[size];
  planner.add(STAY, STRONG_DEFAULT, last);
  const edit = planner.add(EDIT, PREFERRED, first);
  const plan = planner.plan([edit]);
  for (let i = 0; i < 100; i++) {
    first.value = i;
    execute(plan);
    check(last.value === i, "the chain broke");
  }
  planner.remove(edit);
}

function projection(size) {
  const planner = new Planner();
  const factor = new Variable(10), offset = new Variable(1000);
  const sources = [], targets = [];
  for (let i = 0; i < size; i++) {
    const source = new Variable(i), target = new Variable(i);
    planner.add(STAY, NORMAL, source);
    planner.add(SCALE, REQUIRED, source, target, factor, offset);
    sources.push(source);
    targets.push(target);
  }
  const source = sources[size - 1], target = targets[size - 1];
  change(planner, source, 17);
  check(target.value === 1170, "forwards");
  change(planner, target, 1050);
  check(source.value === 5, "backwards");
  change(planner, factor, 5);
  for (let i = 0; i < size - 1; i++) check(targets[i].value === i * 5 + 1000, "another factor");
  change(planner, offset, 2000);
  for (let i = 0; i < size - 1; i++) check(targets[i].value === i * 5 + 2000, "another offset");
}

function change(planner, v, value) {
  const edit = planner.add(EDIT, PREFERRED, v);
  const plan = planner.plan([edit]);
  for (let i = 0; i < 10; i++) {
    v.value = value;
    execute(plan);
  }
  planner.remove(edit);
}

const size = Number(process.argv[2] || 100);
chain(size);
projection(size);
console.log(`a chain and a projection of ${size}: solved`);
