/* The shelf of loaded dossiers: places in an array, chained by hash and in order of use. */
#include "cli.h"
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

static uint32_t *head_of(const struct shelf *shelf, const wijk_id *id) {
    uint64_t low, high;
    memcpy(&low, id->bytes, sizeof low);
    memcpy(&high, id->bytes + sizeof low, sizeof high);
    uint64_t mixed = (low ^ shelf->seed) * UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 29 ^ high) * UINT64_C(0xBF58476D1CE4E5B9);
    return &shelf->heads[(mixed >> 32) & (shelf->head_count - 1)];
}

static void chain(struct shelf *shelf, uint32_t place) {
    uint32_t *head = head_of(shelf, &shelf->places[place].id);
    shelf->places[place].next = *head;
    *head = place;
}

static void unchain(struct shelf *shelf, uint32_t place) {
    uint32_t *at = head_of(shelf, &shelf->places[place].id);
    while (*at != place)
        at = &shelf->places[*at].next;
    *at = shelf->places[place].next;
}

/* Tell the neighbours of a place where it is now, or, with `over`, that it is gone. */
static void relink(struct shelf *shelf, uint32_t place, bool over) {
    const struct shelved *shelved = &shelf->places[place];
    *(shelved->newer == SHELF_NONE ? &shelf->newest : &shelf->places[shelved->newer].older) =
        over ? shelved->older : place;
    *(shelved->older == SHELF_NONE ? &shelf->oldest : &shelf->places[shelved->older].newer) =
        over ? shelved->newer : place;
}

static void make_newest(struct shelf *shelf, uint32_t place) {
    shelf->places[place].newer = SHELF_NONE;
    shelf->places[place].older = shelf->newest;
    relink(shelf, place, false);
}

static void grow(struct shelf *shelf) {
    shelf->capacity = shelf->capacity ? shelf->capacity * 2 : 1024;
    shelf->places = cli_reallocate(shelf->places, shelf->capacity * sizeof *shelf->places);
    shelf->head_count = shelf->capacity * 2;
    shelf->heads = cli_reallocate(shelf->heads, shelf->head_count * sizeof *shelf->heads);
    memset(shelf->heads, 0xFF, shelf->head_count * sizeof *shelf->heads); /* SHELF_NONE */
    for (uint32_t i = 0; i < shelf->count; i++)
        chain(shelf, i);
}

void shelf_start(struct shelf *shelf) {
    *shelf = (struct shelf){.newest = SHELF_NONE, .oldest = SHELF_NONE, .seed = cli_random()};
    grow(shelf);
}

void shelf_end(struct shelf *shelf) {
    for (uint32_t i = 0; i < shelf->count; i++)
        wijk_dossier_destroy(shelf->places[i].dossier);
    free(shelf->places);
    free(shelf->heads);
}

struct shelved *shelf_find(struct shelf *shelf, const wijk_id *id) {
    uint32_t place = *head_of(shelf, id);
    while (place != SHELF_NONE && memcmp(&shelf->places[place].id, id, sizeof *id) != 0)
        place = shelf->places[place].next;
    if (place == SHELF_NONE)
        return NULL;
    if (place != shelf->newest) {
        relink(shelf, place, true);
        make_newest(shelf, place);
    }
    return &shelf->places[place];
}

struct shelved *shelf_add(struct shelf *shelf, const wijk_id *id, wijk_dossier *dossier) {
    if (shelf->count == shelf->capacity)
        grow(shelf);
    uint32_t place = shelf->count++;
    shelf->places[place] = (struct shelved){.id = *id, .dossier = dossier};
    chain(shelf, place);
    make_newest(shelf, place);
    return &shelf->places[place];
}

struct shelved *shelf_oldest(struct shelf *shelf) {
    return shelf->oldest == SHELF_NONE ? NULL : &shelf->places[shelf->oldest];
}

void shelf_drop(struct shelf *shelf, struct shelved *shelved) {
    uint32_t place = (uint32_t)(shelved - shelf->places), last = shelf->count - 1;
    wijk_dossier_destroy(shelved->dossier);
    unchain(shelf, place);
    relink(shelf, place, true);
    if (place != last) { /* the last one takes its place */
        unchain(shelf, last);
        shelf->places[place] = shelf->places[last];
        chain(shelf, place);
        relink(shelf, place, false);
    }
    shelf->count = last;
}
