// C's records, declared from what their header's import says: size, alignment, and each field's
// place. Where C's own rules put a field elsewhere, gaps are written out; where they cannot, the
// record is packed. Members of anonymous structs and unions come as fields of the record: those
// that overlap are gathered into anonymous unions again, so that C passes the record by value as
// its header does.
#include "emit/c/unit/unit.h"

typedef struct Member {
    uint32_t index; // of the field
    uint64_t start; // bits
    uint64_t end;
    uint64_t align;
    uint64_t after; // least start of all members from this one on
} Member;

typedef struct Record {
    Unit *u;
    const Nominal *n;
    Text out;
    Member *members;
    uint32_t count;
    uint64_t widest; // alignment of any member, in bits
    bool packed;
    bool irregular; // gaps or overlaps are written out
    uint32_t gaps;
} Record;

static const Field *field_of(const Record *r, const Member *m) {
    return &r->n->fields.items[m->index];
}

static uint64_t round_up(uint64_t x, uint64_t to) { return (x + to - 1) / to * to; }

// Fields of types that Seam cannot express have no member: a gap keeps their place.
static void gather(Record *r) {
    r->members = ARENA_ARRAY(r->u->arena, Member, r->n->fields.len);
    for (uint32_t i = 0; i < r->n->fields.len; i++) {
        const Field *f = &r->n->fields.items[i];
        uint64_t size;
        uint32_t align;
        if (!type_c_layout(f->type, &size, &align) || align == 0) continue;
        uint64_t start = f->offset * 8 + f->bit_offset;
        uint64_t end = start + (f->bit_width ? f->bit_width : size * 8);
        r->members[r->count++] =
            (Member){.index = i, .start = start, .end = end, .align = align * 8ull};
    }
    uint64_t least = UINT64_MAX;
    r->widest = 8;
    for (uint32_t i = r->count; i-- > 0;) {
        if (r->members[i].align > r->widest) r->widest = r->members[i].align;
        if (r->members[i].start < least) least = r->members[i].start;
        r->members[i].after = least;
    }
}

// Does a member lie where no alignment of its type would allow?
static bool needs_packing(const Record *r) {
    for (uint32_t i = 0; i < r->count; i++) {
        const Member *m = &r->members[i];
        if (field_of(r, m)->bit_width == 0 && m->start % m->align != 0) return true;
    }
    return r->n->is_packed || r->n->align * 8ull < r->widest || r->n->size * 8 % r->widest != 0;
}

static void put_gap(Record *r, uint64_t from, uint64_t to) {
    r->irregular = true;
    while (from < to && from % 8) { // bits up to the next byte
        uint64_t stop = round_up(from, 8) < to ? round_up(from, 8) : to;
        text_printf(&r->out, "unsigned char : %u;\n", (unsigned)(stop - from));
        from = stop;
    }
    if (to / 8 > from / 8) {
        text_printf(&r->out, "char seam_gap_%u[%llu];\n", r->gaps++,
                    (unsigned long long)(to / 8 - from / 8));
        from = to / 8 * 8;
    }
    if (to > from) text_printf(&r->out, "unsigned char : %u;\n", (unsigned)(to - from));
}

// Where C puts a member after `at` bits.
static uint64_t natural_start(const Record *r, const Member *m, uint64_t at) {
    uint64_t width = field_of(r, m)->bit_width;
    if (width == 0) return round_up(at, r->packed ? 8 : m->align);
    bool crosses = at / m->align != (at + width - 1) / m->align;
    return crosses && !r->packed ? round_up(at, m->align) : at;
}

static uint64_t put_member(Record *r, const Member *m, uint64_t at) {
    const Field *f = field_of(r, m);
    if (natural_start(r, m, at) != m->start) put_gap(r, at, m->start);
    const char *name = field_c_name(r->u, r->n->type, m->index);
    if (f->type->kind == TYPE_CARRAY &&
        f->type->u.carray.count == 0) // also where it is not the last
        text_printf(&r->out, "%s[0]", declare_raw(r->u, f->type->u.carray.elem, name));
    else text_put(&r->out, declare_raw(r->u, f->type, name));
    if (f->bit_width) text_printf(&r->out, " : %u", f->bit_width);
    text_put(&r->out, ";\n");
    return m->end;
}

static const char *closing(const Record *r) {
    return r->packed ? "} __attribute__((packed));\n" : "};\n";
}

// Members that begin within one another: each run that goes forward is an alternative, which begins
// at `base`.
static void put_alternatives(Record *r, uint32_t first, uint32_t end, uint64_t base) {
    for (uint32_t i = first; i < end;) {
        uint32_t stop = i + 1;
        while (stop < end && r->members[stop].start >= r->members[stop - 1].end) stop++;
        bool single = stop == i + 1 && r->members[i].start == base;
        if (!single) text_put(&r->out, "struct {\n");
        r->out.indent += !single;
        for (uint64_t at = base; i < stop; i++) at = put_member(r, &r->members[i], at);
        r->out.indent -= !single;
        if (!single) text_put(&r->out, closing(r));
    }
}

static void put_overlapping(Record *r, uint32_t first, uint32_t end) {
    r->irregular = true;
    text_put(&r->out, "union {\n");
    r->out.indent++;
    put_alternatives(r, first, end, r->members[first].after);
    r->out.indent--;
    text_put(&r->out, closing(r));
}

static uint64_t put_sequence(Record *r) {
    uint64_t at = 0;
    for (uint32_t i = 0; i < r->count;) {
        uint64_t end = r->members[i].end;
        uint32_t stop = i + 1;
        for (; stop < r->count && r->members[stop].after < end; stop++)
            if (r->members[stop].end > end) end = r->members[stop].end;
        uint64_t start = r->members[i].after;
        if (stop == i + 1) {
            put_member(r, &r->members[i], at);
        } else {
            uint64_t align = 8;
            for (uint32_t k = i; k < stop; k++)
                if (r->members[k].align > align) align = r->members[k].align;
            if (round_up(at, r->packed ? 8 : align) != start) put_gap(r, at, start);
            put_overlapping(r, i, stop);
        }
        at = end;
        i = stop;
    }
    return at;
}

static void put_union(Record *r) {
    put_alternatives(r, 0, r->count, 0);
    uint64_t end = 0;
    for (uint32_t i = 0; i < r->count; i++)
        if (r->members[i].end > end) end = r->members[i].end;
    if (round_up(end, r->n->align * 8ull) < r->n->size * 8) put_gap(r, 0, r->n->size * 8);
}

static void put_asserts(const Record *r) {
    Text *out = &r->u->types;
    const char *name = r->n->c_name;
    text_printf(out, "_Static_assert(sizeof(%s) == %llu && _Alignof(%s) == %u", name,
                (unsigned long long)r->n->size, name, r->n->align);
    for (uint32_t i = 0; i < r->count && (r->packed || r->irregular); i++) {
        const Field *f = field_of(r, &r->members[i]);
        if (f->bit_width) continue;
        text_put(out, text_column(out) > 60 ? " &&\n    " : " && ");
        text_printf(out, "offsetof(%s, %s) == %llu", name,
                    field_c_name(r->u, r->n->type, r->members[i].index),
                    (unsigned long long)f->offset);
    }
    text_put(out, ", \"layout\");\n");
}

void define_record(Unit *u, const Nominal *n) {
    Record r = {.u = u, .n = n};
    text_init(&r.out, u->arena);
    for (uint32_t i = 0; i < n->fields.len; i++) require_parts(u, n->fields.items[i].type);
    gather(&r);
    r.packed = needs_packing(&r);
    text_printf(&r.out, "%s {\n", n->c_name);
    r.out.indent = 1;
    if (n->type->kind == TYPE_UNION) {
        put_union(&r);
    } else {
        uint64_t end = put_sequence(&r);
        uint64_t natural = round_up(end, r.packed ? 8 : n->align * 8ull);
        if (natural < n->size * 8) put_gap(&r, end, n->size * 8);
    }
    r.out.indent = 0;
    if (r.packed || n->align * 8ull != r.widest)
        text_printf(&r.out, "} __attribute__((%saligned(%u)));\n", r.packed ? "packed, " : "",
                    n->align);
    else text_put(&r.out, "};\n");
    text_append(&u->types, &r.out);
    put_asserts(&r);
}
