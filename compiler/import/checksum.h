// The checksum of the import's cache files: finds damage, and is fast enough to be looked at in
// each run (several bytes a cycle). Not cryptographic; stable across runs of one version.
#ifndef SEAM_IMPORT_CHECKSUM_H
#define SEAM_IMPORT_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

uint64_t checksum(const void *data, size_t size, uint64_t seed);

#endif
