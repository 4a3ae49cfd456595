// Blocks of trampolines in each of their ways.
#include "memory/block.h"

#include "memory/pages.h"

static bool make_code(BlockWay way, unsigned char *page, BlockWrite *write) {
    switch (way) {
    case BLOCK_FILE: return block_from_file(page);
    case BLOCK_SEALED: write(page); return pages_seal(page, pages_size());
    case BLOCK_MEMFD: return block_from_memfd(page, write);
    case BLOCK_WAYS: break;
    }
    return false;
}

unsigned char *block_make(BlockWay way, size_t size, BlockWrite *write) {
    unsigned char *block = pages_take(size);
    if (!block || make_code(way, block, write)) return block;
    pages_give(block, size);
    return NULL;
}
