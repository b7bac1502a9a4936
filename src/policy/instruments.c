/* Instruments: what is asked, of whom, and what is measured when. The texts of items are left to whoever may use them;
 * numbers and names are enough to score. */
#include "policy/instruments.h"

static wijk_status read_answer(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t answer = wijk__json_int(json);
    if (answer < -WIJK__ITEM_MOST || answer > WIJK__ITEM_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)answer;
    return WIJK_OK;
}

static wijk_status read_age(struct wijk__reader *reader, wijk__json *json, void *to) {
    int64_t age = wijk__json_int(json);
    if (age < 1 || age > WIJK__AGE_MOST)
        return wijk__read_fail(reader, WIJK_E_RANGE);
    *(int32_t *)to = (int32_t)age;
    return WIJK_OK;
}

static wijk_status read_subject(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "measure-subject", to);
}

/* ---- items ---- */

struct item_draft {
    struct wijk__entry words;
    struct wijk__item item;
    struct wijk__item_about about;
};

static wijk_status read_item(struct wijk__reader *reader, wijk__json *json, struct wijk__instrument_draft *draft) {
    static const struct wijk__member members[] = {
        {"key", WIJK__JSON_TEXT, true, wijk__read_short_key, offsetof(struct item_draft, words.key)},
        {"en", WIJK__JSON_TEXT, false, wijk__read_text, offsetof(struct item_draft, words.en)},
        {"nl", WIJK__JSON_TEXT, false, wijk__read_text, offsetof(struct item_draft, words.nl)},
        {"min", WIJK__JSON_INT, true, read_answer, offsetof(struct item_draft, item.least)},
        {"max", WIJK__JSON_INT, true, read_answer, offsetof(struct item_draft, item.most)},
        {"reversed", WIJK__JSON_BOOL, false, wijk__read_bool, offsetof(struct item_draft, item.reversed)},
        {"theme", WIJK__JSON_TEXT, false, wijk__read_theme, offsetof(struct item_draft, about.theme)},
        {"class", WIJK__JSON_TEXT, false, wijk__read_class, offsetof(struct item_draft, about.class)},
    };
    struct item_draft item = {.about = draft->usual};
    uint32_t place = draft->items_read;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), &item);
    if (status != WIJK_OK)
        return status;
    if (wijk__place_of(draft->item_keys, place, item.words.key) != UINT32_MAX)
        return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
    if (item.item.most <= item.item.least)
        return wijk__read_fail_member(reader, "max", WIJK_E_RANGE);
    draft->item_keys[place] = item.words.key;
    draft->item_words[place] = item.words;
    draft->items[place] = item.item;
    draft->item_about[place] = item.about;
    draft->items_read++;
    return WIJK_OK;
}

static wijk_status read_items(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__instrument_draft *draft = to;
    wijk_status status = wijk__take_items(reader, json, 1, WIJK__PARTS_MOST, sizeof *draft->items, &draft->items);
    if (status == WIJK_OK)
        status = wijk__take_items(reader, json, 1, WIJK__PARTS_MOST, sizeof *draft->item_keys, &draft->item_keys);
    if (status == WIJK_OK)
        status = wijk__take_items(reader, json, 1, WIJK__PARTS_MOST, sizeof *draft->item_words, &draft->item_words);
    if (status == WIJK_OK)
        status = wijk__take_items(reader, json, 1, WIJK__PARTS_MOST, sizeof *draft->item_about, &draft->item_about);
    size_t count = wijk__json_count(json);
    for (size_t i = 0; i < count && status == WIJK_OK; i++) {
        size_t here = wijk__path_index(&reader->path, i);
        status = read_item(reader, wijk__json_at(json, i), draft);
        if (status == WIJK_OK)
            wijk__path_cut(&reader->path, here);
    }
    return status;
}

/* ---- one instrument ---- */

static wijk_status read_ages(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"from", WIJK__JSON_INT, false, read_age, offsetof(struct wijk__instrument, age_from)},
        {"until", WIJK__JSON_INT, false, read_age, offsetof(struct wijk__instrument, age_until)},
    };
    struct wijk__instrument *instrument = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), to);
    if (status == WIJK_OK && instrument->age_until != 0 && instrument->age_until <= instrument->age_from)
        return wijk__read_fail_member(reader, "until", WIJK_E_RANGE);
    return status;
}

/* Scales stand in a list of the policy as instrument.scale, so that conditions can ask about them; no key has a dot. */
static wijk_status list_scales(struct wijk__reader *reader, const struct wijk__instrument_draft *draft) {
    struct wijk__text instrument = draft->entry.key;
    for (uint32_t i = 0; i < draft->scales_read; i++) {
        struct wijk__entry words = draft->scale_words[i];
        size_t length = instrument.length + 1 + words.key.length;
        char *key = wijk__pool_take(&reader->policy->pool, length + 1, 1);
        if (!key)
            return wijk__read_fail(reader, WIJK_E_MEMORY);
        memcpy(key, instrument.data, instrument.length);
        key[instrument.length] = '.';
        memcpy(key + instrument.length + 1, words.key.data, words.key.length);
        words.en = words.en ? words.en : words.key.data;
        words.nl = words.nl ? words.nl : words.key.data;
        words.key = (struct wijk__text){key, length};
        wijk__list_add(&reader->policy->lists[WIJK_LIST_SCALES], &words);
    }
    return WIJK_OK;
}

/* In the order in which they are read: the direction before the scales that it holds for. */
static const struct wijk__member instrument_members[] = {
    {"key", WIJK__JSON_TEXT, true, wijk__read_short_key, offsetof(struct wijk__instrument_draft, entry.key)},
    {"en", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct wijk__instrument_draft, entry.en)},
    {"nl", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct wijk__instrument_draft, entry.nl)},
    {"version", WIJK__JSON_TEXT, true, wijk__read_text, offsetof(struct wijk__instrument_draft, version)},
    {"family", WIJK__JSON_TEXT, false, wijk__read_key, offsetof(struct wijk__instrument_draft, instrument.family)},
    {"subject", WIJK__JSON_TEXT, true, read_subject, offsetof(struct wijk__instrument_draft, instrument.subject)},
    {"direction", WIJK__JSON_TEXT, true, wijk__read_direction,
     offsetof(struct wijk__instrument_draft, higher_is_better)},
    {"theme", WIJK__JSON_TEXT, false, wijk__read_theme, offsetof(struct wijk__instrument_draft, usual.theme)},
    {"class", WIJK__JSON_TEXT, false, wijk__read_class, offsetof(struct wijk__instrument_draft, usual.class)},
    {"ages", WIJK__JSON_OBJECT, false, read_ages, offsetof(struct wijk__instrument_draft, instrument)},
    {"licence", WIJK__JSON_TEXT, false, wijk__read_text, offsetof(struct wijk__instrument_draft, licence)},
    {"bands", WIJK__JSON_ARRAY, false, wijk__read_bands, offsetof(struct wijk__instrument_draft, of_items)},
    {"items", WIJK__JSON_ARRAY, true, read_items, 0},
    {"scales", WIJK__JSON_ARRAY, false, wijk__read_scales, 0},
};

static wijk_status read_instrument(struct wijk__reader *reader, wijk__json *json, void *to) {
    struct wijk__instrument_draft draft = {.entry = {.en = NULL}};
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(instrument_members), &draft);
    if (status == WIJK_OK && draft.scales && draft.of_items.bands) /* they would be passed over */
        return wijk__read_fail_member(reader, "bands", WIJK_E_UNKNOWN);
    if (status == WIJK_OK && !draft.scales)
        status = wijk__scales_of_items(reader, &draft);
    if (status != WIJK_OK)
        return status;
    if (!wijk__list_add(&reader->policy->lists[WIJK_LIST_INSTRUMENTS], &draft.entry))
        return wijk__read_fail_member(reader, "key", WIJK_E_DUPLICATE);
    struct wijk__range *ranges = wijk__pool_take(&reader->policy->pool, draft.scales_read, sizeof *ranges);
    if (!ranges)
        return wijk__read_fail(reader, WIJK_E_MEMORY);
    wijk__scale_ranges(draft.items, draft.scales, draft.scales_read, ranges);
    struct wijk__instrument *instrument = to;
    *instrument = draft.instrument;
    instrument->key = draft.entry.key;
    instrument->family = draft.instrument.family.data ? draft.instrument.family : draft.entry.key;
    instrument->items = draft.items;
    instrument->item_keys = draft.item_keys;
    instrument->item_about = draft.item_about;
    instrument->item_count = draft.items_read;
    instrument->scales = draft.scales;
    instrument->about = draft.about;
    instrument->scale_count = draft.scales_read;
    instrument->ranges = ranges;
    return list_scales(reader, &draft);
}

/* How many scales there will be, at most. */
static uint32_t count_scales(const wijk__json *instruments) {
    size_t total = 0;
    for (size_t i = 0; i < wijk__json_count(instruments); i++) {
        const wijk__json *instrument = wijk__json_at(instruments, i);
        const wijk__json *scales = wijk__json_get(instrument, "scales");
        size_t count = wijk__json_count(scales ? scales : wijk__json_get(instrument, "items"));
        total += count < WIJK__PARTS_MOST ? count : WIJK__PARTS_MOST;
    }
    return (uint32_t)total;
}

wijk_status wijk__read_instruments(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    struct wijk__instrument *instruments;
    wijk_status status =
        wijk__take_items(reader, json, 0, WIJK__INSTRUMENTS_MOST, sizeof *instruments, &instruments);
    if (status != WIJK_OK)
        return status;
    policy->instruments = instruments;
    status = wijk__list_start(&policy->lists[WIJK_LIST_INSTRUMENTS], &policy->pool, (uint32_t)wijk__json_count(json),
                              &policy->id);
    if (status == WIJK_OK)
        status = wijk__list_start(&policy->lists[WIJK_LIST_SCALES], &policy->pool, count_scales(json), &policy->id);
    if (status != WIJK_OK)
        return wijk__read_fail(reader, status);
    return wijk__read_items(reader, json, read_instrument, instruments, sizeof *instruments);
}

/* ---- what is measured under a plan ---- */

wijk_status wijk__read_instrument_of(struct wijk__reader *reader, wijk__json *json, void *to) {
    const struct wijk__entry *entry;
    wijk_status status = wijk__read_entry_of(reader, json, WIJK_LIST_INSTRUMENTS, &entry);
    if (status == WIJK_OK)
        *(const struct wijk__instrument **)to =
            &reader->policy->instruments[entry - reader->policy->lists[WIJK_LIST_INSTRUMENTS].entries];
    return status;
}

static wijk_status read_rater(struct wijk__reader *reader, wijk__json *json, void *to) {
    return wijk__read_code(reader, json, "rater", to);
}

static wijk_status read_measured(struct wijk__reader *reader, wijk__json *json, void *to) {
    static const struct wijk__member members[] = {
        {"instrument", WIJK__JSON_TEXT, true, wijk__read_instrument_of, offsetof(struct wijk__measuring, instrument)},
        {"rater", WIJK__JSON_TEXT, true, read_rater, offsetof(struct wijk__measuring, rater)},
        {"baseline", WIJK__JSON_OBJECT, false, wijk__read_term, offsetof(struct wijk__measuring, baseline)},
        {"interim", WIJK__JSON_OBJECT, false, wijk__read_term, offsetof(struct wijk__measuring, interim)},
        {"final", WIJK__JSON_OBJECT, false, wijk__read_term, offsetof(struct wijk__measuring, final)},
        {"follow_up", WIJK__JSON_OBJECT, false, wijk__read_term, offsetof(struct wijk__measuring, follow_up)},
    };
    struct wijk__measuring *measuring = to;
    wijk_status status = wijk__read_object(reader, json, WIJK__MEMBERS(members), measuring);
    for (const struct wijk__measuring *other = reader->policy->measuring; status == WIJK_OK && other < measuring;
         other++)
        if (other->instrument == measuring->instrument && other->rater == measuring->rater)
            return wijk__read_fail(reader, WIJK_E_DUPLICATE);
    return status;
}

wijk_status wijk__read_measuring(struct wijk__reader *reader, wijk__json *json, void *to) {
    wijk_policy *policy = to;
    struct wijk__measuring *measuring;
    wijk_status status = wijk__take_items(reader, json, 0, WIJK__MEASURING_MOST, sizeof *measuring, &measuring);
    if (status != WIJK_OK)
        return status;
    policy->measuring = measuring;
    policy->measuring_count = (uint32_t)wijk__json_count(json);
    return wijk__read_items(reader, json, read_measured, measuring, sizeof *measuring);
}
