// Between the files that declare: names.c types.c attribute.c collect.c record.c enum.c implement.c
// signature.c, and check.c that calls them in order. What the rest of the checker calls is in
// check/check.h.
#ifndef SEAM_CHECK_DECLARE_H
#define SEAM_CHECK_DECLARE_H

#include "check/check.h"

// ---- names.c ----
bool may_suggest(const Checker *c); // near names are looked for only while errors are few
// The symbol that the module exports under the name, its own or one that it passes on; NULL: none.
Symbol *module_export(Module *m, Name name);
// Every one of them.
void module_each_export(Module *m, void (*visit)(void *context, Name name, Symbol *symbol),
                        void *context);
// The same; not completed; NULL after a diagnostic.
Symbol *check_exported(Checker *c, Module *m, Name name, Span span);

// ---- collect.c ----
void check_collect(Checker *c);      // the names of c->module
void check_bind_imports(Checker *c); // of c->module, when all modules are collected
// A new name in C: prefix + name, made different from every other one of the program.
const char *check_c_name(Checker *c, const char *prefix, Symbol *s);
void check_add(Checker *c, Scope *scope, Name name, Symbol *s); // reports a second declaration
void check_new_record(Checker *c, Symbol *s); // of a struct, class or interface: its identity
void check_unsupported(Checker *c, Span span, const char *what, const char *help); // E0801

// ---- note.c ----
void check_note_line(Checker *c, CImport *import, const Node *directive);

// ---- signature.c ----
// Sets aside what the checker is doing, for work on a declaration of `m`; `*c = saved` takes it up
// again.
Checker check_enter(Checker *c, Module *m);
// The default value of a parameter of `owner`, which sees those before it; its type is what the
// parameter has, or else its own.
const Type *check_default(Checker *c, Symbol *owner, const NodeList *params, uint32_t index);
// The type of a lambda's parameter with a default value; `written`: NULL if that tells it.
const Type *check_lambda_default(Checker *c, const NodeList *params, uint32_t index,
                                 const Type *written);
// The declared constructor of a class; NULL: none.
Symbol *check_constructor(Checker *c, const Type *class);

// ---- record.c ----
void check_record(Checker *c, Symbol *record); // its members; types of fields that are written
Symbol *check_new_member(Checker *c, Symbol *record, SymbolKind kind, Name name, Span span,
                         uint32_t flags);               // DeclFlags
void check_complete_record(Checker *c, Symbol *record); // all of it but the bodies
void check_add_method(Checker *c, Symbol *record, Node *n);

// ---- implement.c ----
void check_implements(Checker *c, Symbol *record);  // first: which interfaces it names
void check_inherit(Checker *c, Symbol *interface_); // the members of those that it extends
void check_implemented(Checker *c, Symbol *record); // last: does it have what they want

// ---- adopt.c ----
bool adopt_is_default(const Symbol *method);  // an interface's, with a body
void check_adopt(Checker *c, Symbol *record); // such as its interfaces bring
// Another interface of `n` extends the method's, and says it anew.
bool adopt_is_replaced(const Nominal *n, const Symbol *method);

// ---- enum.c ----
void check_enum(Checker *c,
                Symbol *enum_); // its variants and methods; on demand, like check_record
void check_variant(Checker *c, Symbol *variant); // the default values of its payload, on demand

// ---- attribute.c ----
void check_attributes(Checker *c, const AttributeList *attributes);
void check_function_attributes(Checker *c, const AttributeList *attributes); // may be tests

// ---- face.c ----
void check_face(Checker *c); // what c->module shows to other packages

// ---- declared.c ----
void check_declarations(Checker *c); // those of c->module's .d.seam file

// ---- test.c ----
void check_tests(Checker *c); // of c->module, into Program.tests

// ---- types.c: all leave poison after a diagnostic ----
const Type *check_declared_type(Checker *c,
                                Node *type_node); // any, also interfaces and opaque types
const Type *check_throws_type(Checker *c,
                              Node *type_node); // `Error`, or a class that implements it
bool check_c_form(Checker *c, const Type *t,
                  Span span); // C can hold a value of it, or says why not
bool type_is_error(const Checker *c, const Type *t);
// A struct or enum that implements Error, or a type parameter with that bound: thrown as a copy.
bool type_is_error_value(Checker *c, const Type *t);

// ---- later.c ----
// Reports that the name is declared further down in one of the blocks around; false: in none.
bool later_reports(Checker *c, Name name, Span span);

#endif
