/* Where dossiers are on a ladder, and how they go from tier to tier. Where a household is follows from the last act that
 * does something on the ladder, and from nothing before it. */
#include "cohort/tally.h"

/* ---- the tiers of a ladder ---- */

/* The tier that a code enters, data NULL for none; whether it leaves. */
static struct wijk__text tier_of(const wijk_tally *tally, struct wijk__text code, bool *leaves) {
    struct wijk__text parts[WIJK__CODE_PARTS], ladder = tally->spec.texts[0];
    wijk__code_parts(code, parts);
    const struct wijk__act_def *act = wijk__act_named(parts[0].data, parts[0].length);
    *leaves = act != NULL && wijk__leaves(act->words.number);
    bool enters = act != NULL && wijk__enters(act->words.number) && parts[2].data != NULL &&
                  wijk__text_equal(parts[1].data, parts[1].length, ladder.data, ladder.length);
    return enters ? parts[2] : (struct wijk__text){NULL, 0};
}

static wijk_status gather_tiers(const wijk_tally *tally, const struct wijk__columns *columns,
                                struct wijk__register *words) {
    uint32_t number;
    bool leaves;
    wijk_status status = wijk__register_add(tally->context, words, (struct wijk__text){"", 0}, 1, &number);
    for (int32_t i = 0; status == WIJK_OK && i < columns->code_names.count; i++) {
        struct wijk__text tier = tier_of(tally, wijk__name(&columns->code_names, i), &leaves);
        if (tier.data != NULL)
            status = wijk__register_add(tally->context, words, tier, WIJK__NAMES_MOST, &number);
    }
    return status;
}

static wijk_status label_tiers(wijk_tally *tally, const struct wijk__columns *columns, const struct wijk__register *words,
                               struct wijk__labels *labels) {
    size_t size = words->count * sizeof(uint32_t);
    uint32_t *places = wijk__allocate(tally->context, size);
    wijk_status status = places == NULL ? WIJK_E_MEMORY : wijk__register_order(tally->context, words, places);
    if (status == WIJK_OK)
        status = wijk__labels_names(tally->context, words->count, words->bytes.size, labels);
    if (status == WIJK_OK) {
        wijk__register_put(words, places, &labels->names);
        for (int32_t i = 0; i < columns->code_names.count; i++) {
            bool leaves;
            struct wijk__text tier = tier_of(tally, wijk__name(&columns->code_names, i), &leaves);
            uint32_t number = tier.data != NULL ? wijk__register_find(tally->context, words, tier) : 0;
            tally->effects[i] = tier.data != NULL || leaves ? (int16_t)places[number] : WIJK__KEEPS;
        }
    }
    wijk__release(tally->context, places, size);
    return status;
}

wijk_status wijk__prepare_ladder(wijk_tally *tally, const struct wijk__columns *columns, enum wijk__side side) {
    struct wijk__register words = {0};
    tally->effect_count = (size_t)columns->code_names.count;
    tally->effects = wijk__allocate(tally->context, tally->effect_count * sizeof *tally->effects);
    if (tally->effects == NULL)
        return WIJK_E_MEMORY;
    wijk_status status = gather_tiers(tally, columns, &words);
    if (status == WIJK_OK)
        status = label_tiers(tally, columns, &words, &tally->sides[side]);
    wijk__register_free(tally->context, &words);
    return status;
}

/* ---- where they are on a day ---- */

wijk_status wijk__prepare_occupancy(wijk_tally *tally, const struct wijk__columns *columns) {
    return wijk__prepare_ladder(tally, columns, WIJK__SIDE_WHAT);
}

/* From the last act backwards, until one tells: what came before it need not be looked at. */
static inline void count_occupancy(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first,
                                   uint32_t end, size_t width) {
    size_t tiers = tally->sides[WIJK__SIDE_WHAT].count;
    const int16_t *effects = tally->effects;
    int32_t on = tally->days[0];
    for (uint32_t dossier = first; dossier < end; dossier++) {
        int32_t begin = columns->offsets[dossier], i = columns->offsets[dossier + 1];
        int32_t tier = WIJK__KEEPS;
        while (i > begin && tier == WIJK__KEEPS) {
            i--;
            if (columns->days[i] <= on)
                tier = effects[wijk__code_at(columns->codes, width, i)];
        }
        tally->cells[0][wijk__unit_at(tally, dossier) * tiers + (tier == WIJK__KEEPS ? 0 : (size_t)tier)]++;
    }
}

void wijk__count_occupancy(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    if (columns->code_width == sizeof(int8_t))
        count_occupancy(tally, columns, first, end, sizeof(int8_t));
    else
        count_occupancy(tally, columns, first, end, sizeof(int16_t));
}

/* ---- how they go, and how long they stay ---- */

wijk_status wijk__prepare_transitions(wijk_tally *tally, const struct wijk__columns *columns) {
    wijk_status status = wijk__prepare_ladder(tally, columns, WIJK__SIDE_FROM);
    struct wijk__labels *to = &tally->sides[WIJK__SIDE_TO];
    *to = tally->sides[WIJK__SIDE_FROM];
    to->memory = NULL; /* freed with the other side */
    return status;
}

static inline int32_t clip(int32_t day, const int32_t days[WIJK__TALLY_DAYS]) {
    return day < days[0] ? days[0] : day > days[1] ? days[1] : day;
}

/* Staying in a tier is counted too, because that needs no branch; nobody looks at it. */
static inline void count_transitions(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first,
                                     uint32_t end, size_t width) {
    size_t tiers = tally->sides[WIJK__SIDE_FROM].count;
    const int16_t *effects = tally->effects;
    const int32_t days[WIJK__TALLY_DAYS] = {tally->days[0], tally->days[1]};
    for (uint32_t dossier = first; dossier < end; dossier++) {
        size_t unit = wijk__unit_at(tally, dossier), tier = 0;
        uint64_t *moves = tally->cells[0] + unit * tiers * tiers, *stays = tally->cells[1] + unit * tiers;
        int32_t since = days[0], last = columns->offsets[dossier + 1];
        for (int32_t i = columns->offsets[dossier]; i < last; i++) {
            int32_t effect = effects[wijk__code_at(columns->codes, width, i)], day = columns->days[i];
            int32_t until = clip(day, days);
            size_t next = effect == WIJK__KEEPS ? tier : (size_t)effect;
            moves[tier * tiers + next] += day >= days[0] && day < days[1];
            stays[tier] += (uint64_t)(until - since);
            since = until;
            tier = next;
        }
        stays[tier] += (uint64_t)(days[1] - since);
    }
}

void wijk__count_transitions(wijk_tally *tally, const struct wijk__columns *columns, uint32_t first, uint32_t end) {
    if (columns->code_width == sizeof(int8_t))
        count_transitions(tally, columns, first, end, sizeof(int8_t));
    else
        count_transitions(tally, columns, first, end, sizeof(int16_t));
}
