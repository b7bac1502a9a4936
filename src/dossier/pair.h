/* Two dossiers that take acts together: made from one act that the caller gives, and taken by both or by neither. */
#ifndef WIJK_DOSSIER_PAIR_H
#define WIJK_DOSSIER_PAIR_H

#include "dossier/dossier.h"

enum { WIJK__OWN, WIJK__OTHER, WIJK__SIDES }; /* the dossier that the given act is for, and the other one */

struct wijk__side {
    wijk_dossier *dossier;
    const wijk_act **acts; /* of the own side the given one first, which is the caller's; the others were derived */
    uint32_t count, capacity;
    uint32_t derived; /* how many ids were */
    bool done;        /* it took its acts before */
};

struct wijk__pair {
    const struct wijk__act *given;
    wijk_context *context; /* of the own side */
    struct wijk__side sides[WIJK__SIDES];
    const wijk_id *undone; /* the act whose consequences are taken back; NULL when none is */
    wijk_findings *findings;
    wijk_error *error;
};

/* The id of the act with this number among those of a side that an act brings with it. A call that is repeated makes
 * the same ids: the first half of SHA-256 over the act's id and, in four bytes, the number, as a UUID of version 8; of
 * the own side numbers are hashed from 1 on, of the other side from 2^31 on. */
wijk_id wijk__pair_id(const wijk_id *act, int side, uint32_t number);

/* What every call asks of what it is given; `names` are those of the parameters: both dossiers and the act. */
wijk_status wijk__pair_start(struct wijk__pair *pair, const wijk_act *given, wijk_act_type type,
                             const char *const names[3]);
/* The household that an act names must be the other side: WK1015 when it is the own one, ARGUMENT for any other. */
wijk_status wijk__pair_meet(struct wijk__pair *pair, const wijk_id *household, const char *name);
/* Find out which sides took their acts before. */
wijk_status wijk__pair_done(struct wijk__pair *pair);
wijk_status wijk__pair_refuse(struct wijk__pair *pair, wijk_finding code, const wijk_id *subject,
                              const wijk_id *other);

/* Begin an act for a side, with the days, the actor and the reason of the given one. */
wijk_status wijk__pair_derive_as(struct wijk__pair *pair, int side, uint32_t number, wijk_act_type type,
                                 wijk_act **out);
/* The same under the next number, with an id in one of its fields. */
wijk_status wijk__pair_derive(struct wijk__pair *pair, int side, wijk_act_type type, wijk_field field,
                              const wijk_id *id, wijk_act **out);
/* The same, with every field that has a column of the same name in a row. */
wijk_status wijk__pair_carry(struct wijk__pair *pair, int side, wijk_act_type type, const struct wijk__state *state,
                             uint32_t table, uint32_t row);

/* Submit what was derived, unless `status` says that something is wrong, and free it. */
wijk_status wijk__pair_finish(struct wijk__pair *pair, wijk_status status);

#endif
