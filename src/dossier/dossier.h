/* One household: its journal in memory, where every act stands in it, and the state that the acts make. */
#ifndef WIJK_DOSSIER_DOSSIER_H
#define WIJK_DOSSIER_DOSSIER_H

#include "dossier/fold.h"
#include "dossier/state.h"
#include "journal/journal.h"
#include "policy/policy.h"
#include <wijkteam/dossier.h>

/* One act of the history. Entries stand in the order in which acts were recorded. */
struct wijk__entry {
    struct wijk__place place; /* where to read it */
    wijk_time recorded;
    wijk_date valid;
    uint32_t withdraws; /* entry plus one that it withdraws or corrects; 0: none */
    uint32_t withdrawn; /* entry plus one that withdrew it; 0: it stands */
    uint32_t frame;     /* sequence number of its frame */
    uint32_t link;      /* entry plus one; of a correction: what takes the place; of what takes a place: the first act
                         * that had it, whose id it goes by; 0: none */
    uint32_t by_day;    /* of no act in particular: which entry comes at this place in the order of valid days */
};

struct wijk__history {
    struct wijk__bytes journal;  /* all frames one after the other; the open one at the end has no header yet */
    struct wijk__entry *entries;
    uint32_t count, capacity;
    uint32_t *ids;               /* hash table over act ids: entry plus one; made when it is first asked */
    uint32_t id_slots;
};

struct wijk__open_frame {
    bool open;
    size_t start;             /* in the journal */
    uint32_t first;           /* entry */
    struct wijk__place place; /* where the next act goes */
    struct wijk__state before; /* the state at the start, once it was rebuilt; its undo log leads back to the start */
    bool rebuilt;
};

struct wijk_dossier {
    wijk_context *context;
    wijk_policy *policy; /* NULL: to read only */
    wijk_id id;
    struct wijk__history history;
    struct wijk__state state;
    struct wijk__open_frame frame;
    uint64_t sequence, saved_sequence;
    size_t saved_bytes;
    uint8_t head[WIJK_HASH_SIZE]; /* of the last closed frame, when head_known */
    bool head_known;
    size_t last_frame; /* where the last closed frame begins */
};

/* ---- history.c ---- */

wijk_status wijk__history_reserve(wijk_dossier *dossier, uint32_t extra);
/* Add an entry at the end and in the order; reserved before. */
void wijk__history_append(wijk_dossier *dossier, const struct wijk__entry *entry);
/* Take back the entries from `count` on. */
void wijk__history_cut(wijk_dossier *dossier, uint32_t count);
/* Make room in the table of ids for so many entries in all. */
wijk_status wijk__history_reserve_ids(wijk_dossier *dossier, uint32_t entries);
/* Let the entry that is added next be found by its id; false when one before it has that id. Reserved before. */
bool wijk__history_note_id(wijk_dossier *dossier, const wijk_id *id);
/* The entry with an act id; WIJK__NO_ROW when there is none. */
wijk_status wijk__history_find(wijk_dossier *dossier, const wijk_id *id, uint32_t *entry);
void wijk__history_forget_ids(wijk_dossier *dossier);
/* Whether an act is about another act, which it withdraws or corrects; such acts are never folded. */
static inline bool wijk__changes_history(wijk_act_type type) {
    return type == WIJK_ACT_ACT_WITHDRAW || type == WIJK_ACT_ACT_CORRECT;
}
/* What an act that withdraws or corrects does: the entry it takes out, and what it puts there. REFUSED with a
 * finding. */
wijk_status wijk__history_target(wijk_dossier *dossier, const struct wijk__act *act, struct wijk__entry *entry,
                                 wijk_findings *findings);
/* The last day on which any act holds; WIJK_DATE_MIN when there is none. */
wijk_date wijk__history_last_day(const struct wijk__history *history);
/* How many entries were known at a moment; they are the first ones. */
uint32_t wijk__history_known(const wijk_dossier *dossier, wijk_time known);
bool wijk__history_standing(const wijk_dossier *dossier, uint32_t entry, uint32_t known);
/* Whether an entry is among the first `known`, and is an act that stands and is folded. */
bool wijk__history_counts(const wijk_dossier *dossier, uint32_t entry, uint32_t known);
void wijk__history_read(const wijk_dossier *dossier, uint32_t entry, struct wijk__act *act);
/* The act as it counts: under the id of the act whose place it has. */
void wijk__history_read_standing(const wijk_dossier *dossier, uint32_t entry, struct wijk__act *act);
size_t wijk__history_memory(const struct wijk__history *history);

struct wijk__judged { /* the acts that are folded among others for the first time, and judged */
    uint32_t first;      /* entry; all from here on are judged */
    const int64_t *items; /* of each, which act of the batch it is; NULL: there is one, and no batch */
    wijk_findings *findings;
};
/* Make the state of the first `known` entries up to a day, in the order of their days. `into` is made, and to be freed,
 * whatever the answer: OK, REFUSED (with a finding when an act is judged), MEMORY. */
wijk_status wijk__history_fold(const wijk_dossier *dossier, uint32_t known, wijk_date on,
                               const struct wijk__judged *judged, struct wijk__state *into);

/* The entry that has the place of another now: itself, or the last correction of it. */
uint32_t wijk__history_holder(const struct wijk__history *history, uint32_t entry);

/* ---- derive.c ---- */

/* Keys must stand in the policy's lists; a tier must stand on the ladder that the act names. Fills in what only the
 * library knows, which always comes after the fields it follows from. */
/* A text that is filled in stands in `made`, which is empty and to be freed when the act was written. */
wijk_status wijk__apply_policy(const wijk_policy *policy, struct wijk__act *act, wijk_context *context,
                               struct wijk__bytes *made, wijk_error *error);

/* ---- submit.c ---- */

/* Begin a frame and submit a batch to it. Whatever the answer, the frame is then to be committed or rolled back. */
wijk_status wijk__submit_open(wijk_dossier *dossier, const wijk_act *const *acts, size_t count, size_t *taken,
                              wijk_findings *findings, wijk_error *error);

/* ---- undo.c ---- */

/* Name the acts that could not hold without one entry, or, for WIJK__NO_ROW, as the history stands: one WK9002 about
 * `subject` for each. */
wijk_status wijk__undo_blockers(const wijk_dossier *dossier, uint32_t without, const wijk_id *subject,
                                wijk_findings *findings);

/* ---- as of a day and a moment ---- */

struct wijk__view { /* the dossier's own state when nothing is left out, otherwise one made for the purpose */
    const struct wijk__state *state;
    struct wijk__state made;
    uint32_t known;
};
wijk_status wijk__view_open(const wijk_dossier *dossier, wijk_date on, wijk_time known, struct wijk__view *view);
void wijk__view_close(struct wijk__view *view);

#endif
