/* Scales of an instrument: of which items, how they are added, rounded and transformed, and what is known of the
 * scores. */
#include "policy/instruments.h"

static const struct wijk__scale_about unknown = {
    .sd = INT64_MIN, .reliability = INT64_MIN, .cutoff = INT64_MIN, .norm_mean = INT64_MIN, .norm_sd = INT64_MIN};

/* ---- scales ---- */

struct scale_draft {
    struct wijk__instrument_draft *of;
    struct wijk__entry words;
    struct wijk__scale scale;
    struct wijk__scale_about about;
};

/* Parts of a scale: items, or scales of items that stand before it; none of them twice. */
static wijk_status read_parts(struct wijk__reader *reader, wijk__json *json, struct scale_draft *scale,
                              const struct wijk__text *keys, uint32_t count) {
    uint32_t *parts;
    wijk_status status = wijk__take_items(reader, json, 1, WIJK__PARTS_MOST, sizeof *parts, &parts);
    for (uint32_t i = 0; status == WIJK_OK && i < wijk__json_count(json); i++) {
        size_t here = wijk__path_index(&reader->path, i);
        struct wijk__text key = {NULL, 0};
        if (wijk__json_type(wijk__json_at(json, i)) != WIJK__JSON_TEXT)
            return wijk__read_fail(reader, WIJK_E_TYPE);
        key.data = wijk__json_text(wijk__json_at(json, i), &key.length);
        parts[i] = wijk__place_of(keys, count, key);
        if (parts[i] == UINT32_MAX || (scale->scale.of_scales && scale->of->scales[parts[i]].of_scales))
            return wijk__read_fail(reader, WIJK_E_REFERENCE);
        for (uint32_t other = 0; other < i; other++)
            if (parts[other] == parts[i])
                return wijk__read_fail(reader, WIJK_E_DUPLICATE);
        wijk__path_cut(&reader->path, here);
    }
    scale->scale.parts = parts;
    scale->scale.part_count = (uint32_t)wijk__json_count(json);
    return status;
}

static wijk_status read_scale_items(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct scale_draft *scale = to;
    return read_parts(reader, json, scale, scale->of->item_keys, scale->of->items_read);
}

static wijk_status read_scale_scales(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct scale_draft *scale = to;
    struct wijk__text keys[WIJK__SCALES_MOST];
    if (scale->scale.parts)
        return wijk__read_fail(reader, WIJK_E_UNKNOWN); /* it is made of items */
    for (uint32_t i = 0; i < scale->of->scales_read; i++)
        keys[i] = scale->of->about[i].key;
    scale->scale.of_scales = true;
    return read_parts(reader, json, scale, keys, scale->of->scales_read);
}

static wijk_status read_min_valid(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct scale_draft *scale = to;
    int64_t least = wijk__json_int(json);
    if (least < 1 || least > (int64_t)scale->scale.part_count)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    scale->scale.min_valid = (uint32_t)least;
    return WIJK_OK;
}

static wijk_status read_norm_row(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"from", WIJK__JSON_NUMBER, true, wijk__read_thousandths, offsetof(struct wijk__norm_row, from)},
        {"score", WIJK__JSON_NUMBER, true, wijk__read_thousandths, offsetof(struct wijk__norm_row, score)},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

static wijk_status read_norm_table(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__scale *scale = to;
    struct wijk__norm_row *rows;
    wijk_status status = wijk__take_items(reader, json, 1, WIJK__ROWS_MOST, sizeof *rows, &rows);
    if (status == WIJK_OK)
        status = wijk__read_items(reader, json, read_norm_row, rows, sizeof *rows);
    scale->table = rows;
    scale->table_count = (uint32_t)wijk__json_count(json);
    for (uint32_t i = 1; status == WIJK_OK && i < scale->table_count; i++)
        if (rows[i].from <= rows[i - 1].from) {
            wijk__path_index(&reader->path, i);
            return wijk__read_fail_member(reader, "from", WIJK_E_RANGE);
        }
    return status;
}

/* What a kind of transformation needs it must have, and it has nothing else. */
static wijk_status read_transform(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"kind", WIJK__JSON_TEXT, true, wijk__read_transform_kind, offsetof(struct wijk__scale, transform)},
        {"mean", WIJK__JSON_NUMBER, false, wijk__read_decimal, offsetof(struct wijk__scale, mean)},
        {"sd", WIJK__JSON_NUMBER, false, wijk__read_positive, offsetof(struct wijk__scale, sd)},
        {"rows", WIJK__JSON_ARRAY, false, read_norm_table, 0},
    };
    static const struct {
        const char *member;
        enum wijk__transform kind;
    } needs[] = {{"mean", WIJK__TRANSFORM_T}, {"sd", WIJK__TRANSFORM_T}, {"rows", WIJK__TRANSFORM_TABLE}};
    struct wijk__scale *scale = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), scale);
    for (size_t i = 0; status == WIJK_OK && i < sizeof needs / sizeof *needs; i++) {
        bool there = wijk__json_get(json, needs[i].member) != NULL, needed = scale->transform == needs[i].kind;
        if (there != needed)
            return wijk__read_fail_member(reader, needs[i].member, there ? WIJK_E_UNKNOWN : WIJK_E_MISSING);
    }
    return status;
}

static wijk_status read_band(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct band_draft {
        struct wijk__entry words;
        int64_t from;
    } draft = {.words = {.en = NULL}};
    static const struct wijk__member members[] = {
        {"key", WIJK__JSON_TEXT, true, wijk__read_short_key, offsetof(struct band_draft, words.key)},
        {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct band_draft, words.en)},
        {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct band_draft, words.nl)},
        {"from", WIJK__JSON_NUMBER, true, wijk__read_thousandths, offsetof(struct band_draft, from)},
    };
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), &draft);
    *(struct wijk__band *)to = (struct wijk__band){draft.words.key, draft.from};
    return status;
}

wijk_status wijk__read_bands(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__scale_about *about = to;
    struct wijk__band *bands;
    wijk_status status = wijk__take_items(reader, json, 1, WIJK__BANDS_MOST, sizeof *bands, &bands);
    if (status == WIJK_OK)
        status = wijk__read_items(reader, json, read_band, bands, sizeof *bands);
    about->bands = bands;
    about->band_count = (uint32_t)wijk__json_count(json);
    for (uint32_t i = 1; status == WIJK_OK && i < about->band_count; i++)
        if (bands[i].from <= bands[i - 1].from) {
            wijk__path_index(&reader->path, i);
            return wijk__read_fail_member(reader, "from", WIJK_E_RANGE);
        }
    return status;
}

static wijk_status read_norm(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"mean", WIJK__JSON_NUMBER, true, wijk__read_decimal, offsetof(struct wijk__scale_about, norm_mean)},
        {"sd", WIJK__JSON_NUMBER, true, wijk__read_positive, offsetof(struct wijk__scale_about, norm_sd)},
    };
    return wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
}

#define ABOUT(member) offsetof(struct scale_draft, about.member)
static const struct wijk__member scale_members[] = {
    {"key", WIJK__JSON_TEXT, true, wijk__read_short_key, offsetof(struct scale_draft, words.key)},
    {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct scale_draft, words.en)},
    {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct scale_draft, words.nl)},
    {"items", WIJK__JSON_ARRAY, false, read_scale_items, 0},
    {"scales", WIJK__JSON_ARRAY, false, read_scale_scales, 0},
    {"aggregate", WIJK__JSON_TEXT, true, wijk__read_aggregate, offsetof(struct scale_draft, scale.aggregate)},
    {"min_valid", WIJK__JSON_INT, false, read_min_valid, 0},
    {"rounding", WIJK__JSON_TEXT, false, wijk__read_rounding, offsetof(struct scale_draft, scale.rounding)},
    {"transform", WIJK__JSON_OBJECT, false, read_transform, offsetof(struct scale_draft, scale)},
    {"direction", WIJK__JSON_TEXT, false, wijk__read_direction, ABOUT(higher_is_better)},
    {"reliability", WIJK__JSON_NUMBER, false, wijk__read_reliability, ABOUT(reliability)},
    {"sd", WIJK__JSON_NUMBER, false, wijk__read_positive, ABOUT(sd)},
    {"norm", WIJK__JSON_OBJECT, false, read_norm, offsetof(struct scale_draft, about)},
    {"cutoff", WIJK__JSON_NUMBER, false, wijk__read_decimal, ABOUT(cutoff)},
    {"bands", WIJK__JSON_ARRAY, false, wijk__read_bands, offsetof(struct scale_draft, about)},
    {"theme", WIJK__JSON_TEXT, false, wijk__read_theme, ABOUT(theme)},
    {"class", WIJK__JSON_TEXT, false, wijk__read_class, ABOUT(class)},
};

static wijk_status read_scale(struct wijk__reader *reader, wijk__json *json, struct wijk__instrument_draft *draft) {
    struct scale_draft scale = {.of = draft, .scale = {.rounding = WIJK__ROUND_NONE}, .about = unknown};
    uint32_t place = draft->scales_read;
    scale.about.higher_is_better = draft->higher_is_better;
    scale.about.theme = draft->usual.theme;
    scale.about.class = draft->usual.class;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(scale_members), &scale);
    if (status != WIJK_OK)
        return status;
    if (!scale.scale.parts)
        return wijk__read_fail_member(reader, "items", WIJK_E_MISSING);
    for (uint32_t i = 0; i < place; i++)
        if (wijk__text_equal(draft->about[i].key.data, draft->about[i].key.length, scale.words.key.data,
                             scale.words.key.length))
            return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
    if (scale.scale.min_valid == 0)
        scale.scale.min_valid = scale.scale.part_count;
    scale.about.key = scale.words.key;
    draft->scale_words[place] = scale.words;
    draft->scales[place] = scale.scale;
    draft->about[place] = scale.about;
    draft->scales_read++;
    return WIJK_OK;
}

static wijk_status take_scales(struct wijk__reader *reader, struct wijk__instrument_draft *draft, size_t count) {
    struct wijk__pool *pool = &reader->policy->pool;
    draft->scales = wijk__pool_take(pool, count, sizeof *draft->scales);
    draft->about = wijk__pool_take(pool, count, sizeof *draft->about);
    draft->scale_words = wijk__pool_take(pool, count, sizeof *draft->scale_words);
    return draft->scales && draft->about && draft->scale_words ? WIJK_OK : wijk__read_fail(reader, WIJK_E_MEMORY);
}

wijk_status wijk__read_scales(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__instrument_draft *draft = to;
    size_t count = wijk__json_count(json);
    if (count < 1)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    if (count > WIJK__SCALES_MOST)
        return wijk__read_fail(reader, WIJK_E_LIMIT);
    wijk_status status = take_scales(reader, draft, count);
    for (size_t i = 0; i < count && status == WIJK_OK; i++) {
        size_t here = wijk__path_index(&reader->path, i);
        status = read_scale(reader, wijk__json_at(json, i), draft);
        if (status == WIJK_OK)
            wijk__path_cut(&reader->path, here);
    }
    return status;
}

/* Without scales of its own an instrument has one for each item, which is that item's answer. */
wijk_status wijk__scales_of_items(struct wijk__reader *reader, struct wijk__instrument_draft *draft) {
    uint32_t *places = wijk__pool_take(&reader->policy->pool, draft->items_read, sizeof *places);
    wijk_status status = take_scales(reader, draft, draft->items_read);
    if (!places || status != WIJK_OK)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    for (uint32_t i = 0; i < draft->items_read; i++) {
        places[i] = i;
        draft->scales[i] = (struct wijk__scale){.parts = &places[i], .part_count = 1, .min_valid = 1,
                                                .aggregate = WIJK__SUM, .rounding = WIJK__ROUND_NONE};
        draft->about[i] = unknown;
        draft->about[i].key = draft->item_keys[i];
        draft->about[i].theme = draft->item_about[i].theme;
        draft->about[i].class = draft->item_about[i].class;
        draft->about[i].higher_is_better = draft->higher_is_better;
        draft->about[i].bands = draft->of_items.bands;
        draft->about[i].band_count = draft->of_items.band_count;
        draft->scale_words[i] = draft->item_words[i];
    }
    draft->scales_read = draft->items_read;
    return WIJK_OK;
}
