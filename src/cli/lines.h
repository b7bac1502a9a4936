/* A file, line by line, and how far along it is. */
#ifndef WIJK_CLI_LINES_H
#define WIJK_CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <wijkteam/base.h>

struct lines {
    FILE *file;
    char *data;
    size_t most;       /* bytes of a line */
    size_t begin, end; /* what was read and not given out yet */
    uint64_t number;   /* of the line that was given out last, from 1 */
    uint64_t done, total; /* bytes; total 0 when it cannot be known */
};

/* Open a file, or standard input for `-`. `most` is what a line may have. */
wijk_status lines_open(struct lines *lines, const char *path, size_t most);
/* The next line, without its end; borrowed until the next call. WIJK_NONE at the end; WIJK_E_LIMIT for a line that is
 * too long, which is passed over; WIJK_E_IO. */
wijk_status lines_next(struct lines *lines, const char **text, size_t *length);
void lines_close(struct lines *lines);

/* Progress on standard error: when that is a terminal, and only after a second of work. */
struct progress {
    bool wanted, shown;
    double begun, said; /* seconds */
};
void progress_start(struct progress *progress);
void progress_say(struct progress *progress, const struct lines *lines, wijk_language language);
void progress_end(struct progress *progress); /* wipes the line away */

#endif
