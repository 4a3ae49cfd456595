// Dynamic symbols of ELF shared libraries (gABI 5 "Dynamic Section", "Symbol Table"; LSB 10.7
// "Symbol Versioning") and the INPUT and GROUP lines of linker scripts (ld manual 3.4.2). Libraries
// are foreign data: every offset is checked.
#include "import/link/library.h"

#include <ctype.h>
#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCRIPT_MAX = 65536, VERSION_HIDDEN = 0x8000 };

FileView view_open(const char *path) {
    FileView view = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return view;
    struct stat st;
    void *data = MAP_FAILED;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (data != MAP_FAILED) view = (FileView){data, (size_t)st.st_size};
    return view;
}

void view_close(FileView view) {
    void *data;
    memcpy(&data, &view.data, sizeof data); // munmap takes no const
    if (view.data) munmap(data, view.size);
}

// ---- shared libraries ----

bool library_is_elf(FileView view) {
    return view.size >= SELFMAG && memcmp(view.data, ELFMAG, SELFMAG) == 0;
}

static bool in_file(FileView view, uint64_t offset, uint64_t size) {
    return offset <= view.size && size <= view.size - offset;
}

typedef struct Tables {
    Elf64_Shdr symbols;
    Elf64_Shdr strings;
    Elf64_Shdr versions; // sh_size 0: unversioned
} Tables;

static Elf64_Shdr section(FileView view, const Elf64_Ehdr *head, uint32_t index) {
    Elf64_Shdr s;
    memcpy(&s, view.data + head->e_shoff + (uint64_t)index * sizeof s, sizeof s);
    return s;
}

static bool strings_hold(FileView view, const Elf64_Shdr *s) {
    return in_file(view, s->sh_offset, s->sh_size) && s->sh_size > 0 &&
           view.data[s->sh_offset + s->sh_size - 1] == 0;
}

static bool find_tables(FileView view, Tables *out) {
    Elf64_Ehdr head;
    if (!library_is_elf(view) || view.size < sizeof head) return false;
    memcpy(&head, view.data, sizeof head);
    if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_type != ET_DYN ||
        head.e_shentsize != sizeof(Elf64_Shdr) ||
        !in_file(view, head.e_shoff, (uint64_t)head.e_shnum * sizeof(Elf64_Shdr)))
        return false;
    *out = (Tables){0};
    bool found = false;
    for (uint32_t i = 0; i < head.e_shnum; i++) {
        Elf64_Shdr s = section(view, &head, i);
        if (!in_file(view, s.sh_offset, s.sh_type == SHT_NOBITS ? 0 : s.sh_size)) continue;
        if (s.sh_type == SHT_GNU_versym) out->versions = s;
        if (s.sh_type != SHT_DYNSYM || s.sh_link >= head.e_shnum) continue;
        out->symbols = s;
        out->strings = section(view, &head, s.sh_link);
        found = strings_hold(view, &out->strings);
    }
    return found;
}

static bool is_default_version(FileView view, const Elf64_Shdr *versions, uint64_t index) {
    if ((index + 1) * sizeof(Elf64_Half) > versions->sh_size) return true;
    Elf64_Half version;
    memcpy(&version, view.data + versions->sh_offset + index * sizeof version, sizeof version);
    return version != VER_NDX_LOCAL && !(version & VERSION_HIDDEN);
}

static bool is_export(const Elf64_Sym *s) {
    unsigned bind = ELF64_ST_BIND(s->st_info), type = ELF64_ST_TYPE(s->st_info);
    unsigned visible = ELF64_ST_VISIBILITY(s->st_other);
    return s->st_shndx != SHN_UNDEF && s->st_shndx != SHN_ABS &&
           (bind == STB_GLOBAL || bind == STB_WEAK) && type != STT_SECTION && type != STT_FILE &&
           (visible == STV_DEFAULT || visible == STV_PROTECTED);
}

void library_exports(FileView view, void (*visit)(void *context, const char *name), void *context) {
    Tables t;
    if (!find_tables(view, &t)) return;
    uint64_t count = t.symbols.sh_size / sizeof(Elf64_Sym);
    for (uint64_t i = 1; i < count; i++) {
        Elf64_Sym s;
        memcpy(&s, view.data + t.symbols.sh_offset + i * sizeof s, sizeof s);
        if (!is_export(&s) || s.st_name >= t.strings.sh_size) continue;
        const char *name = view.data + t.strings.sh_offset + s.st_name;
        bool cpp = name[0] == '_' && name[1] == 'Z';
        if (*name && !cpp && is_default_version(view, &t.versions, i)) visit(context, name);
    }
}

// ---- linker scripts ----

static const char *skip_space(const char *p, const char *end) {
    for (;;) {
        while (p < end && (isspace((unsigned char)*p) || *p == ',')) p++;
        if (end - p < 2 || p[0] != '/' || p[1] != '*') return p;
        for (p += 2; p < end && !(p[0] == '*' && end - p > 1 && p[1] == '/');) p++;
        p = end - p > 2 ? p + 2 : end;
    }
}

static bool is_word(char c) { return !isspace((unsigned char)c) && !strchr("(),;{}", c); }

// Words are inputs between the brackets of INPUT and GROUP; AS_NEEDED in there only says how they
// are linked.
void script_inputs(FileView view, Arena *arena, void (*visit)(void *context, const char *input),
                   void *context) {
    if (!view.data || view.size > SCRIPT_MAX || memchr(view.data, 0, view.size)) return;
    const char *end = view.data + view.size;
    bool listing = false; // the command before the bracket lists inputs
    int depth = 0;
    for (const char *p = skip_space(view.data, end); p < end; p = skip_space(p, end)) {
        if (!is_word(*p)) {
            depth += (*p == '(') - (*p == ')');
            p++;
            continue;
        }
        const char *word = p;
        while (p < end && is_word(*p)) p++;
        const char *text = arena_text(arena, word, (size_t)(p - word));
        if (depth <= 0) listing = strcmp(text, "INPUT") == 0 || strcmp(text, "GROUP") == 0;
        else if (listing && strcmp(text, "AS_NEEDED") != 0) visit(context, text);
    }
}
