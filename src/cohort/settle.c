/* Settling: counts without what is zero and without labels that nothing has, so that the same counts look the same
 * wherever they come from. */
#include "cohort/tally.h"

enum { SPAN_BITS = 62 };

/* ---- keys ---- */

void wijk__key_read(const struct wijk__plane_def *plane, const struct wijk__labels *sides, uint64_t key,
                    uint32_t places[WIJK__SIDES]) {
    size_t count = 0;
    while (plane->sides[count] != WIJK__SIDE_END)
        count++;
    while (count-- > 0) {
        uint32_t labels = sides[plane->sides[count]].count;
        places[plane->sides[count]] = (uint32_t)(key % labels);
        key /= labels;
    }
}

uint64_t wijk__key_make(const struct wijk__plane_def *plane, const struct wijk__labels *sides,
                        const uint32_t places[WIJK__SIDES]) {
    uint64_t key = 0;
    for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
        key = key * sides[*side].count + places[*side];
    return key;
}

bool wijk__plane_span(const struct wijk__plane_def *plane, const struct wijk__labels *sides, uint64_t *cells) {
    *cells = 1;
    for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
        if (__builtin_mul_overflow(*cells, sides[*side].count, cells) || *cells >> SPAN_BITS != 0)
            return false;
    return true;
}

/* ---- memory ---- */

wijk_status wijk__cells_make(wijk_context *context, size_t count, struct wijk__cells *out) {
    size_t size;
    *out = (struct wijk__cells){0};
    if (!wijk__multiply(count, 2 * sizeof *out->keys, &size) || (out->keys = wijk__allocate(context, size)) == NULL)
        return WIJK_E_MEMORY;
    out->values = out->keys + count;
    out->count = count;
    return WIJK_OK;
}

void wijk__counts_free(wijk_context *context, struct wijk__counts *counts) {
    for (size_t i = 0; i < WIJK__SIDES; i++)
        wijk__labels_free(context, &counts->sides[i]);
    for (size_t i = 0; i < WIJK__PLANES_MOST; i++)
        wijk__release(context, counts->planes[i].keys, counts->planes[i].count * 2 * sizeof(uint64_t));
    *counts = (struct wijk__counts){0};
}

/* ---- from dense planes ---- */

struct picking { /* of labels that are in use */
    const wijk_tally *tally;
    uint32_t *places[WIJK__SIDES]; /* of each label: 1 when it is in use, and later its new place */
    size_t counts[WIJK__PLANES_MOST];
};

static bool counts(const struct wijk__plane_def *plane, uint64_t value, const uint32_t places[WIJK__SIDES]) {
    return value != 0 && !(plane->moves && places[WIJK__SIDE_FROM] == places[WIJK__SIDE_TO]);
}

static void mark_labels(struct picking *picking) {
    const wijk_tally *tally = picking->tally;
    uint32_t places[WIJK__SIDES];
    for (uint32_t i = 0; i < tally->def->plane_count; i++) {
        const struct wijk__plane_def *plane = &tally->def->planes[i];
        for (size_t cell = 0; cell < tally->cell_count[i]; cell++) {
            if (tally->cells[i][cell] == 0)
                continue;
            wijk__key_read(plane, tally->sides, cell, places);
            if (!counts(plane, tally->cells[i][cell], places))
                continue;
            picking->counts[i]++;
            for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
                picking->places[*side][places[*side]] = 1;
        }
    }
}

/* The labels of a side that are marked; each mark becomes the new place. */
static wijk_status pick_labels(wijk_context *context, enum wijk__label_kind kind, const struct wijk__labels *all,
                               uint32_t *marks, struct wijk__labels *out) {
    uint32_t count = 0;
    size_t bytes = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        bytes += marks[i] != 0 && kind == WIJK__NAME_LABELS ? wijk__name(&all->names, (int32_t)i).length : 0;
        count += marks[i];
    }
    wijk_status status = kind == WIJK__NAME_LABELS ? wijk__labels_names(context, count, bytes, out)
                                                   : wijk__labels_numbers(context, count, out);
    if (status != WIJK_OK)
        return status;
    uint32_t place = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        if (marks[i] == 0)
            continue;
        if (kind == WIJK__NAME_LABELS)
            wijk__labels_put(out, place, wijk__name(&all->names, (int32_t)i));
        else
            out->numbers[place] = all->numbers[i];
        marks[i] = place++;
    }
    return WIJK_OK;
}

static wijk_status pick_cells(const struct picking *picking, struct wijk__counts *out) {
    const wijk_tally *tally = picking->tally;
    uint32_t places[WIJK__SIDES];
    for (uint32_t i = 0; i < tally->def->plane_count; i++) {
        const struct wijk__plane_def *plane = &tally->def->planes[i];
        struct wijk__cells *cells = &out->planes[i];
        size_t next = 0;
        wijk_status status = wijk__cells_make(tally->context, picking->counts[i], cells);
        if (status != WIJK_OK)
            return status;
        for (size_t cell = 0; cell < tally->cell_count[i] && next < cells->count; cell++) {
            if (tally->cells[i][cell] == 0)
                continue;
            wijk__key_read(plane, tally->sides, cell, places);
            if (!counts(plane, tally->cells[i][cell], places))
                continue;
            for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
                places[*side] = picking->places[*side][places[*side]];
            cells->keys[next] = wijk__key_make(plane, out->sides, places);
            cells->values[next++] = tally->cells[i][cell];
        }
    }
    return WIJK_OK;
}

static wijk_status settle_dense(const wijk_tally *tally, struct wijk__counts *out) {
    struct picking picking = {.tally = tally};
    wijk_context *context = tally->context;
    wijk_status status = WIJK_OK;
    *out = (struct wijk__counts){0};
    for (size_t side = 0; side < WIJK__SIDES && status == WIJK_OK; side++) {
        picking.places[side] = wijk__allocate_zeroed(context, tally->sides[side].count * sizeof(uint32_t));
        status = picking.places[side] == NULL ? WIJK_E_MEMORY : WIJK_OK;
    }
    if (status == WIJK_OK)
        mark_labels(&picking);
    for (size_t side = 0; side < WIJK__SIDES && status == WIJK_OK; side++)
        if (tally->def->labels[side] != WIJK__NO_LABELS)
            status = pick_labels(context, tally->def->labels[side], &tally->sides[side], picking.places[side],
                                 &out->sides[side]);
    if (status == WIJK_OK)
        status = pick_cells(&picking, out);
    for (size_t side = 0; side < WIJK__SIDES; side++)
        wijk__release(context, picking.places[side], tally->sides[side].count * sizeof(uint32_t));
    if (status != WIJK_OK)
        wijk__counts_free(context, out);
    return status;
}

wijk_status wijk__settle(const wijk_tally *tally, struct wijk__counts *out) {
    const struct wijk__counts nothing = {0};
    struct wijk__counts dense;
    if (tally->cohort == NULL)
        return wijk__counts_merge(tally->context, tally->def, tally->has_more ? &tally->more : &nothing, &nothing,
                                  out);
    wijk_status status = settle_dense(tally, tally->has_more ? &dense : out);
    if (status != WIJK_OK || !tally->has_more)
        return status;
    status = wijk__counts_merge(tally->context, tally->def, &dense, &tally->more, out);
    wijk__counts_free(tally->context, &dense);
    return status;
}

/* ---- two together ---- */

static int compare_labels(enum wijk__label_kind kind, const struct wijk__labels *a, uint32_t i,
                          const struct wijk__labels *b, uint32_t k) {
    if (i == a->count || k == b->count)
        return (i == a->count) - (k == b->count);
    if (kind == WIJK__NAME_LABELS)
        return wijk__text_compare(wijk__name(&a->names, (int32_t)i), wijk__name(&b->names, (int32_t)k));
    return (a->numbers[i] > b->numbers[k]) - (a->numbers[i] < b->numbers[k]);
}

struct both { /* two lists of labels, and where each label is in the list of all */
    const struct wijk__labels *lists[2];
    uint32_t *places[2];
};

/* Walk through both lists; the labels go into `out` once it has room: it is NULL when only the room is asked. */
static void walk_labels(enum wijk__label_kind kind, const struct both *both, struct wijk__labels *out, uint32_t *count,
                        size_t *bytes) {
    const struct wijk__labels *a = both->lists[0], *b = both->lists[1];
    uint32_t i = 0, k = 0;
    *count = 0;
    *bytes = 0;
    while (i < a->count || k < b->count) {
        int order = compare_labels(kind, a, i, b, k);
        const struct wijk__labels *from = order <= 0 ? a : b;
        uint32_t place = order <= 0 ? i : k;
        if (kind == WIJK__NAME_LABELS)
            *bytes += wijk__name(&from->names, (int32_t)place).length;
        if (out != NULL && kind == WIJK__NAME_LABELS)
            wijk__labels_put(out, *count, wijk__name(&from->names, (int32_t)place));
        else if (out != NULL)
            out->numbers[*count] = from->numbers[place];
        if (order <= 0)
            both->places[0][i++] = *count;
        if (order >= 0)
            both->places[1][k++] = *count;
        (*count)++;
    }
}

static wijk_status join_labels(wijk_context *context, enum wijk__label_kind kind, const struct both *both,
                               struct wijk__labels *out) {
    uint32_t count;
    size_t bytes;
    walk_labels(kind, both, NULL, &count, &bytes);
    wijk_status status = kind == WIJK__NAME_LABELS ? wijk__labels_names(context, count, bytes, out)
                                                   : wijk__labels_numbers(context, count, out);
    if (status == WIJK_OK)
        walk_labels(kind, both, out, &count, &bytes);
    return status;
}

struct joining {
    const struct wijk__counts *counts[2];
    struct both sides[WIJK__SIDES];
    struct wijk__counts *out;
};

static uint64_t new_key(const struct joining *joining, size_t which, const struct wijk__plane_def *plane,
                        uint64_t key) {
    uint32_t places[WIJK__SIDES];
    wijk__key_read(plane, joining->counts[which]->sides, key, places);
    for (const uint8_t *side = plane->sides; *side != WIJK__SIDE_END; side++)
        places[*side] = joining->sides[*side].places[which][places[*side]];
    return wijk__key_make(plane, joining->out->sides, places);
}

/* Cells keep their order under new labels, because labels do. `into` NULL: only how many there will be. LIMIT when a sum
 * is too large. */
static wijk_status join_cells(const struct joining *joining, uint32_t place, const struct wijk__plane_def *plane,
                              struct wijk__cells *into, size_t *count) {
    const struct wijk__cells *a = &joining->counts[0]->planes[place], *b = &joining->counts[1]->planes[place];
    size_t i = 0, k = 0;
    for (*count = 0; i < a->count || k < b->count; (*count)++) {
        uint64_t key_a = i < a->count ? new_key(joining, 0, plane, a->keys[i]) : UINT64_MAX;
        uint64_t key_b = k < b->count ? new_key(joining, 1, plane, b->keys[k]) : UINT64_MAX;
        uint64_t value = (key_a <= key_b ? a->values[i++] : 0);
        value += key_b <= key_a ? b->values[k++] : 0; /* two numbers of 63 bits */
        if (value > INT64_MAX)
            return WIJK_E_LIMIT;
        if (into != NULL) {
            into->keys[*count] = key_a <= key_b ? key_a : key_b;
            into->values[*count] = value;
        }
    }
    return WIJK_OK;
}

static wijk_status join(wijk_context *context, const struct wijk__tally_def *def, struct joining *joining) {
    wijk_status status = WIJK_OK;
    for (size_t side = 0; side < WIJK__SIDES && status == WIJK_OK; side++) {
        struct both *both = &joining->sides[side];
        for (size_t i = 0; i < 2 && status == WIJK_OK; i++) {
            both->lists[i] = &joining->counts[i]->sides[side];
            both->places[i] = wijk__allocate(context, both->lists[i]->count * sizeof(uint32_t));
            status = both->places[i] == NULL ? WIJK_E_MEMORY : WIJK_OK;
        }
        if (status == WIJK_OK && def->labels[side] != WIJK__NO_LABELS)
            status = join_labels(context, def->labels[side], both, &joining->out->sides[side]);
    }
    for (uint32_t i = 0; i < def->plane_count && status == WIJK_OK; i++) {
        uint64_t span;
        size_t count;
        if (!wijk__plane_span(&def->planes[i], joining->out->sides, &span))
            return WIJK_E_LIMIT;
        status = join_cells(joining, i, &def->planes[i], NULL, &count);
        if (status == WIJK_OK)
            status = wijk__cells_make(context, count, &joining->out->planes[i]);
        if (status == WIJK_OK)
            status = join_cells(joining, i, &def->planes[i], &joining->out->planes[i], &count);
    }
    return status;
}

wijk_status wijk__counts_merge(wijk_context *context, const struct wijk__tally_def *def, const struct wijk__counts *a,
                               const struct wijk__counts *b, struct wijk__counts *out) {
    struct joining joining = {.counts = {a, b}, .out = out};
    *out = (struct wijk__counts){0};
    wijk_status status = join(context, def, &joining);
    for (size_t side = 0; side < WIJK__SIDES; side++)
        for (size_t i = 0; i < 2; i++)
            if (joining.sides[side].places[i] != NULL)
                wijk__release(context, joining.sides[side].places[i],
                              joining.sides[side].lists[i]->count * sizeof(uint32_t));
    if (status != WIJK_OK)
        wijk__counts_free(context, out);
    return status;
}
