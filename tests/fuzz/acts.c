/* Acts drawn from bytes: which act, when, by whom, and a value for each field that the catalog says it has. A byte of 0
 * is always the plain choice, so that input that runs out still makes sound acts. encode.py writes this encoding; the
 * two are changed together. */
#include "fuzz.h"

#include "policy/compile.h"

enum { PEOPLE = 16, KIND_PERSON = 1, KIND_ACT = 2, KIND_NOBODY = 3, WIDE = 0x80 };
enum { LATER = 0xE }; /* the upper half of a byte that leads to an act that is yet to come; the lower: how far */

/* Which acts make the rows that a reference leads to. */
static const struct {
    wijk_table_id table;
    wijk_act_type act;
} makers[] = {
#define MAKER(table, act) {table, act},
#include "catalog/makers.inc"
#undef MAKER
};

/* Whether an act makes rows of a table; 0: of any. */
static bool makes(wijk_act_type act, wijk_table_id table) {
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (makers[i].act == act && makers[i].table == table)
            return true;
    return table == 0;
}

wijk_id fuzz_id(uint32_t kind, uint32_t number) {
    wijk_id id = {{(uint8_t)kind}};
    wijk__put32(id.bytes + 12, number);
    return id;
}

void world_start(struct world *world, const wijk_policy *policy) {
    memset(world, 0, sizeof *world);
    world->policy = policy;
    world->day = 20000;
    world->recorded = INT64_C(1700000000000000);
}

void world_take(struct world *world, const struct wijk__act *act) {
    if (world->count == ACTS_MOST)
        return;
    world->taken[world->count].type = act->type;
    world->taken[world->count++].id = act->id;
}

_Static_assert(WIJK__FIELDS_MAX <= 16, "two bytes have a bit for each field of an act");

/* ---- values ---- */

/* A small number in one byte, or any number in those that follow. */
static int64_t draw_step(struct input *in) {
    uint8_t byte = take8(in);
    return byte == WIDE ? (int32_t)take32(in) : (int8_t)byte;
}

static int64_t draw_number(struct input *in) {
    uint8_t byte = take8(in);
    return byte == WIDE ? (int64_t)take64(in) : (int8_t)byte;
}

wijk_id earlier(const struct world *world, wijk_table_id table, uint32_t back) {
    uint32_t seen = 0;
    const wijk_id *found = NULL;
    for (uint32_t i = world->count; i-- > 0 && (found == NULL || seen <= back);)
        if (makes(world->taken[i].type, table)) {
            found = &world->taken[i].id;
            seen++;
        }
    return found == NULL ? fuzz_id(KIND_NOBODY, back + 1) : *found;
}

static wijk_id draw_id(const struct world *world, struct input *in, const struct wijk__field_def *field) {
    uint8_t byte = take8(in);
    if (wijk__type_is_id(field->type) && field->type != WIJK__ID && field->type != WIJK__PERSON && byte >> 4 == LATER)
        return fuzz_id(KIND_ACT, world->next_id + 1 + (byte & 15));
    if (field->type == WIJK__ACT || (field->type == WIJK__REF && byte >= 0xF0))
        return earlier(world, 0, byte);
    if (field->type == WIJK__REF)
        return earlier(world, field->table, byte);
    return fuzz_id(KIND_PERSON, 1 + byte % PEOPLE);
}

static struct wijk__text constant(const char *text) { return (struct wijk__text){text, strlen(text)}; }

static struct wijk__text draw_raw(struct input *in, bool sound, const char *otherwise) {
    size_t length = take8(in) & DRAWN_TEXT_MOST;
    const char *text = (const char *)take_bytes(in, &length);
    if (length == 0 || (sound && !wijk__utf8_valid(text, length)))
        return constant(otherwise);
    return (struct wijk__text){text, length};
}

/* A key of the policy; 0xFF: what follows; 0xFE: one that no policy has. */
static struct wijk__text draw_key(const struct world *world, struct input *in, bool sound, int32_t list,
                                  const struct wijk__text *ladder) {
    uint8_t byte = take8(in);
    if (byte == 0xFF) {
        struct wijk__text raw = draw_raw(in, sound, "k");
        return sound && !wijk__key_valid(raw.data, raw.length) ? constant("k") : raw;
    }
    if (byte == 0xFE)
        return constant("nowhere.to-be-found");
    if (ladder != NULL) {
        const struct wijk__ladder *found = wijk__policy_ladder(world->policy, ladder->data, ladder->length);
        return found == NULL ? constant("none") : found->tiers[byte % found->tier_count].key;
    }
    if (list <= 0 || list >= WIJK__LISTS || world->policy->lists[list].count == 0)
        return constant("none");
    return world->policy->lists[list].entries[byte % world->policy->lists[list].count].key;
}

static void draw_field(struct world *world, struct input *in, bool sound, const struct wijk__field_def *field,
                       struct drawn *drawn) {
    uint32_t place = (uint32_t)field->words.number - 1;
    union wijk__value *value = &drawn->act.fields[place];
    if (wijk__type_is_id(field->type)) {
        drawn->ids[place] = draw_id(world, in, field);
        value->id = &drawn->ids[place];
    } else if (field->type == WIJK__KEY) {
        bool of_ladder = field->of != 0 && wijk__has(&drawn->act, field->of);
        value->text = draw_key(world, in, sound, field->list,
                               of_ladder ? &drawn->act.fields[field->of - 1].text : NULL);
    } else if (field->type == WIJK__TEXT) {
        value->text = draw_raw(in, sound, "words");
    } else if (field->type == WIJK__CODE) {
        value->number = 1 + take8(in);
    } else if (field->type == WIJK__BOOL) {
        value->number = take8(in);
    } else if (field->type == WIJK__DATE) {
        value->number = world->day + draw_step(in);
    } else {
        value->number = draw_number(in);
    }
    drawn->act.present |= UINT32_C(1) << place;
}

/* ---- an act ---- */

enum { /* in the byte after the type */
    HAS_DAY = 1,
    HAS_MOMENT = 2,
    HAS_OTHER_ID = 4,
    HAS_ORGANISATION = 8,
    HAS_ROLE = 16,
    HAS_REASON = 32,
    HAS_FIELDS = 64, /* two bytes with a bit for each field: required ones are left out, others are there */
    HAS_ACTOR = 128,
};

static int64_t between(int64_t least, int64_t most, int64_t value) {
    return value < least ? least : value > most ? most : value;
}

/* A step forward moves the world on; one back is for this act only. */
static void draw_when(struct world *world, struct input *in, uint8_t flags, struct wijk__act *act) {
    int64_t days = flags & HAS_DAY ? draw_step(in) : 0, seconds = flags & HAS_MOMENT ? draw_step(in) : 1;
    act->valid = (wijk_date)between(WIJK_DATE_MIN, WIJK_DATE_MAX, world->day + days);
    act->recorded = between(WIJK_TIME_MIN, WIJK_TIME_MAX, world->recorded + seconds * 1000000);
    world->day = days > 0 ? act->valid : world->day;
    world->recorded = seconds > 0 ? act->recorded : world->recorded;
}

void draw_act(struct world *world, struct input *in, bool sound, struct drawn *drawn) {
    draw_act_like(world, in, sound, wijk__acts[take8(in) % wijk__act_count].words.number, drawn);
}

void draw_act_like(struct world *world, struct input *in, bool sound, wijk_act_type type, struct drawn *drawn) {
    struct wijk__act *act = &drawn->act;
    memset(act, 0, sizeof *act);
    act->def = wijk__act_def(type);
    act->type = type;
    uint8_t flags = take8(in);
    draw_when(world, in, flags, act);
    act->id = flags & HAS_OTHER_ID ? earlier(world, 0, take8(in)) : fuzz_id(KIND_ACT, ++world->next_id);
    drawn->professional = fuzz_id(KIND_PERSON, 1 + (flags & HAS_ACTOR ? take8(in) : 0) % PEOPLE);
    act->professional = &drawn->professional;
    if (flags & HAS_ORGANISATION) {
        drawn->organisation = fuzz_id(KIND_PERSON, 1 + take8(in) % PEOPLE);
        act->organisation = &drawn->organisation;
    }
    if (flags & HAS_ROLE)
        act->role = draw_key(world, in, sound, WIJK_LIST_ROLES, NULL);
    if (flags & HAS_REASON)
        act->reason = draw_raw(in, sound, "because");
    uint32_t contrary = flags & HAS_FIELDS ? take16(in) : 0;
    for (uint32_t i = 0; i < act->def->field_count; i++) {
        const struct wijk__field_def *field = &act->def->fields[i];
        bool other = (contrary >> i & 1) != 0;
        if (sound ? field->required || (other && !field->derived) : other != field->required)
            draw_field(world, in, sound, field, drawn);
    }
}

void draw_plain(struct world *world, uint32_t place, bool all, uint8_t value, struct drawn *drawn) {
    uint8_t bytes[sizeof drawn->bytes];
    memset(bytes, value, sizeof bytes);
    bytes[0] = (uint8_t)place;
    bytes[1] = HAS_FIELDS;
    bytes[2] = bytes[3] = all ? 0xFF : 0;
    memcpy(drawn->bytes, bytes, sizeof bytes);
    struct input in = {drawn->bytes, drawn->bytes + sizeof bytes};
    draw_act(world, &in, true, drawn);
}

/* ---- a builder ---- */

static wijk_status build_field(wijk_act *act, const struct wijk__field_def *field, const union wijk__value *value) {
    wijk_field number = field->words.number;
    if (wijk__type_is_id(field->type))
        return wijk_act_set_id(act, number, value->id, NULL);
    if (wijk__type_is_text(field->type))
        return wijk_act_set_text(act, number, value->text.data, value->text.length, NULL);
    if (field->type == WIJK__DATE)
        return wijk_act_set_date(act, number, (wijk_date)between(INT32_MIN, INT32_MAX, value->number), NULL);
    if (field->type == WIJK__CODE)
        return wijk_act_set_code(act, number, (int32_t)value->number, NULL);
    return wijk_act_set_int(act, number, value->number, NULL);
}

bool build_act(wijk_act *act, const struct wijk__act *from) {
    bool whole = wijk_act_begin(act, from->type, &from->id, from->valid, from->recorded, NULL) == WIJK_OK &&
                 wijk_act_set_actor(act, from->professional, from->organisation, from->role.data, from->role.length,
                                    NULL) == WIJK_OK &&
                 wijk_act_set_reason(act, from->reason.data, from->reason.length, NULL) == WIJK_OK;
    if (wijk_act_get_type(act) != from->type)
        return false;
    for (uint32_t i = 0; i < from->def->field_count; i++)
        if (wijk__has(from, (wijk_field)i + 1) && build_field(act, &from->def->fields[i], &from->fields[i]) != WIJK_OK)
            whole = false;
    return whole;
}
