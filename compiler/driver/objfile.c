// Reads the symbol table of an object that the C compiler has just made. Every offset is checked: a
// truncated file (full disk) must be an error, never a crash. Floor 5; link.c asks the link index
// for what is undefined.
#include "driver/objfile.h"

#include <ar.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

static bool in_file(const FileText *file, uint64_t offset, uint64_t size) {
    return offset <= file->len && size <= file->len - offset;
}

static void add_symbols(Arena *arena, const FileText *file, const Elf64_Shdr *table,
                        const Elf64_Shdr *strings, ObjSymbols *out) {
    for (uint64_t at = 0; at + sizeof(Elf64_Sym) <= table->sh_size; at += sizeof(Elf64_Sym)) {
        Elf64_Sym symbol;
        memcpy(&symbol, file->text + table->sh_offset + at, sizeof symbol);
        unsigned bind = ELF64_ST_BIND(symbol.st_info);
        if (bind == STB_LOCAL || symbol.st_name == 0 || symbol.st_name >= strings->sh_size)
            continue;
        const char *name = file->text + strings->sh_offset + symbol.st_name;
        VEC_PUSH(arena, out, ((ObjSymbol){name, symbol.st_shndx != SHN_UNDEF, bind == STB_WEAK}));
    }
}

bool objfile_symbols(Arena *arena, const char *path, ObjSymbols *out) {
    FileText file;
    Elf64_Ehdr head;
    if (!io_read(arena, path, &file) || file.len < sizeof head) return false;
    memcpy(&head, file.text, sizeof head);
    if (memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_ident[EI_CLASS] != ELFCLASS64)
        return false;
    if (head.e_shentsize != sizeof(Elf64_Shdr)) return false;
    if (!in_file(&file, head.e_shoff, (uint64_t)head.e_shnum * sizeof(Elf64_Shdr))) return false;
    Elf64_Shdr *sections = ARENA_ARRAY(arena, Elf64_Shdr, head.e_shnum);
    memcpy(sections, file.text + head.e_shoff, head.e_shnum * sizeof *sections);
    for (uint32_t i = 0; i < head.e_shnum; i++) {
        if (sections[i].sh_type != SHT_SYMTAB || sections[i].sh_link >= head.e_shnum) continue;
        const Elf64_Shdr *strings = &sections[sections[i].sh_link];
        if (!in_file(&file, sections[i].sh_offset, sections[i].sh_size)) return false;
        if (!in_file(&file, strings->sh_offset, strings->sh_size) || strings->sh_size == 0)
            return false;
        if (file.text[strings->sh_offset + strings->sh_size - 1] != 0) return false;
        add_symbols(arena, &file, &sections[i], strings, out);
        return true;
    }
    return false;
}

static uint32_t big_endian(const char *at) {
    const unsigned char *b = (const unsigned char *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

bool archive_symbols(Arena *arena, const char *path, ObjSymbols *out) {
    FileText file;
    struct ar_hdr head;
    if (!io_read(arena, path, &file) || file.len < SARMAG + sizeof head + 4) return false;
    memcpy(&head, file.text + SARMAG, sizeof head);
    if (memcmp(file.text, ARMAG, SARMAG) != 0 || strncmp(head.ar_name, "/ ", 2) != 0) return false;
    // The index: a big-endian count, as many offsets, then as many NUL-terminated names.
    uint64_t size = strtoull(arena_text(arena, head.ar_size, sizeof head.ar_size), NULL, 10);
    const char *index = file.text + SARMAG + sizeof head;
    uint64_t count = big_endian(index);
    if (!in_file(&file, SARMAG + sizeof head, size) || size < 4 + 4 * count) return false;
    const char *end = index + size;
    const char *name = index + 4 + 4 * count;
    for (uint64_t i = 0; i < count && name < end; i++) {
        const char *stop = memchr(name, 0, (size_t)(end - name));
        if (!stop) return false;
        VEC_PUSH(arena, out, ((ObjSymbol){name, true, false}));
        name = stop + 1;
    }
    return true;
}
