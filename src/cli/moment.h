/* Lines that follow each other, of one dossier and recorded at one moment: they are judged together. */
#ifndef WIJK_CLI_MOMENT_H
#define WIJK_CLI_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wijkteam/wijkteam.h>

struct moment {
    struct moment_line {
        wijk_act *act;
        uint64_t number; /* in the file */
        bool placed;     /* the error can say where it is wrong */
    } *lines;
    size_t count, capacity; /* lines that are here; acts that were made */
    wijk_id dossier;
    bool mends; /* one of them corrects or takes back: the others may stand or fall with it */
};

enum { MOMENT_MOST = 65536 }; /* lines; what comes after them is another moment */

/* Whether a line belongs to those that are here, or there are none. */
bool moment_takes(const struct moment *moment, const wijk_act *act, const wijk_id *dossier);
/* Take a line in; the act is exchanged for an empty one. */
wijk_status moment_add(struct moment *moment, wijk_context *context, wijk_act **act, const wijk_id *dossier,
                       uint64_t number, bool placed, wijk_error *error);
void moment_clear(struct moment *moment);
void moment_end(struct moment *moment);

#endif
