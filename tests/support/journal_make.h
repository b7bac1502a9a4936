/* Journals for tests, golden files and benchmarks: chosen or random acts, frames, and acts as lines of text. White-box:
 * for programs that are linked with all names inside the library. Nothing here is random unless a seed says so. */
#ifndef WIJK_TESTS_JOURNAL_MAKE_H
#define WIJK_TESTS_JOURNAL_MAKE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "journal/journal.h"

/* ---- numbers that look random (splitmix64) ---- */

static inline uint64_t make_random(uint64_t *seed) {
    uint64_t z = *seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}
static inline size_t make_below(uint64_t *seed, size_t limit) { return (size_t)(make_random(seed) % limit); }
static inline bool make_chance(uint64_t *seed, size_t one_in) { return make_below(seed, one_in) == 0; }
static inline wijk_id make_id(uint64_t *seed) {
    wijk_id id;
    wijk__put64(id.bytes, make_random(seed));
    wijk__put64(id.bytes + 8, make_random(seed) | 1);
    return id;
}
/* Numbers of all sizes, and often the ends of their range. */
static inline int64_t make_number(uint64_t *seed, int64_t least, int64_t most) {
    uint64_t span = (uint64_t)most - (uint64_t)least;
    uint64_t step = make_random(seed) >> make_below(seed, 64);
    if (make_chance(seed, 8))
        return make_chance(seed, 2) ? least : most;
    step = span == UINT64_MAX ? step : step % (span + 1);
    return (int64_t)((make_chance(seed, 2) ? (uint64_t)least : (uint64_t)most - span) + step);
}

/* ---- one random act, with room for all that it points to ---- */

enum { MAKE_TEXT_MOST = 300, MAKE_TEXTS = WIJK__FIELDS_MAX + 2, MAKE_UNKNOWN_MOST = 2000 };

struct make_act {
    struct wijk__act view;
    wijk_id professional, organisation, ids[WIJK__FIELDS_MAX];
    char texts[MAKE_TEXTS][MAKE_TEXT_MOST];
    uint8_t unknown[MAKE_UNKNOWN_MOST];
};

static inline struct wijk__text make_key(uint64_t *seed, char *room) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    size_t length = 1 + make_below(seed, make_chance(seed, 4) ? 64 : 16);
    for (size_t i = 0; i < length; i++)
        room[i] = letters[make_below(seed, sizeof letters - 1)];
    return (struct wijk__text){room, length};
}

static inline struct wijk__text make_text(uint64_t *seed, char *room, size_t least) {
    static const char *const pieces[] = {
        "\xC3\xAB", "\xE2\x82\xAC", "\xF0\x9F\x99\x82", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "\x01", "\x7F"};
    size_t wanted = least + make_below(seed, make_chance(seed, 8) ? MAKE_TEXT_MOST - 8 : 24);
    bool plain = make_chance(seed, 2);
    size_t length = 0;
    while (length < wanted) {
        const char *piece = pieces[make_below(seed, sizeof pieces / sizeof *pieces)];
        if (plain || !make_chance(seed, 6) || length + strlen(piece) > wanted)
            room[length++] = (char)(' ' + make_below(seed, 95));
        else
            length += (size_t)snprintf(room + length, 8, "%s", piece);
    }
    return (struct wijk__text){room, length};
}

static inline uint8_t *make_varint(uint8_t *to, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        *to++ = (uint8_t)(value | 0x80);
    *to++ = (uint8_t)value;
    return to;
}

/* Fields that no catalog knows, with numbers above `last`. */
static inline struct wijk__text make_unknown(uint64_t *seed, uint8_t *room, uint32_t last, size_t count) {
    uint8_t *to = room;
    for (uint64_t number = last; count > 0; count--) {
        number += 1 + make_below(seed, make_chance(seed, 8) ? 1000000 : 4);
        uint64_t wire = make_below(seed, 3);
        to = make_varint(to, number << 2 | wire);
        if (wire == 0) {
            uint64_t value = make_random(seed) >> make_below(seed, 64);
            to = make_varint(to, value == UINT64_MAX ? 0 : value);
        } else if (wire == 1) {
            wijk_id id = make_id(seed);
            memcpy(to, &id, sizeof id);
            to += sizeof id;
        } else {
            char text[MAKE_TEXT_MOST];
            struct wijk__text made = make_text(seed, text, 0);
            to = make_varint(to, made.length);
            memcpy(to, made.data, made.length);
            to += made.length;
        }
    }
    return (struct wijk__text){(const char *)room, (size_t)(to - room)};
}

static inline void make_field(uint64_t *seed, struct make_act *act, uint32_t place, enum wijk__type type) {
    union wijk__value *value = &act->view.fields[place];
    switch (type) {
    case WIJK__ID: case WIJK__REF: case WIJK__PERSON: case WIJK__ACT:
        act->ids[place] = make_id(seed);
        value->id = &act->ids[place];
        break;
    case WIJK__INT: value->number = make_number(seed, INT64_MIN + 1, INT64_MAX); break;
    case WIJK__BOOL: value->number = make_number(seed, 0, 1); break;
    case WIJK__DATE: value->number = make_number(seed, WIJK_DATE_MIN, WIJK_DATE_MAX); break;
    case WIJK__TIME: value->number = make_number(seed, WIJK_TIME_MIN, WIJK_TIME_MAX); break;
    case WIJK__CODE: case WIJK__ACT_TYPE: value->number = make_number(seed, 1, INT32_MAX); break;
    case WIJK__KEY: value->text = make_key(seed, act->texts[place]); break;
    case WIJK__TEXT: value->text = make_text(seed, act->texts[place], 0); break;
    case WIJK__REAL: break; /* no field is one */
    }
    act->view.present |= UINT32_C(1) << place;
}

/* Changes `act`, which is all zeros at first: what an act leaves as it was is often what the one before it said. */
static inline void make_act(uint64_t *seed, struct make_act *act) {
    struct wijk__act *view = &act->view;
    bool known = !make_chance(seed, 10);
    view->def = known ? &wijk__acts[make_below(seed, wijk__act_count)] : NULL;
    view->type = known ? view->def->words.number : (wijk_act_type)(INT32_MAX - make_below(seed, 1000));
    view->id = make_id(seed);
    view->valid = (wijk_date)make_number(seed, WIJK_DATE_MIN, WIJK_DATE_MAX);
    if (make_chance(seed, 2))
        view->recorded = make_number(seed, WIJK_TIME_MIN, WIJK_TIME_MAX);
    if (make_chance(seed, 4)) {
        act->professional = make_id(seed);
        view->professional = make_chance(seed, 4) ? NULL : &act->professional;
    }
    if (make_chance(seed, 4)) {
        act->organisation = make_id(seed);
        view->organisation = make_chance(seed, 3) ? NULL : &act->organisation;
    }
    if (make_chance(seed, 4))
        view->role = make_chance(seed, 3) ? (struct wijk__text){NULL, 0} : make_key(seed, act->texts[WIJK__FIELDS_MAX]);
    view->reason = (struct wijk__text){NULL, 0};
    if (make_chance(seed, 4))
        view->reason = make_text(seed, act->texts[WIJK__FIELDS_MAX + 1], 1);
    view->present = 0;
    for (uint32_t i = 0; known && i < view->def->field_count; i++)
        if (!make_chance(seed, 3))
            make_field(seed, act, i, view->def->fields[i].type);
    view->unknown = (struct wijk__text){NULL, 0};
    if (!known || make_chance(seed, 8))
        view->unknown = make_unknown(seed, act->unknown, known ? 32 : 0, make_below(seed, 5)); /* no type has more */
}

static inline bool make_ids_equal(const wijk_id *a, const wijk_id *b) {
    return a && b ? wijk__id_equal(a, b) : !a && !b;
}
static inline bool make_texts_equal(struct wijk__text a, struct wijk__text b) {
    return wijk__text_equal(a.data, a.length, b.data, b.length);
}
static inline bool make_acts_equal(const struct wijk__act *a, const struct wijk__act *b) {
    bool equal = a->type == b->type && a->def == b->def && wijk__id_equal(&a->id, &b->id) && a->valid == b->valid &&
                 a->recorded == b->recorded && make_ids_equal(a->professional, b->professional) &&
                 make_ids_equal(a->organisation, b->organisation) && make_texts_equal(a->role, b->role) &&
                 make_texts_equal(a->reason, b->reason) && a->present == b->present &&
                 make_texts_equal(a->unknown, b->unknown);
    for (uint32_t i = 0; equal && i < 32; i++) {
        if (!(a->present >> i & 1))
            continue;
        enum wijk__type type = a->def->fields[i].type;
        if (wijk__type_is_id(type))
            equal = make_ids_equal(a->fields[i].id, b->fields[i].id);
        else if (wijk__type_is_text(type))
            equal = make_texts_equal(a->fields[i].text, b->fields[i].text);
        else
            equal = a->fields[i].number == b->fields[i].number;
    }
    return equal;
}

/* ---- journals ---- */

enum { MAKE_FRAMES_MOST = 4096 };

struct make_journal {
    uint8_t *bytes;
    size_t size, capacity;
    struct wijk__place place;          /* of the next act of the open frame */
    uint32_t acts;                     /* in the open frame */
    uint64_t sequence;                 /* of the last sealed frame */
    uint8_t head[WIJK_HASH_SIZE];
    wijk_id dossier, policy;
    size_t starts[MAKE_FRAMES_MOST + 1]; /* of frames; the end of the last one at starts[sequence] */
};

static inline void make_room(struct make_journal *journal, size_t extra) {
    if (extra <= journal->capacity - journal->size)
        return;
    journal->capacity = (journal->size + extra) * 2;
    journal->bytes = realloc(journal->bytes, journal->capacity);
    if (!journal->bytes)
        abort();
}

static inline void make_append(struct make_journal *journal, const struct wijk__act *act) {
    if (journal->acts == 0) {
        make_room(journal, WIJK__FRAME_HEADER);
        journal->place = wijk__place_first((uint32_t)journal->size);
        journal->size += WIJK__FRAME_HEADER;
    }
    make_room(journal, wijk__act_encoded_limit(act) + WIJK__FRAME_TRAILER);
    wijk__act_encode(journal->bytes, &journal->place, act);
    journal->size = journal->place.act;
    journal->acts++;
}

static inline void make_seal(struct make_journal *journal) {
    size_t start = journal->starts[journal->sequence];
    journal->size += WIJK__FRAME_TRAILER;
    wijk__frame_seal(journal->bytes + start, (uint32_t)(journal->size - start), journal->acts, journal->sequence + 1,
                     &journal->dossier, &journal->policy, journal->head);
    wijk__sha256(journal->bytes + start, journal->size - start, journal->head);
    journal->acts = 0;
    journal->starts[++journal->sequence] = journal->size;
}

/* ---- an act as one line that says all: numbers of types and fields instead of names, hexadecimal for bytes ---- */

struct make_line {
    char *text;
    size_t size, length;
};

static inline void make_put(struct make_line *line, const char *prefix, const void *data, size_t length) {
    const uint8_t *bytes = data;
    line->length += (size_t)snprintf(line->text + line->length, line->size - line->length, "%s", prefix);
    for (size_t i = 0; i < length && line->length + 3 < line->size; i++)
        line->length += (size_t)snprintf(line->text + line->length, 3, "%02x", (unsigned)bytes[i]);
}

static inline void make_describe(const struct wijk__act *act, char *text, size_t size) {
    struct make_line line = {text, size, 0};
    line.length = (size_t)snprintf(text, size, "type %" PRId32 " valid %" PRId32 " recorded %" PRId64, act->type,
                                   act->valid, act->recorded);
    make_put(&line, " id ", &act->id, sizeof act->id);
    make_put(&line, " by ", act->professional, act->professional ? sizeof *act->professional : 0);
    make_put(&line, " of ", act->organisation, act->organisation ? sizeof *act->organisation : 0);
    make_put(&line, " as ", act->role.data, act->role.length);
    make_put(&line, " because ", act->reason.data, act->reason.length);
    for (uint32_t i = 0; i < 32; i++) {
        if (!(act->present >> i & 1))
            continue;
        enum wijk__type type = act->def->fields[i].type;
        char prefix[40];
        bool number = !wijk__type_is_id(type) && !wijk__type_is_text(type);
        if (number)
            snprintf(prefix, sizeof prefix, " %u: %" PRId64, (unsigned)i + 1, act->fields[i].number);
        else
            snprintf(prefix, sizeof prefix, " %u: x", (unsigned)i + 1);
        if (number)
            make_put(&line, prefix, NULL, 0);
        else if (wijk__type_is_id(type))
            make_put(&line, prefix, act->fields[i].id, sizeof(wijk_id));
        else
            make_put(&line, prefix, act->fields[i].text.data, act->fields[i].text.length);
    }
    make_put(&line, " unknown ", act->unknown.data, act->unknown.length);
}

#endif
