/* One act to bytes and back. An act has one encoding only, and reading accepts no other: what is read and written again
 * gives the same bytes, so a hash over bytes is a hash over acts. The layout is in docs/formats/journal.md. */
#include "journal/journal.h"

/* The flags byte: two bits that say whether something follows, and three parts of the actor with two bits each. */
enum { RECORDED_FOLLOWS = 1, REASON_FOLLOWS = 2, PROFESSIONAL_SHIFT = 2, ORGANISATION_SHIFT = 4, ROLE_SHIFT = 6 };
enum part { SAME = 0, FOLLOWS = 1, NONE = 2 }; /* the fourth value is refused */

/* The wire types, in the two low bits of a field's key; the fourth is refused. */
enum wire { WIRE_NUMBER = 0, WIRE_ID = 1, WIRE_TEXT = 2 };

enum { ID_SIZE = sizeof(wijk_id), VARINT_MOST = 10, VARINT32_MOST = 5 };

_Static_assert(WIJK__FIELDS_MAX <= 32, "a field has a bit in `present`");

static inline enum wire wire_of(enum wijk__type type) {
    return wijk__type_is_id(type) ? WIRE_ID : wijk__type_is_text(type) ? WIRE_TEXT : WIRE_NUMBER;
}

/* ---- writing ---- */

static uint8_t *put_varint(uint8_t *to, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        *to++ = (uint8_t)(value | 0x80);
    *to++ = (uint8_t)value;
    return to;
}

/* Small numbers of either sign become small numbers: 0, -1, 1, -2, ... become 0, 1, 2, 3, ... */
static uint8_t *put_number(uint8_t *to, int64_t value) {
    return put_varint(to, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

static uint8_t *put_bytes(uint8_t *to, const void *from, size_t length) {
    if (length)
        memcpy(to, from, length);
    return to + length;
}

static uint8_t *put_text(uint8_t *to, struct wijk__text text) {
    return put_bytes(put_varint(to, text.length), text.data, text.length);
}

static enum part compare_id(const uint8_t *bytes, uint32_t before, const wijk_id *id) {
    if (!id)
        return before ? NONE : SAME;
    return before && memcmp(bytes + before, id, sizeof *id) == 0 ? SAME : FOLLOWS;
}

static enum part compare_role(const uint8_t *bytes, uint32_t before, struct wijk__text role) {
    if (!role.length)
        return before ? NONE : SAME;
    const char *old = (const char *)bytes + before;
    return before && wijk__text_equal(old + 1, (uint8_t)old[0], role.data, role.length) ? SAME : FOLLOWS;
}

/* Where a part of the actor stands from this act on. */
static uint32_t moved(enum part part, uint32_t before, uint32_t here) {
    return part == SAME ? before : part == FOLLOWS ? here : 0;
}

/* `texts` learns where the text of each field stands; it may be NULL. */
static uint8_t *put_fields(uint8_t *to, const struct wijk__act *act, uint8_t **texts) {
    for (uint32_t left = act->present, number = 1; left; left >>= 1, number++) {
        if (!(left & 1))
            continue;
        const union wijk__value *value = &act->fields[number - 1];
        enum wire wire = wire_of((enum wijk__type)act->def->types[number - 1]);
        to = put_varint(to, (uint64_t)number << 2 | (uint64_t)wire);
        if (wire == WIRE_NUMBER)
            to = put_number(to, value->number);
        else if (wire == WIRE_ID)
            to = put_bytes(to, value->id, ID_SIZE);
        else
            to = put_text(to, value->text);
        if (wire == WIRE_TEXT && texts)
            texts[number - 1] = to - value->text.length;
    }
    return put_bytes(to, act->unknown.data, act->unknown.length);
}

size_t wijk__act_encoded_limit(const struct wijk__act *act) {
    /* Length, flags, type, id, day, moment, two ids and two texts of the head ... */
    size_t limit = VARINT_MOST + 1 + VARINT_MOST + ID_SIZE + VARINT_MOST + VARINT_MOST + 2 * ID_SIZE +
                   VARINT_MOST + act->role.length + VARINT_MOST + act->reason.length;
    /* ... and for each field its key, and a number, an id, or a text with its length. */
    for (uint32_t left = act->present, place = 0; left; left >>= 1, place++) {
        if (!(left & 1))
            continue;
        bool text = wijk__type_is_text((enum wijk__type)act->def->types[place]);
        limit += VARINT32_MOST + (text ? VARINT_MOST + act->fields[place].text.length : ID_SIZE);
    }
    return limit + act->unknown.length;
}

/* Everything but the length, at `to`. The place learns where the parts of the actor stand. */
static uint8_t *put_body(const uint8_t *bytes, uint8_t *to, struct wijk__place *place, const struct wijk__act *act,
                         uint8_t **texts) {
    bool first = place->recorded == WIJK_TIME_NONE;
    bool recorded = act->recorded != place->recorded; /* always when it is the first: no act is recorded at no time */
    enum part professional = compare_id(bytes, place->professional, act->professional);
    enum part organisation = compare_id(bytes, place->organisation, act->organisation);
    enum part role = compare_role(bytes, place->role, act->role);
    *to++ = (uint8_t)((recorded ? RECORDED_FOLLOWS : 0) | (act->reason.length ? REASON_FOLLOWS : 0) |
                      (int)professional << PROFESSIONAL_SHIFT | (int)organisation << ORGANISATION_SHIFT |
                      (int)role << ROLE_SHIFT);
    to = put_varint(to, (uint64_t)act->type);
    to = put_bytes(to, &act->id, ID_SIZE);
    to = put_number(to, act->valid);
    if (recorded)
        to = put_number(to, act->recorded - (first ? 0 : place->recorded));
    place->recorded = act->recorded;
    place->professional = moved(professional, place->professional, (uint32_t)(to - bytes));
    if (professional == FOLLOWS)
        to = put_bytes(to, act->professional, ID_SIZE);
    place->organisation = moved(organisation, place->organisation, (uint32_t)(to - bytes));
    if (organisation == FOLLOWS)
        to = put_bytes(to, act->organisation, ID_SIZE);
    place->role = moved(role, place->role, (uint32_t)(to - bytes));
    if (role == FOLLOWS)
        to = put_text(to, act->role);
    if (act->reason.length)
        to = put_text(to, act->reason);
    return put_fields(to, act, texts);
}

/* Answers by how many bytes the body was moved up from just behind a length of one byte. */
static uint32_t encode(uint8_t *bytes, struct wijk__place *place, const struct wijk__act *act, uint8_t **texts) {
    /* Most lengths take one byte. A longer one moves the body up, and with it what the place just learnt. */
    const struct wijk__place before = *place;
    uint8_t *start = bytes + before.act;
    uint8_t *body = start + 1;
    size_t length = (size_t)(put_body(bytes, body, place, act, texts) - body);
    uint8_t prefix[VARINT_MOST];
    size_t prefix_length = (size_t)(put_varint(prefix, length) - prefix);
    uint32_t shift = (uint32_t)prefix_length - 1;
    if (shift) {
        memmove(body + shift, body, length);
        place->professional += place->professional != before.professional && place->professional ? shift : 0;
        place->organisation += place->organisation != before.organisation && place->organisation ? shift : 0;
        place->role += place->role != before.role && place->role ? shift : 0;
    }
    memcpy(start, prefix, prefix_length);
    place->act = before.act + (uint32_t)(prefix_length + length);
    return shift;
}

void wijk__act_encode(uint8_t *bytes, struct wijk__place *place, const struct wijk__act *act) {
    encode(bytes, place, act, NULL);
}

void wijk__act_move(uint8_t *bytes, struct wijk__place *place, struct wijk__act *act) {
    uint8_t *texts[WIJK__FIELDS_MAX];
    uint32_t shift = encode(bytes, place, act, texts);
    for (uint32_t left = act->present; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctz(left);
        if (wire_of((enum wijk__type)act->def->types[i]) == WIRE_TEXT)
            act->fields[i].text.data = (const char *)texts[i] + shift;
    }
}

/* ---- reading ---- */

/* What was taken, and where reading goes on; `at` is NULL when the bytes are not canonical or not whole. */
struct taken {
    const uint8_t *at;
    uint64_t value;
};

static const struct taken refused;

/* A number of two to eight bytes in one word: the seven low bits of each byte are moved together in three steps. */
static inline struct taken take_word_varint(const uint8_t *at, uint64_t word, uint64_t stops) {
    unsigned bits = (unsigned)__builtin_ctzll(stops) + 1;
    word &= UINT64_MAX >> (64 - bits);
    if (word >> (bits - 8) == 0)
        return refused;
    word &= UINT64_C(0x7F7F7F7F7F7F7F7F);
    word = (word & UINT64_C(0x007F007F007F007F)) | (word & UINT64_C(0x7F007F007F007F00)) >> 1;
    word = (word & UINT64_C(0x00003FFF00003FFF)) | (word & UINT64_C(0x3FFF00003FFF0000)) >> 2;
    word = (word & UINT64_C(0x000000000FFFFFFF)) | (word & UINT64_C(0x0FFFFFFF00000000)) >> 4;
    return (struct taken){at + bits / 8, word};
}

static struct taken take_long_varint(const uint8_t *at, const uint8_t *end) {
    if (end - at >= 8) {
        uint64_t word = wijk__get64(at), stops = ~word & UINT64_C(0x8080808080808080);
        if (stops != 0)
            return take_word_varint(at, word, stops);
    }
    uint64_t value = 0;
    for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
        uint8_t byte = *at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte >= 0x80)
            continue;
        /* The last byte of a longer number is never zero, and the tenth has room for one bit. */
        bool canonical = (byte != 0 || shift == 0) && (shift < 63 || byte == 1);
        return canonical ? (struct taken){at, value} : refused;
    }
    return refused;
}

static inline struct taken take_varint(const uint8_t *at, const uint8_t *end) {
    if (at < end && *at < 0x80)
        return (struct taken){at + 1, *at};
    return take_long_varint(at, end);
}

static inline int64_t from_zigzag(uint64_t value) {
    uint64_t magnitude = value >> 1;
    return value & 1 ? -(int64_t)magnitude - 1 : (int64_t)magnitude;
}

/* A length, and at least so many bytes after it. */
static inline struct taken take_length(const uint8_t *at, const uint8_t *end) {
    struct taken length = take_varint(at, end);
    return length.at && length.value <= (uint64_t)(end - length.at) ? length : refused;
}

static inline const uint8_t *take_id(const uint8_t *at, const uint8_t *end) {
    uint64_t halves[2];
    if (end - at < ID_SIZE)
        return NULL;
    memcpy(halves, at, sizeof halves);
    return (halves[0] | halves[1]) != 0 ? at + ID_SIZE : NULL;
}

static inline struct wijk__text text_at(const uint8_t *at, uint64_t length) {
    return (struct wijk__text){(const char *)at, (size_t)length};
}

/* The numbers that a type of field can hold. The smallest of all means "no value" elsewhere, so it is none here. */
struct range {
    int64_t least, most;
};
static const struct range ranges[] = {
    [WIJK__INT] = {INT64_MIN + 1, INT64_MAX}, [WIJK__BOOL] = {0, 1},
    [WIJK__DATE] = {WIJK_DATE_MIN, WIJK_DATE_MAX}, [WIJK__TIME] = {WIJK_TIME_MIN, WIJK_TIME_MAX},
    [WIJK__CODE] = {1, INT32_MAX}, [WIJK__ACT_TYPE] = {1, INT32_MAX},
};

static inline bool in_range(int64_t number, enum wijk__type type) {
    return number >= ranges[type].least && number <= ranges[type].most;
}

static inline bool text_sound(struct wijk__text text, enum wijk__type type) {
    return type == WIJK__KEY ? wijk__key_valid(text.data, text.length) : wijk__utf8_valid(text.data, text.length);
}

/* The value of a field of some type, at `at`. Returns where it ends, or NULL. */
static inline const uint8_t *take_value(const uint8_t *at, const uint8_t *end, enum wijk__type type, bool check,
                                        union wijk__value *out) {
    enum wire wire = wire_of(type);
    if (wire == WIRE_ID) {
        out->id = (const wijk_id *)at;
        return take_id(at, end);
    }
    if (wire == WIRE_NUMBER) {
        struct taken number = take_varint(at, end);
        out->number = from_zigzag(number.value);
        return number.at && in_range(out->number, type) ? number.at : NULL;
    }
    struct taken length = take_length(at, end);
    if (!length.at)
        return NULL;
    out->text = text_at(length.at, length.value);
    return !check || text_sound(out->text, type) ? length.at + length.value : NULL;
}

/* Fields that this library does not know, up to `end`, the first with a number above `last`: their structure. */
static bool unknown_sound(const uint8_t *at, const uint8_t *end, uint64_t last) {
    static const enum wijk__type plain[] = {[WIRE_NUMBER] = WIJK__INT, [WIRE_ID] = WIJK__ID, [WIRE_TEXT] = WIJK__TEXT};
    while (at < end) {
        struct taken key = take_varint(at, end);
        uint64_t number = key.value >> 2;
        uint64_t wire = key.value & 3;
        if (!key.at || number <= last || number > INT32_MAX || wire > WIRE_TEXT)
            return false;
        union wijk__value ignored;
        at = take_value(key.at, end, plain[wire], true, &ignored);
        if (!at)
            return false;
        last = number;
    }
    return true;
}

/* All fields, up to `end`. What is unknown comes last, because the numbers of a type's known fields have no gaps. */
static inline bool take_fields(const uint8_t *at, const uint8_t *end, bool check, struct wijk__act *act) {
    const struct wijk__act_def *def = act->def;
    uint32_t known = def ? def->field_count : 0;
    uint32_t present = 0;
    uint64_t last = 0;
    while (at < end) {
        struct taken key = take_varint(at, end);
        uint64_t number = key.value >> 2;
        if (!key.at || number <= last)
            return false;
        if (number > known)
            break;
        enum wijk__type type = (enum wijk__type)def->types[number - 1];
        if ((key.value & 3) != (uint64_t)wire_of(type))
            return false;
        at = take_value(key.at, end, type, check, &act->fields[number - 1]);
        if (!at)
            return false;
        present |= UINT32_C(1) << (number - 1);
        last = number;
    }
    act->present = present;
    act->unknown = at < end ? text_at(at, (uint64_t)(end - at)) : (struct wijk__text){NULL, 0};
    return at >= end || !check || unknown_sound(at, end, last);
}

/* One of the two ids of the actor. `before` is where it stood, and becomes where it stands. */
static inline const uint8_t *take_actor_id(const uint8_t *bytes, const uint8_t *at, const uint8_t *end, unsigned part,
                                           uint32_t *before, const wijk_id **out) {
    if (part != SAME) {
        const uint8_t *id = at;
        if (part == FOLLOWS)
            at = take_id(at, end);
        else if (part != NONE)
            return NULL;
        if (!at || compare_id(bytes, *before, part == FOLLOWS ? (const wijk_id *)id : NULL) == SAME)
            return NULL;
        *before = part == FOLLOWS ? (uint32_t)(id - bytes) : 0;
    }
    *out = *before ? (const wijk_id *)(bytes + *before) : NULL;
    return at;
}

static inline const uint8_t *take_role(const uint8_t *bytes, const uint8_t *at, const uint8_t *end, unsigned part,
                                       bool check, uint32_t *before, struct wijk__text *out) {
    if (part != SAME) {
        struct wijk__text role = {NULL, 0};
        const uint8_t *length_at = at;
        if (part == FOLLOWS) {
            struct taken length = take_length(at, end);
            if (!length.at)
                return NULL;
            role = text_at(length.at, length.value);
            if (check && !text_sound(role, WIJK__KEY))
                return NULL;
            at = length.at + length.value;
        } else if (part != NONE) {
            return NULL;
        }
        if (compare_role(bytes, *before, role) == SAME)
            return NULL;
        *before = part == FOLLOWS ? (uint32_t)(length_at - bytes) : 0;
    }
    *out = *before ? text_at(bytes + *before + 1, bytes[*before]) : (struct wijk__text){NULL, 0};
    return at;
}

static inline const uint8_t *take_reason(const uint8_t *at, const uint8_t *end, unsigned flags, bool check,
                                         struct wijk__text *out) {
    *out = (struct wijk__text){NULL, 0};
    if (!(flags & REASON_FOLLOWS))
        return at;
    struct taken length = take_length(at, end);
    if (!length.at || length.value == 0)
        return NULL;
    *out = text_at(length.at, length.value);
    return !check || text_sound(*out, WIJK__TEXT) ? length.at + length.value : NULL;
}

/* The moment of recording: counted from the act before; the first of a frame always has one. */
static inline const uint8_t *take_recorded(const uint8_t *at, const uint8_t *end, unsigned flags, wijk_time *before,
                                           wijk_time *out) {
    bool first = *before == WIJK_TIME_NONE;
    if (flags & RECORDED_FOLLOWS) {
        struct taken number = take_varint(at, end);
        int64_t step = from_zigzag(number.value);
        int64_t sum;
        if (!number.at || (step == 0 && !first) || __builtin_add_overflow(first ? 0 : *before, step, &sum) ||
            sum < WIJK_TIME_MIN || sum > WIJK_TIME_MAX)
            return NULL;
        *before = sum;
        at = number.at;
    } else if (first) {
        return NULL;
    }
    *out = *before;
    return at;
}

/* The act whose length was just read. Without `check` these are bytes that were checked before: texts and unknown
 * fields are not looked into again. */
static inline bool take_act(const uint8_t *bytes, struct taken length, bool check, struct wijk__place *place,
                            struct wijk__act *act) {
    if (!length.at || length.value < 1)
        return false;
    const uint8_t *at = length.at;
    const uint8_t *end = at + length.value;
    const unsigned flags = *at++;
    struct taken type = take_varint(at, end);
    at = type.at && type.value >= 1 && type.value <= INT32_MAX ? take_id(type.at, end) : NULL;
    if (!at)
        return false;
    act->type = (wijk_act_type)type.value;
    act->def = wijk__act_def(act->type);
    memcpy(&act->id, type.at, sizeof act->id);
    struct taken valid = take_varint(at, end);
    int64_t day = from_zigzag(valid.value);
    if (!valid.at || !in_range(day, WIJK__DATE))
        return false;
    act->valid = (wijk_date)day;
    at = take_recorded(valid.at, end, flags, &place->recorded, &act->recorded);
    if (at)
        at = take_actor_id(bytes, at, end, flags >> PROFESSIONAL_SHIFT & 3, &place->professional, &act->professional);
    if (at)
        at = take_actor_id(bytes, at, end, flags >> ORGANISATION_SHIFT & 3, &place->organisation, &act->organisation);
    if (at)
        at = take_role(bytes, at, end, flags >> ROLE_SHIFT & 3, check, &place->role, &act->role);
    if (at)
        at = take_reason(at, end, flags, check, &act->reason);
    place->act = (uint32_t)(end - bytes);
    return at && take_fields(at, end, check, act);
}

wijk_status wijk__act_decode(const uint8_t *bytes, size_t end, struct wijk__place *place, struct wijk__act *act) {
    struct wijk__place next = *place;
    if (!take_act(bytes, take_length(bytes + place->act, bytes + end), true, &next, act))
        return WIJK_E_CORRUPT;
    *place = next;
    return WIJK_OK;
}

void wijk__act_again(const uint8_t *bytes, const struct wijk__place *place, struct wijk__act *act) {
    struct wijk__place next = *place;
    const uint8_t *at = bytes + place->act;
    if (!take_act(bytes, take_varint(at, at + VARINT32_MOST), false, &next, act))
        *act = (struct wijk__act){0};
}

/* The type of an act, and where it ends: there the id stands. */
static struct taken type_at(const uint8_t *bytes, const struct wijk__place *place) {
    struct taken length = take_varint(bytes + place->act, bytes + place->act + VARINT32_MOST);
    return take_varint(length.at + 1, length.at + 1 + VARINT32_MOST);
}

const wijk_id *wijk__act_id_at(const uint8_t *bytes, const struct wijk__place *place) {
    return (const wijk_id *)type_at(bytes, place).at;
}

wijk_act_type wijk__act_type_at(const uint8_t *bytes, const struct wijk__place *place) {
    return (wijk_act_type)type_at(bytes, place).value;
}
