/* The state of a household: rows in tables, found by key, with an undo log. What the rows mean is for the subjects
 * (household.c, plan.c, ...); this file only keeps them. */
#ifndef WIJK_DOSSIER_STATE_H
#define WIJK_DOSSIER_STATE_H

#include "act/act.h"
#include "base/base.h"
#include "catalog/catalog.h"
#include "catalog/rows.h"

#define WIJK__NO_ROW UINT32_MAX

struct wijk__rows {
    uint8_t *data;
    uint32_t count, capacity;
};

/* What is current. Rows by number, WIJK__NO_ROW when there is none. */
struct wijk__heads {
    uint32_t plan, coordinator, offer, acting, analysis, setting, pilot_light, case_pause;
    uint32_t first_stay, first_action, first_step; /* of this episode: those before it have ended */
    uint32_t open_waits;
    uint32_t open_actions;
    bool opened; /* the dossier was opened once */
    bool open;   /* and is open now */
};

struct wijk__slot { /* of the hash table over keys */
    uint32_t row;  /* row plus one; 0 for an empty slot */
    uint32_t mark; /* table in the low byte, 24 bits of the hash above: they tell the place, and most other keys apart */
};

struct wijk__state {
    wijk_context *context;
    const uint8_t *texts; /* what spans point into; may move when the journal grows */
    struct wijk__rows rows[WIJK__T_COUNT];
    struct wijk__heads heads;
    struct wijk__slot *slots;
    uint32_t slot_count, slots_used;
    struct wijk__bytes undo;
    bool recording; /* changes go to the undo log */
};

void wijk__state_init(struct wijk__state *state, wijk_context *context, bool recording);
void wijk__state_free(struct wijk__state *state);
/* Make room for the keys that about so many acts bring. */
wijk_status wijk__state_reserve(struct wijk__state *state, uint32_t acts);
size_t wijk__state_memory(const struct wijk__state *state);
/* SHA-256 over all values of all rows, column by column. */
void wijk__state_digest(const struct wijk__state *state, uint8_t out[32]);

/* Where the undo log stands now; what follows can be taken back to here. MEMORY when there is no room to remember. */
wijk_status wijk__state_mark(struct wijk__state *state, size_t *mark);
void wijk__state_undo(struct wijk__state *state, size_t mark);
void wijk__state_forget(struct wijk__state *state); /* empty the undo log: what happened stays */

void *wijk__state_row(const struct wijk__state *state, uint32_t table, uint32_t row);
void *wijk__state_edit(struct wijk__state *state, uint32_t table, uint32_t row); /* NULL when there is no memory */
/* A new row without values, at the end; to be filled and, for tables that are found by key, registered. NULL when there
 * is no memory. It may be moved by the next addition. */
void *wijk__state_add(struct wijk__state *state, uint32_t table);
/* Let a row be found by its key. A later row with the same key hides an earlier one. */
wijk_status wijk__state_register(struct wijk__state *state, uint32_t table, uint32_t row);
/* The latest row of a table with a key: a person, a professional, the key of a ladder, or else the act that made it. */
uint32_t wijk__state_find(const struct wijk__state *state, uint32_t table, const void *key, size_t length);

#define ROW(state, table, row) ((struct wijk__row_##table *)(void *)(state)->rows[WIJK__T_##table].data + (row))
#define EDIT(state, table, row) ((struct wijk__row_##table *)wijk__state_edit(state, WIJK__T_##table, row))
#define ADD(state, table) ((struct wijk__row_##table *)wijk__state_add(state, WIJK__T_##table))
#define COUNT(state, table) ((state)->rows[WIJK__T_##table].count)

static inline struct wijk__span wijk__span_of(struct wijk__text text, const uint8_t *texts) {
    return (struct wijk__span){(uint32_t)((const uint8_t *)text.data - texts), (uint32_t)text.length};
}
static inline struct wijk__text wijk__text_of(const struct wijk__state *state, struct wijk__span span) {
    if (span.offset == WIJK__NO_TEXT)
        return (struct wijk__text){NULL, 0};
    return (struct wijk__text){(const char *)state->texts + span.offset, span.length};
}
static inline bool wijk__span_equal(const struct wijk__state *state, struct wijk__span span, struct wijk__text text) {
    return span.offset != WIJK__NO_TEXT &&
           wijk__text_equal((const char *)state->texts + span.offset, span.length, text.data, text.length);
}

static inline bool wijk__same_span(const struct wijk__state *state, struct wijk__span a, struct wijk__span b) {
    if (a.offset == WIJK__NO_TEXT || b.offset == WIJK__NO_TEXT)
        return a.offset == b.offset;
    return wijk__span_equal(state, a, wijk__text_of(state, b));
}

#include "catalog/makes.h"

#endif
