/* Two households that join and part: both are looked at after every step, so that a failure is seen to leave both as
 * they were. */
#include "sweep.h"

enum { FIRST = 500, SECOND, PART, ANNA = 510, BRAM, CATO, OMA, HUGO };

static wijk_status make(struct run *run, int argument) {
    wijk_id id = number_id((uint32_t)argument);
    wijk_dossier **place = argument == FIRST ? &run->dossier : &run->second;
    CALL(wijk_dossier_destroy)(*place);
    *place = NULL;
    return CALL(wijk_dossier_new)(run->context, given.policy, &id, place, run->error);
}

/* ---- filling both, act by act ---- */

struct line { /* an act with at most two ids, a code and a text */
    wijk_act_type type;
    uint32_t ids[2];
    wijk_field id_fields[2], code_field, text_field;
    int32_t code;
    const char *text;
};

static const struct line lines[] = {
    {.type = WIJK_ACT_DOSSIER_OPEN, .text_field = WIJK_DOSSIER_OPEN_NEIGHBOURHOOD, .text = "South"},
    {WIJK_ACT_MEMBER_JOIN, {BRAM}, {WIJK_MEMBER_JOIN_PERSON}, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_JOIN_NAME,
     WIJK_MEMBER_ROLE_ADULT, "Bram"},
    {WIJK_ACT_MEMBER_JOIN, {CATO}, {WIJK_MEMBER_JOIN_PERSON}, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_JOIN_NAME,
     WIJK_MEMBER_ROLE_CHILD, "Cato"},
    {WIJK_ACT_MEMBER_RELATE, {BRAM, CATO}, {WIJK_MEMBER_RELATE_PERSON, WIJK_MEMBER_RELATE_OF},
     WIJK_MEMBER_RELATE_RELATION, 0, WIJK_RELATION_PARENT, NULL},
    {WIJK_ACT_NETWORK_JOIN, {OMA}, {WIJK_NETWORK_JOIN_PERSON}, WIJK_NETWORK_JOIN_RELATION, WIJK_NETWORK_JOIN_NAME,
     WIJK_RELATION_GRANDPARENT, "Oma"},
    {WIJK_ACT_PROFESSIONAL_JOIN, {HUGO}, {WIJK_PROFESSIONAL_JOIN_PROFESSIONAL}, 0, WIJK_PROFESSIONAL_JOIN_ROLE, 0,
     "school"},
};
static wijk_status begin(struct run *run, wijk_act_type type, uint32_t number, int32_t days, int32_t later) {
    wijk_id id = number_id(number), who = number_id(11);
    wijk_date day = given.day + days;
    MUST(run,
         wijk_act_begin(run->act, type, &id, day, (wijk_time)(day + later) * INT64_C(86400000000), NULL) == WIJK_OK);
    return wijk_act_set_actor(run->act, &who, NULL, NULL, 0, run->error);
}

static wijk_status set_id(struct run *run, wijk_field field, uint32_t number) {
    wijk_id id = number_id(number);
    return wijk_act_set_id(run->act, field, &id, run->error);
}

static wijk_status fill_one(struct run *run, wijk_dossier *dossier, int place, uint32_t number) {
    const struct line *line = &lines[place];
    wijk_status status = begin(run, line->type, number, 0, 0);
    for (int i = 0; i < 2 && status == WIJK_OK; i++)
        if (line->id_fields[i] != 0)
            status = set_id(run, line->id_fields[i], line->ids[i]);
    if (status == WIJK_OK && line->code_field != 0)
        status = wijk_act_set_code(run->act, line->code_field, line->code, run->error);
    if (status == WIJK_OK && line->text_field != 0)
        status = wijk_act_set_text(run->act, line->text_field, line->text, WIJK_NUL_TERMINATED, run->error);
    return status == WIJK_OK ? CALL(wijk_dossier_submit)(dossier, run->act, run->findings, run->error) : status;
}

static wijk_status fill_first(struct run *run, int argument) {
    return fill_one(run, run->dossier, argument, 600 + (uint32_t)argument);
}

static wijk_status fill_second(struct run *run, int argument) {
    return fill_one(run, run->second, argument, 700 + (uint32_t)argument);
}

/* ---- joining and parting ---- */

static wijk_status merge(struct run *run, int argument) {
    wijk_status status = begin(run, WIJK_ACT_HOUSEHOLD_ABSORB, (uint32_t)argument, 10, 0);
    if (status == WIJK_OK)
        status = set_id(run, WIJK_HOUSEHOLD_ABSORB_HOUSEHOLD, SECOND);
    return status == WIJK_OK ? CALL(wijk_dossier_merge)(run->dossier, run->second, run->act, run->findings, run->error)
                             : status;
}

static wijk_status split(struct run *run, int argument) {
    const wijk_id persons[] = {number_id(BRAM), number_id(CATO)};
    wijk_status status = begin(run, WIJK_ACT_HOUSEHOLD_SPLIT_OFF, (uint32_t)argument, 10, 5);
    if (status == WIJK_OK)
        status = set_id(run, WIJK_HOUSEHOLD_SPLIT_OFF_HOUSEHOLD, PART);
    return status == WIJK_OK ? CALL(wijk_dossier_split)(run->dossier, persons, 2, run->second, run->act, run->findings,
                                                        run->error)
                             : status;
}

static wijk_status undo(struct run *run, int argument) {
    wijk_status status = begin(run, WIJK_ACT_ACT_WITHDRAW, (uint32_t)argument + 50, 10, 5);
    if (status == WIJK_OK)
        status = set_id(run, WIJK_ACT_WITHDRAW_ACT, (uint32_t)argument);
    return status == WIJK_OK ? CALL(wijk_dossier_undo_lineage)(run->dossier, run->second, run->act, run->findings,
                                                               run->error)
                             : status;
}

/* Somebody is heard after the merge, so that it cannot be taken back. */
static wijk_status hear(struct run *run, int argument) {
    wijk_status status = begin(run, WIJK_ACT_MEMBER_HEAR, (uint32_t)argument, 12, 0);
    if (status == WIJK_OK)
        status = set_id(run, WIJK_MEMBER_HEAR_PERSON, CATO);
    if (status == WIJK_OK)
        status = wijk_act_set_code(run->act, WIJK_MEMBER_HEAR_HOW, WIJK_HEARING_ALONE, run->error);
    return status == WIJK_OK ? CALL(wijk_dossier_submit)(run->dossier, run->act, run->findings, run->error) : status;
}

static wijk_status unhear(struct run *run, int argument) {
    wijk_status status = begin(run, WIJK_ACT_ACT_WITHDRAW, (uint32_t)argument + 50, 12, 0);
    if (status == WIJK_OK)
        status = set_id(run, WIJK_ACT_WITHDRAW_ACT, (uint32_t)argument);
    return status == WIJK_OK ? CALL(wijk_dossier_submit)(run->dossier, run->act, run->findings, run->error) : status;
}

static wijk_status undo_refused(struct run *run, int argument) {
    wijk_status status = undo(run, argument);
    MUST(run, status == WIJK_REFUSED || status == WIJK_E_MEMORY);
    return status == WIJK_REFUSED ? WIJK_OK : status;
}

/* Bram is a member of both until they are one. A day of the past takes a state of its own. */
static wijk_status shared(struct run *run, int argument) {
    wijk_status status = CALL(wijk_dossier_shared)(run->dossier, run->second, given.day + argument, WIJK_TIME_NONE,
                                                   run->findings, run->error);
    MUST(run, status == WIJK_E_MEMORY || (status == WIJK_OK && wijk_findings_count(run->findings) == 1));
    return status;
}

#define FILL(which, n) {"fill", which, n, LOSES_ACT}

static const struct step merge_steps[] = {
    BEGINNING,
    {"first", make, FIRST, 0},
    {"second", make, SECOND, 0},
    FILL(fill_first, 0), FILL(fill_first, 1),
    FILL(fill_second, 0), FILL(fill_second, 1), FILL(fill_second, 2), FILL(fill_second, 3), FILL(fill_second, 4),
    FILL(fill_second, 5),
    {"shared", shared, 0, 0},
    {"merge", merge, 800, LOSES_ACT},
    {"shared then", shared, 9, 0},
    {"hear", hear, 900, LOSES_ACT},
    {"undo, refused", undo_refused, 800, LOSES_ACT},
    {"unhear", unhear, 900, LOSES_ACT},
    {"undo", undo, 800, LOSES_ACT},
};
const struct scenario merge_scenario = SCENARIO("two households that become one", merge_steps);

static const struct step split_steps[] = {
    BEGINNING,
    {"household", make, FIRST, 0},
    {"part", make, PART, 0},
    FILL(fill_first, 0), FILL(fill_first, 1), FILL(fill_first, 2), FILL(fill_first, 3), FILL(fill_first, 4),
    {"split", split, 801, LOSES_ACT},
    {"undo", undo, 801, LOSES_ACT},
};
const struct scenario split_scenario = SCENARIO("one household that becomes two", split_steps);
