/* CRC-32 (IEEE 802.3), sixteen bytes a step: each byte of a step has its own table, so the sixteen look-ups do not wait
 * for each other. Portable C that reaches what a journal needs; no instructions of one processor. */
#include "journal/journal.h"

enum { SLICES = 16 };

static const uint32_t table[SLICES][256] = {
#include "journal/crc32_table.inc"
};

/* The part of the checksum that four bytes in the middle of a step make; `slice` is the table of the last of them. */
static inline uint32_t four(uint32_t word, size_t slice) {
    return table[slice + 3][word & 255] ^ table[slice + 2][word >> 8 & 255] ^ table[slice + 1][word >> 16 & 255] ^
           table[slice][word >> 24];
}

uint32_t wijk__crc32(uint32_t crc, const void *data, size_t size) {
    const uint8_t *at = data;
    crc = ~crc;
    for (; size >= SLICES; size -= SLICES, at += SLICES)
        crc = four(crc ^ wijk__get32(at), 12) ^ four(wijk__get32(at + 4), 8) ^ four(wijk__get32(at + 8), 4) ^
              four(wijk__get32(at + 12), 0);
    for (; size > 0; size--, at++)
        crc = crc >> 8 ^ table[0][(crc ^ *at) & 255];
    return ~crc;
}
