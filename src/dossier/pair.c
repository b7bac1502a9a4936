/* Two dossiers that take acts together: how the acts are derived from one, and how both sides take them or neither. */
#include "dossier/pair.h"

/* ---- what is given ---- */

static bool ready(const wijk_dossier *dossier) {
    return dossier != NULL && dossier->policy != NULL && !dossier->frame.open;
}

wijk_status wijk__pair_refuse(struct wijk__pair *pair, wijk_finding code, const wijk_id *subject,
                              const wijk_id *other) {
    return wijk__findings_refuse(pair->findings, code, subject, other);
}

static wijk_status put(struct wijk__pair *pair, int which, const wijk_act *act) {
    struct wijk__side *side = &pair->sides[which];
    enum { FIRST_ACTS = 8 };
    if (side->count >= pair->context->limits.acts)
        return WIJK_E_LIMIT;
    if (side->count == side->capacity) {
        uint32_t capacity = side->capacity ? side->capacity + side->capacity / 2 : FIRST_ACTS;
        const wijk_act **acts = wijk__reallocate(pair->context, side->acts, side->capacity * sizeof *acts,
                                                 capacity * sizeof *acts);
        if (acts == NULL)
            return WIJK_E_MEMORY;
        side->acts = acts;
        side->capacity = capacity;
    }
    side->acts[side->count++] = act;
    return WIJK_OK;
}

wijk_status wijk__pair_start(struct wijk__pair *pair, const wijk_act *given, wijk_act_type type,
                             const char *const names[3]) {
    wijk_findings_clear(pair->findings);
    for (int side = 0; side < WIJK__SIDES; side++)
        if (!ready(pair->sides[side].dossier))
            return wijk__fail_path(pair->error, WIJK_E_ARGUMENT, names[side]);
    if (wijk_act_get_type(given) != type)
        return wijk__fail_path(pair->error, WIJK_E_ARGUMENT, names[2]);
    wijk__error_clear(pair->error);
    pair->given = wijk__act_view(given);
    wijk_status status = wijk__act_complete(pair->given, pair->error);
    if (status != WIJK_OK)
        return status;
    const wijk_dossier *own = pair->sides[WIJK__OWN].dossier, *other = pair->sides[WIJK__OTHER].dossier;
    pair->context = own->context;
    status = wijk__id_equal(&own->id, &other->id) ? wijk__pair_refuse(pair, WIJK_WK1015, &own->id, NULL)
                                                  : put(pair, WIJK__OWN, given);
    return status < 0 ? wijk__fail(pair->error, status) : status;
}

wijk_status wijk__pair_meet(struct wijk__pair *pair, const wijk_id *household, const char *name) {
    if (wijk__id_equal(household, &pair->sides[WIJK__OWN].dossier->id))
        return wijk__pair_refuse(pair, WIJK_WK1015, household, NULL);
    if (!wijk__id_equal(household, &pair->sides[WIJK__OTHER].dossier->id))
        return wijk__fail_path(pair->error, WIJK_E_ARGUMENT, name);
    return WIJK_OK;
}

/* The first act of a side stands for all of them: they were taken as one frame. */
wijk_status wijk__pair_done(struct wijk__pair *pair) {
    const wijk_id first[WIJK__SIDES] = {pair->given->id, wijk__pair_id(&pair->given->id, WIJK__OTHER, 0)};
    wijk_status status = WIJK_OK;
    for (int side = 0; side < WIJK__SIDES && status == WIJK_OK; side++) {
        uint32_t entry;
        status = wijk__history_find(pair->sides[side].dossier, &first[side], &entry);
        pair->sides[side].done = entry != WIJK__NO_ROW;
    }
    return status;
}

/* ---- deriving acts ---- */

wijk_id wijk__pair_id(const wijk_id *act, int side, uint32_t number) {
    uint8_t bytes[sizeof *act + 4], hash[32];
    wijk_id id;
    memcpy(bytes, act, sizeof *act);
    wijk__put32(bytes + sizeof *act, side == WIJK__OWN ? number + 1 : number + (UINT32_C(1) << 31));
    wijk__sha256(bytes, sizeof bytes, hash);
    memcpy(&id, hash, sizeof id);
    id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0F) | 0x80);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3F) | 0x80);
    return id;
}

/* The act stands in the list from the start, so that it is freed whatever follows. */
wijk_status wijk__pair_derive_as(struct wijk__pair *pair, int side, uint32_t number, wijk_act_type type,
                                 wijk_act **out) {
    const struct wijk__act *given = pair->given;
    wijk_id id = wijk__pair_id(&given->id, side, number);
    wijk_act *act;
    wijk_status status = wijk_act_new(pair->context, &act, NULL);
    if (status != WIJK_OK)
        return status;
    status = put(pair, side, act);
    if (status != WIJK_OK) {
        wijk_act_destroy(act);
        return status;
    }
    *out = act;
    status = wijk_act_begin(act, type, &id, given->valid, given->recorded, NULL);
    if (status == WIJK_OK)
        status = wijk_act_set_actor(act, given->professional, given->organisation, given->role.data,
                                    given->role.length, NULL);
    if (status == WIJK_OK)
        status = wijk_act_set_reason(act, given->reason.data, given->reason.length, NULL);
    return status;
}

wijk_status wijk__pair_derive(struct wijk__pair *pair, int side, wijk_act_type type, wijk_field field,
                              const wijk_id *id, wijk_act **out) {
    wijk_status status = wijk__pair_derive_as(pair, side, pair->sides[side].derived++, type, out);
    return status == WIJK_OK ? wijk_act_set_id(*out, field, id, NULL) : status;
}

static wijk_status set_field(wijk_act *act, const struct wijk__field_def *field, const struct wijk__state *state,
                             const uint8_t *value) {
    wijk_field number = field->words.number;
    if (wijk__type_is_id(field->type)) {
        wijk_id id;
        memcpy(&id, value, sizeof id);
        return wijk__id_is_none(&id) ? WIJK_OK : wijk_act_set_id(act, number, &id, NULL);
    }
    if (wijk__type_is_text(field->type)) {
        struct wijk__span span;
        memcpy(&span, value, sizeof span);
        struct wijk__text text = wijk__text_of(state, span);
        return text.length == 0 ? WIJK_OK : wijk_act_set_text(act, number, text.data, text.length, NULL);
    }
    int32_t small; /* nothing that is carried has larger numbers */
    memcpy(&small, value, sizeof small);
    if (field->type == WIJK__CODE)
        return small == 0 ? WIJK_OK : wijk_act_set_code(act, number, small, NULL);
    if (small == INT32_MIN)
        return WIJK_OK;
    return field->type == WIJK__DATE ? wijk_act_set_date(act, number, small, NULL)
                                     : wijk_act_set_int(act, number, small, NULL);
}

static const struct wijk__column_def *column_of(const struct wijk__table_def *table, const char *name) {
    for (uint32_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].words.name, name) == 0)
            return &table->columns[i];
    return NULL;
}

wijk_status wijk__pair_carry(struct wijk__pair *pair, int side, wijk_act_type type, const struct wijk__state *state,
                             uint32_t table, uint32_t row) {
    const uint8_t *values = wijk__state_row(state, table, row);
    wijk_act *act;
    wijk_status status = wijk__pair_derive_as(pair, side, pair->sides[side].derived++, type, &act);
    if (status != WIJK_OK)
        return status;
    const struct wijk__act_def *def = wijk__act_view(act)->def;
    for (uint32_t i = 0; i < def->field_count && status == WIJK_OK; i++) {
        const struct wijk__column_def *column = column_of(&wijk__tables[table - 1], def->fields[i].words.name);
        if (column != NULL)
            status = set_field(act, &def->fields[i], state, values + column->offset);
    }
    return status;
}

/* ---- taking them ---- */

/* A refusal because of later acts names only the first of them: name all. */
static wijk_status name_blockers(struct wijk__pair *pair, const struct wijk__side *side, uint32_t first) {
    if (pair->undone == NULL || wijk_findings_code(pair->findings, first) != WIJK_WK9002)
        return WIJK_REFUSED;
    wijk__findings_cut(pair->findings, first);
    wijk_status status = wijk__undo_blockers(side->dossier, WIJK__NO_ROW, pair->undone, pair->findings);
    return status < 0 ? wijk__fail(pair->error, status) : WIJK_REFUSED;
}

/* Both frames, or neither. A refusal of one side does not hide what the other has to say. */
static wijk_status settle(struct wijk__pair *pair) {
    wijk_status status = WIJK_OK;
    size_t taken[WIJK__SIDES] = {0, 0};
    for (int i = 0; i < WIJK__SIDES && status >= 0; i++) {
        struct wijk__side *side = &pair->sides[i];
        uint32_t first = wijk_findings_count(pair->findings);
        wijk_status answer =
            wijk__submit_open(side->dossier, side->acts, side->count, &taken[i], pair->findings, pair->error);
        if (answer == WIJK_REFUSED)
            answer = name_blockers(pair, side, first);
        status = answer == WIJK_OK ? status : answer;
    }
    for (int i = 0; i < WIJK__SIDES; i++) {
        if (status == WIJK_OK)
            wijk_dossier_commit(pair->sides[i].dossier, NULL);
        else
            wijk_dossier_rollback(pair->sides[i].dossier);
    }
    wijk__findings_item(pair->findings, 0, -1); /* which of the derived acts it was means nothing to the caller */
    wijk__error_index(pair->error, -1);
    return status == WIJK_OK && taken[WIJK__OWN] + taken[WIJK__OTHER] == 0 ? WIJK_DUPLICATE : status;
}

wijk_status wijk__pair_finish(struct wijk__pair *pair, wijk_status status) {
    if (status == WIJK_OK)
        status = settle(pair);
    else if (status < 0 && wijk_error_code(pair->error) == WIJK_OK) /* nobody said where yet */
        wijk__fail(pair->error, status);
    for (int i = 0; i < WIJK__SIDES; i++) {
        struct wijk__side *side = &pair->sides[i];
        for (uint32_t act = i == WIJK__OWN; act < side->count; act++)
            wijk_act_destroy((wijk_act *)side->acts[act]); /* made here */
        wijk__release(pair->context, side->acts, side->capacity * sizeof *side->acts);
    }
    return status;
}
