/* A shelf of loaded dossiers, found by id; the one that was used longest ago stands first in line to go. */
#ifndef WIJK_CLI_SHELF_H
#define WIJK_CLI_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include <wijkteam/base.h>
#include <wijkteam/dossier.h>

#define SHELF_NONE UINT32_MAX

struct shelved {
    wijk_id id;
    wijk_dossier *dossier;
    bool open;             /* it has a frame that is not closed yet */
    uint32_t newer, older; /* in order of use */
    uint32_t next;         /* with the same hash */
};
struct shelf {
    struct shelved *places;
    uint32_t count, capacity;
    uint32_t *heads; /* one for each hash; a power of two of them */
    uint32_t head_count;
    uint32_t newest, oldest;
    uint64_t seed; /* so that nobody can choose ids that all have one hash */
};

void shelf_start(struct shelf *shelf);
void shelf_end(struct shelf *shelf); /* frees the dossiers too */
/* The dossier with this id, now the newest; NULL when it is not here. */
struct shelved *shelf_find(struct shelf *shelf, const wijk_id *id);
/* Put a dossier on the shelf, as the newest. What was found before may have moved. */
struct shelved *shelf_add(struct shelf *shelf, const wijk_id *id, wijk_dossier *dossier);
/* The dossier that was used longest ago; NULL when the shelf is empty. */
struct shelved *shelf_oldest(struct shelf *shelf);
/* Free a dossier and its place. What was found before may have moved. */
void shelf_drop(struct shelf *shelf, struct shelved *shelved);

#endif
