// Making symbols. What they mean is decided by those who make them: the checker and the importers.
#include "types/symbol.h"

Symbol *symbol_new(Arena *a, SymbolKind kind, Name name, Span span) {
    Symbol *symbol = ARENA_NEW(a, Symbol);
    symbol->kind = kind;
    symbol->name = name;
    symbol->span = span;
    return symbol;
}

bool symbol_is_accessor(const Symbol *s) {
    return s->kind == SYMBOL_METHOD && s->flags & (SYMBOL_GETTER | SYMBOL_SETTER);
}

Symbol *symbol_getter(Symbol *s) { return s->flags & SYMBOL_GETTER ? s : s->other; }

Symbol *symbol_setter(Symbol *s) { return s->flags & SYMBOL_SETTER ? s : s->other; }

Instance *symbol_instance(const Symbol *s) {
    for (; s; s = s->owner)
        if (s->instance) return s->instance;
    return NULL;
}

Module *symbol_unit(const Symbol *s) {
    const Instance *instance = symbol_instance(s);
    return instance ? instance->home : s->module;
}

Symbol *nominal_method(const Nominal *n, Name name) {
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (n->methods.items[i]->name == name) return n->methods.items[i];
    return NULL;
}
