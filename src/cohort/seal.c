/* Sealing: what was gathered becomes columns in one block of memory. Acts are put in order by counting, days first and
 * then dossiers, so that acts of one dossier and day stay as they came; measurements likewise. */
#include "cohort/build.h"

/* ---- in which order ---- */

struct days { /* the first and the last of everything */
    wijk_date first, last;
};

static void span(const struct wijk__bytes *column, struct days *days) {
    const int32_t *day = wijk__int32s(column);
    for (size_t i = 0; i < column->size / sizeof *day; i++) {
        days->first = day[i] < days->first ? day[i] : days->first;
        days->last = day[i] > days->last ? day[i] : days->last;
    }
}

/* Put rows in the order of a key of 0 to before `keys`, rows with the same key as they stand: `from` NULL is the order
 * in which they came. `starts` has room for keys + 1. */
static void count_sort(const int32_t *key, int32_t least, const uint32_t *from, uint32_t *to, uint32_t count,
                       uint32_t *starts, size_t keys) {
    memset(starts, 0, (keys + 1) * sizeof *starts);
    for (uint32_t i = 0; i < count; i++)
        starts[key[i] - least + 1]++;
    for (size_t i = 0; i < keys; i++)
        starts[i + 1] += starts[i];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = from != NULL ? from[i] : i;
        to[starts[key[row] - least]++] = row;
    }
}

/* The order of rows by dossier, and by day within a dossier. */
static wijk_status order_rows(wijk_context *context, const struct wijk__bytes *dossier, const struct wijk__bytes *day,
                              uint32_t dossiers, const struct days *days, uint32_t *order) {
    uint32_t count = (uint32_t)(dossier->size / sizeof(int32_t));
    size_t span_days = (size_t)(days->last - days->first) + 1;
    size_t keys = (span_days > dossiers ? span_days : dossiers) + 1;
    uint32_t *by_day = wijk__allocate(context, count * sizeof *by_day);
    uint32_t *starts = wijk__allocate(context, keys * sizeof *starts);
    wijk_status status = by_day == NULL || starts == NULL ? WIJK_E_MEMORY : WIJK_OK;
    if (status == WIJK_OK) {
        count_sort(wijk__int32s(day), days->first, NULL, by_day, count, starts, span_days);
        count_sort(wijk__int32s(dossier), 0, by_day, order, count, starts, dossiers);
    }
    wijk__release(context, by_day, count * sizeof *by_day);
    wijk__release(context, starts, keys * sizeof *starts);
    return status;
}

struct measured_key { /* what measurements of one dossier are ordered by */
    int32_t scale, subject, rater;
    uint32_t place; /* by day */
    uint32_t row;
};

static bool measured_before(const void *first, const void *second) {
    const struct measured_key *a = first, *b = second;
    if (a->scale != b->scale)
        return a->scale < b->scale;
    if (a->subject != b->subject)
        return a->subject < b->subject;
    return a->rater != b->rater ? a->rater < b->rater : a->place < b->place;
}

/* Put the measurements of each dossier, which stand by day, in the order of what they are of. */
static wijk_status order_measured(wijk_context *context, const struct wijk__measured_columns *measured,
                                  const uint32_t *scale_places, uint32_t *order, uint32_t count) {
    const int32_t *dossier = wijk__int32s(&measured->dossier);
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && dossier[order[end]] == dossier[order[first]];)
            end++;
        size_t size = (end - first) * sizeof(struct measured_key);
        struct measured_key *keys = wijk__allocate(context, size);
        if (keys == NULL)
            return WIJK_E_MEMORY;
        for (uint32_t i = first; i < end; i++)
            keys[i - first] = (struct measured_key){
                .scale = (int32_t)scale_places[wijk__int16s(&measured->scale)[order[i]]],
                .subject = wijk__int32s(&measured->subject)[order[i]],
                .rater = (int8_t)measured->rater.data[order[i]],
                .place = i,
                .row = order[i],
            };
        wijk__sort(keys, end - first, sizeof *keys, measured_before);
        for (uint32_t i = first; i < end; i++)
            order[i] = keys[i - first].row;
        wijk__release(context, keys, size);
    }
    return WIJK_OK;
}

/* ---- what is made for sealing, and freed after it ---- */

struct sealing {
    const struct wijk__building *building;
    struct days days;
    uint32_t *unit_places[WIJK__UNIT_KINDS], *code_places, *scale_places, *figure_places;
    uint32_t *act_order, *measured_order, *figure_order; /* act_order NULL: as they came */
};

static wijk_status make_places(wijk_context *context, const struct wijk__register *words, uint32_t **out) {
    *out = wijk__allocate(context, words->count * sizeof **out);
    return *out == NULL ? WIJK_E_MEMORY : wijk__register_order(context, words, *out);
}

static wijk_status make_orders(wijk_context *context, struct sealing *sealing) {
    const struct wijk__building *b = sealing->building;
    uint32_t acts = wijk__act_total(b), measured = wijk__measured_total(b), figures = wijk__figure_total(b);
    wijk_status status = WIJK_OK;
    if (!b->in_order) {
        sealing->act_order = wijk__allocate(context, acts * sizeof *sealing->act_order);
        status = sealing->act_order == NULL ? WIJK_E_MEMORY
                                            : order_rows(context, &b->acts.dossier, &b->acts.day, b->ids.count,
                                                         &sealing->days, sealing->act_order);
    }
    if (status == WIJK_OK && measured > 0) {
        sealing->measured_order = wijk__allocate(context, measured * sizeof *sealing->measured_order);
        status = sealing->measured_order == NULL ? WIJK_E_MEMORY
                                                 : order_rows(context, &b->measured.dossier, &b->measured.day,
                                                              b->ids.count, &sealing->days, sealing->measured_order);
        if (status == WIJK_OK)
            status = order_measured(context, &b->measured, sealing->scale_places, sealing->measured_order, measured);
    }
    if (status == WIJK_OK && figures > 0) {
        size_t keys = (size_t)b->ids.count + 1;
        uint32_t *starts = wijk__allocate(context, keys * sizeof *starts);
        sealing->figure_order = wijk__allocate(context, figures * sizeof *sealing->figure_order);
        status = starts == NULL || sealing->figure_order == NULL ? WIJK_E_MEMORY : WIJK_OK;
        if (status == WIJK_OK)
            count_sort(wijk__int32s(&b->figures.dossier), 0, NULL, sealing->figure_order, figures, starts,
                       b->ids.count);
        wijk__release(context, starts, keys * sizeof *starts);
    }
    return status;
}

static wijk_status start(wijk_context *context, struct sealing *sealing, wijk_error *error) {
    const struct wijk__building *b = sealing->building;
    wijk_status status = WIJK_OK;
    sealing->days = (struct days){INT32_MAX, INT32_MIN};
    span(&b->acts.day, &sealing->days);
    span(&b->measured.day, &sealing->days);
    if (sealing->days.first > sealing->days.last)
        sealing->days = (struct days){0, -1};
    else if (sealing->days.last - sealing->days.first > WIJK__DAYS_MOST)
        return wijk__fail_path(error, WIJK_E_LIMIT, "day");
    for (size_t i = 0; status == WIJK_OK && i < WIJK__UNIT_KINDS; i++)
        status = make_places(context, &b->unit_words[i], &sealing->unit_places[i]);
    if (status == WIJK_OK)
        status = make_places(context, &b->codes, &sealing->code_places);
    if (status == WIJK_OK)
        status = make_places(context, &b->scales, &sealing->scale_places);
    if (status == WIJK_OK)
        status = make_places(context, &b->figure_words, &sealing->figure_places);
    return status == WIJK_OK ? make_orders(context, sealing) : status;
}

static void finish(wijk_context *context, struct sealing *sealing) {
    const struct wijk__building *b = sealing->building;
    for (size_t i = 0; i < WIJK__UNIT_KINDS; i++)
        wijk__release(context, sealing->unit_places[i], b->unit_words[i].count * sizeof(uint32_t));
    wijk__release(context, sealing->code_places, b->codes.count * sizeof(uint32_t));
    wijk__release(context, sealing->scale_places, b->scales.count * sizeof(uint32_t));
    wijk__release(context, sealing->figure_places, b->figure_words.count * sizeof(uint32_t));
    wijk__release(context, sealing->act_order, wijk__act_total(b) * sizeof(uint32_t));
    wijk__release(context, sealing->measured_order, wijk__measured_total(b) * sizeof(uint32_t));
    wijk__release(context, sealing->figure_order, wijk__figure_total(b) * sizeof(uint32_t));
}

/* ---- the block: the same walk counts its bytes and then places the columns ---- */

struct block {
    uint8_t *next; /* NULL while counting */
    size_t size;
    bool fits;
};

static void *take(struct block *block, size_t count, size_t width) {
    size_t bytes;
    uint8_t *taken = block->next;
    block->fits = block->fits && wijk__multiply(count, width, &bytes) && bytes <= SIZE_MAX / 2;
    if (!block->fits)
        return NULL;
    size_t padded = (bytes + WIJK__BORDER - 1) / WIJK__BORDER * WIJK__BORDER;
    block->fits = wijk__add(block->size, padded, &block->size);
    if (taken == NULL)
        return NULL;
    memset(taken + bytes, 0, padded - bytes);
    block->next += padded;
    return taken;
}

static void take_names(struct block *block, const struct wijk__register *words, struct wijk__names *names) {
    names->offsets = take(block, (size_t)words->count + 1, sizeof *names->offsets);
    names->bytes = take(block, words->bytes.size, 1);
}

static void lay_out(struct wijk__columns *c, const struct sealing *sealing, struct block *block) {
    const struct wijk__building *b = sealing->building;
    c->dossiers = b->ids.count;
    c->acts = wijk__act_total(b);
    c->measurements = wijk__measured_total(b);
    c->figures = wijk__figure_total(b);
    c->first_day = sealing->days.first;
    c->date_count = sealing->days.last - sealing->days.first + 1;
    c->subject_count = b->subjects.count;
    c->code_width = b->codes.count > INT8_MAX + 1u ? sizeof(int16_t) : sizeof(int8_t);
    c->ids = take(block, c->dossiers, sizeof *c->ids);
    for (size_t i = 0; i < WIJK__UNIT_KINDS; i++)
        c->units[i] = take(block, c->dossiers, sizeof *c->units[i]);
    c->offsets = take(block, (size_t)c->dossiers + 1, sizeof *c->offsets);
    c->days = take(block, c->acts, sizeof *c->days);
    c->codes = take(block, c->acts, c->code_width);
    c->dates = take(block, (size_t)c->date_count, sizeof *c->dates);
    for (size_t i = 0; i < WIJK__UNIT_KINDS; i++)
        take_names(block, &b->unit_words[i], &c->unit_names[i]);
    take_names(block, &b->codes, &c->code_names);
    c->measured.dossier = take(block, c->measurements, sizeof *c->measured.dossier);
    c->measured.subject = take(block, c->measurements, sizeof *c->measured.subject);
    c->measured.value = take(block, c->measurements, sizeof *c->measured.value);
    c->measured.day = take(block, c->measurements, sizeof *c->measured.day);
    c->measured.scale = take(block, c->measurements, sizeof *c->measured.scale);
    c->measured.rater = take(block, c->measurements, sizeof *c->measured.rater);
    c->subjects = take(block, c->subject_count, sizeof *c->subjects);
    take_names(block, &b->scales, &c->scale_names);
    c->figure.dossier = take(block, c->figures, sizeof *c->figure.dossier);
    c->figure.figure = take(block, c->figures, sizeof *c->figure.figure);
    c->figure.count = take(block, c->figures, sizeof *c->figure.count);
    c->figure.of = take(block, c->figures, sizeof *c->figure.of);
    take_names(block, &b->figure_words, &c->figure_names);
}

/* ---- filling it ---- */

static void fill_dossiers(struct wijk__columns *c, const struct sealing *sealing) {
    const struct wijk__building *b = sealing->building;
    if (c->dossiers > 0)
        memcpy(c->ids, b->ids.bytes.data, c->dossiers * sizeof *c->ids);
    if (c->subject_count > 0)
        memcpy(c->subjects, b->subjects.bytes.data, c->subject_count * sizeof *c->subjects);
    for (size_t kind = 0; kind < WIJK__UNIT_KINDS; kind++) {
        const int16_t *units = wijk__int16s(&b->units[kind]);
        for (uint32_t i = 0; i < c->dossiers; i++)
            c->units[kind][i] = (int16_t)sealing->unit_places[kind][units[i]];
        wijk__register_put(&b->unit_words[kind], sealing->unit_places[kind], &c->unit_names[kind]);
    }
    for (int32_t i = 0; i < c->date_count; i++)
        c->dates[i] = c->first_day + i;
    wijk__register_put(&b->codes, sealing->code_places, &c->code_names);
    wijk__register_put(&b->scales, sealing->scale_places, &c->scale_names);
    wijk__register_put(&b->figure_words, sealing->figure_places, &c->figure_names);
}

static void fill_acts(struct wijk__columns *c, const struct sealing *sealing) {
    const struct wijk__act_columns *acts = &sealing->building->acts;
    const int32_t *dossier = wijk__int32s(&acts->dossier), *day = wijk__int32s(&acts->day);
    const int16_t *code = wijk__int16s(&acts->code);
    const uint32_t *order = sealing->act_order;
    memset(c->offsets, 0, ((size_t)c->dossiers + 1) * sizeof *c->offsets);
    for (uint32_t i = 0; i < c->acts; i++) {
        uint32_t row = order != NULL ? order[i] : i;
        uint32_t place = sealing->code_places[code[row]];
        c->offsets[dossier[row] + 1]++;
        c->days[i] = (int16_t)(day[row] - c->first_day);
        if (c->code_width == sizeof(int8_t))
            ((int8_t *)c->codes)[i] = (int8_t)place;
        else
            ((int16_t *)c->codes)[i] = (int16_t)place;
    }
    for (uint32_t i = 0; i < c->dossiers; i++)
        c->offsets[i + 1] += c->offsets[i];
}

static void fill_rows(struct wijk__columns *c, const struct sealing *sealing) {
    const struct wijk__measured_columns *m = &sealing->building->measured;
    const struct wijk__figure_columns *f = &sealing->building->figures;
    for (uint32_t i = 0; i < c->measurements; i++) {
        uint32_t row = sealing->measured_order[i];
        c->measured.dossier[i] = wijk__int32s(&m->dossier)[row];
        c->measured.subject[i] = wijk__int32s(&m->subject)[row];
        c->measured.value[i] = wijk__int32s(&m->value)[row];
        c->measured.day[i] = (int16_t)(wijk__int32s(&m->day)[row] - c->first_day);
        c->measured.scale[i] = (int16_t)sealing->scale_places[wijk__int16s(&m->scale)[row]];
        c->measured.rater[i] = (int8_t)m->rater.data[row];
    }
    for (uint32_t i = 0; i < c->figures; i++) {
        uint32_t row = sealing->figure_order[i];
        c->figure.dossier[i] = wijk__int32s(&f->dossier)[row];
        c->figure.figure[i] = (int16_t)sealing->figure_places[wijk__int16s(&f->figure)[row]];
        memcpy(&c->figure.count[i], f->count.data + row * sizeof(int64_t), sizeof(int64_t));
        memcpy(&c->figure.of[i], f->of.data + row * sizeof(int64_t), sizeof(int64_t));
    }
}

static wijk_status make_block(wijk_cohort *cohort, const struct sealing *sealing) {
    struct wijk__columns columns = {0};
    struct block block = {.fits = true};
    lay_out(&columns, sealing, &block);
    size_t bytes = block.size, size;
    if (!block.fits || !wijk__add(bytes, WIJK__BORDER, &size))
        return WIJK_E_MEMORY;
    void *memory = wijk__allocate(cohort->context, size);
    if (memory == NULL)
        return WIJK_E_MEMORY;
    /* The allocator promises no border, so the block is larger and the columns are put right by hand. */
    size_t over = (uintptr_t)memory % WIJK__BORDER;
    block = (struct block){(uint8_t *)memory + (over > 0 ? WIJK__BORDER - over : 0), 0, true};
    lay_out(&columns, sealing, &block);
    fill_dossiers(&columns, sealing);
    fill_acts(&columns, sealing);
    fill_rows(&columns, sealing);
    cohort->columns = columns;
    cohort->block = memory;
    cohort->block_size = size;
    cohort->bytes = bytes;
    return WIJK_OK;
}

wijk_status wijk__building_seal(wijk_cohort *cohort, wijk_error *error) {
    struct sealing sealing = {.building = cohort->building};
    wijk_status status = start(cohort->context, &sealing, error);
    if (status == WIJK_OK)
        status = make_block(cohort, &sealing);
    finish(cohort->context, &sealing);
    return status;
}
