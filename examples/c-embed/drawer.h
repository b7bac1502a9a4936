/* The vendor's own storage: a drawer is one file for one household, and it only grows. It knows nothing of libwijkteam.
 *
 * A record is a letter that says what it is, the length of its bytes (four bytes, lowest first), the bytes, and the
 * letter again. The last record may be torn when the power failed; it was never acknowledged, so it is passed over. */
#ifndef DRAWER_H
#define DRAWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct drawer {
    int file;
    uint64_t end;  /* of the last whole record */
    uint64_t size; /* of the file when it was last looked at; more than `end` when a record is torn */
};

enum drawer_answer { DRAWER_DONE, DRAWER_CHANGED, DRAWER_FAILED };

/* Open the drawer at a path; it is made when there is none. */
bool drawer_open(struct drawer *drawer, const char *path);
void drawer_close(struct drawer *drawer);

/* All records of a kind, their bytes one after the other, as of now. The caller frees them. */
bool drawer_read(struct drawer *drawer, char kind, unsigned char **bytes, size_t *length);

/* Add a record. DONE: it is on the disk. CHANGED: somebody else added one since this drawer was last read, and nothing
 * was added; read again. FAILED: the disk refuses, and nothing was added. */
enum drawer_answer drawer_add(struct drawer *drawer, char kind, const void *bytes, size_t length);

#endif
