// Reads interface files without trusting them: magic, version, size and checksum, then one pass
// over every row, so that everything behind it may follow indexes without looking. A file that does
// not pass is made anew.
#include "import/c/ifc_read.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/checksum.h"

enum { DEPTH_MAX = 64 };

const char *ifc_text_at(const Ifc *ifc, IfcText text) { return ifc->texts + text; }

// ---- the frame ----

static bool header_holds(const IfcHeader *h, const void *data, size_t size) {
    if (memcmp(h->magic, IFC_MAGIC, sizeof IFC_MAGIC) != 0 || h->version != IFC_VERSION ||
        h->endian != IFC_ENDIAN || h->size != size)
        return false;
    return h->checksum == checksum((const char *)data + sizeof *h, size - sizeof *h, IFC_VERSION);
}

static const void *table_of(const IfcHeader *h, const char *data, IfcTable table, size_t row_size) {
    IfcSlice s = h->tables[table];
    if (s.offset % 8 != 0 || s.offset < sizeof *h || s.offset > h->size) return NULL;
    return s.count <= (h->size - s.offset) / row_size ? data + s.offset : NULL;
}

// ---- the rows ----

static bool has_text(const Ifc *f, IfcText text) { return text < f->texts_count; }

static bool has_range(uint32_t first, uint64_t count, uint32_t limit) {
    return first <= limit && count <= limit - first;
}

static bool function_holds(const Ifc *f, uint32_t row) {
    const IfcType *t = &f->types[row];
    if (t->part >= row || !has_range(t->first, t->count, f->params_count)) return false;
    for (uint64_t i = 0; i < t->count; i++)
        if (f->params[t->first + i].type >= row) return false;
    return true;
}

static bool type_holds(const Ifc *f, uint32_t row) {
    const IfcType *t = &f->types[row];
    switch ((IfcTypeKind)t->kind) {
    case IFC_POINTER:
    case IFC_ARRAY: return t->part < row;
    case IFC_FUNCTION: return function_holds(f, row);
    case IFC_RECORD: return t->first < f->records_count;
    case IFC_ENUM: return t->first < f->enums_count;
    case IFC_OPAQUE: return has_text(f, t->text);
    case IFC_VOID:
    case IFC_BOOL:
    case IFC_CHAR:
    case IFC_SCHAR:
    case IFC_UCHAR:
    case IFC_SHORT:
    case IFC_USHORT:
    case IFC_INT:
    case IFC_UINT:
    case IFC_LONG:
    case IFC_ULONG:
    case IFC_LONGLONG:
    case IFC_ULONGLONG:
    case IFC_SIZE:
    case IFC_SSIZE:
    case IFC_UINTPTR:
    case IFC_INT8:
    case IFC_INT16:
    case IFC_INT32:
    case IFC_INT64:
    case IFC_UINT8:
    case IFC_UINT16:
    case IFC_UINT32:
    case IFC_UINT64:
    case IFC_FLOAT:
    case IFC_DOUBLE: return true;
    case IFC_TYPE_KIND_COUNT: break;
    }
    return false;
}

// Rows refer to earlier rows only, so there is no circle; what is left is how deep readers recurse.
static bool types_hold(const Ifc *f, unsigned char *depths) {
    for (uint32_t i = 0; i < f->types_count; i++) {
        const IfcType *t = &f->types[i];
        if (!type_holds(f, i)) return false;
        unsigned depth = 0;
        if (t->kind == IFC_POINTER || t->kind == IFC_ARRAY || t->kind == IFC_FUNCTION)
            depth = depths[t->part] + 1u;
        for (uint64_t k = 0; t->kind == IFC_FUNCTION && k < t->count; k++) {
            unsigned below = depths[f->params[t->first + k].type] + 1u;
            if (below > depth) depth = below;
        }
        if (depth > DEPTH_MAX) return false;
        depths[i] = (unsigned char)depth;
    }
    return true;
}

static bool record_holds(const Ifc *f, const IfcRecord *r) {
    if (!has_text(f, r->usr) || !has_text(f, r->name) || !has_text(f, r->c_name) ||
        !has_text(f, r->header_name))
        return false;
    bool aligned = r->align > 0 && (r->align & (r->align - 1)) == 0;
    return ((r->flags & IFC_INCOMPLETE) || aligned) &&
           has_range(r->first, r->count, f->fields_count);
}

static bool field_holds(const Ifc *f, const IfcField *r) {
    return has_text(f, r->name) && r->type < f->types_count && r->file < f->files_count;
}

static bool enum_holds(const Ifc *f, const IfcEnum *e) {
    return has_text(f, e->usr) && has_text(f, e->name) && has_text(f, e->c_name) &&
           has_text(f, e->header_name) && e->base < f->types_count &&
           f->types[e->base].kind > IFC_VOID && f->types[e->base].kind <= IFC_UINT64 &&
           has_range(e->first, e->count, f->values_count);
}

static bool symbol_holds(const Ifc *f, const IfcSymbol *s) {
    if (!has_text(f, s->name) || !has_text(f, s->c_name) || !has_text(f, s->text) ||
        s->file >= f->files_count)
        return false;
    bool typed = s->type < f->types_count;
    switch ((IfcSymbolKind)s->kind) {
    case IFC_SYMBOL_FUNCTION: return typed && s->detail < f->functions_count;
    case IFC_SYMBOL_CONSTANT:
    case IFC_SYMBOL_EXPR: return typed && s->detail < f->constants_count;
    case IFC_SYMBOL_GLOBAL:
    case IFC_SYMBOL_TYPE: return typed;
    case IFC_SYMBOL_MACRO:
    case IFC_SYMBOL_UNUSABLE: return true;
    case IFC_SYMBOL_KIND_COUNT: break;
    }
    return false;
}

static bool functions_hold(const Ifc *f) {
    for (uint32_t i = 0; i < f->functions_count; i++) {
        const IfcFunction *r = &f->functions[i];
        if (!has_text(f, r->asm_label) || !has_text(f, r->signature) || !has_text(f, r->facts))
            return false;
    }
    return true;
}

static bool constants_hold(const Ifc *f) {
    for (uint32_t i = 0; i < f->constants_count; i++)
        if (f->constants[i].kind > IFC_CONST_EXPR || !has_text(f, f->constants[i].text))
            return false;
    return true;
}

static bool texts_hold(const Ifc *f, const IfcText *texts, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (!has_text(f, texts[i])) return false;
    return true;
}

static bool small_tables_hold(const Ifc *f) {
    bool ok = texts_hold(f, f->absent, f->absent_count) &&
              texts_hold(f, f->includes, f->includes_count) &&
              texts_hold(f, f->search, f->search_count);
    for (uint32_t i = 0; ok && i < f->files_count; i++) ok = has_text(f, f->files[i].path);
    for (uint32_t i = 0; ok && i < f->params_count; i++)
        ok = has_text(f, f->params[i].name) && f->params[i].type < f->types_count;
    for (uint32_t i = 0; ok && i < f->values_count; i++) ok = has_text(f, f->values[i].name);
    for (uint32_t i = 0; ok && i < f->order_count; i++) ok = f->order[i] < f->symbols_count;
    for (uint32_t i = 0; ok && i < f->problems_count; i++)
        ok = has_text(f, f->problems[i].file) && has_text(f, f->problems[i].message);
    return ok && f->files_count > 0;
}

static bool rows_hold(const Ifc *f) {
    if (f->texts_count == 0 || f->texts[0] != 0 || f->texts[f->texts_count - 1] != 0) return false;
    for (uint32_t i = 0; i < f->records_count; i++)
        if (!record_holds(f, &f->records[i])) return false;
    for (uint32_t i = 0; i < f->fields_count; i++)
        if (!field_holds(f, &f->fields[i])) return false;
    for (uint32_t i = 0; i < f->enums_count; i++)
        if (!enum_holds(f, &f->enums[i])) return false;
    for (uint32_t i = 0; i < f->symbols_count; i++)
        if (!symbol_holds(f, &f->symbols[i])) return false;
    return functions_hold(f) && constants_hold(f) && small_tables_hold(f);
}

bool ifc_read(Ifc *out, const void *data, size_t size) {
    *out = (Ifc){.data = data, .size = size};
    if (size < sizeof(IfcHeader)) return false;
    const IfcHeader *header = data;
    if (!header_holds(header, data, size)) return false;
#define TABLE(NAME, name, row)                                   \
    out->name = table_of(header, data, IFC_##NAME, sizeof(row)); \
    out->name##_count = header->tables[IFC_##NAME].count;        \
    if (!out->name) return false;
    IFC_TABLES(TABLE)
#undef TABLE
    Arena scratch;
    arena_init(&scratch);
    bool ok = types_hold(out, arena_alloc(&scratch, out->types_count)) && rows_hold(out);
    arena_deinit(&scratch);
    return ok;
}

bool ifc_map(Ifc *out, const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    void *data = MAP_FAILED;
    if (fstat(fd, &st) == 0 && st.st_size > 0)
        data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    close(fd);
    if (data == MAP_FAILED) return false;
    if (ifc_read(out, data, (size_t)st.st_size)) return true;
    munmap(data, (size_t)st.st_size);
    return false;
}

const IfcSymbol *ifc_lookup(const Ifc *ifc, const char *name) {
    uint32_t low = 0, high = ifc->symbols_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(name, ifc_text_at(ifc, ifc->symbols[middle].name));
        if (order == 0) return &ifc->symbols[middle];
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}
