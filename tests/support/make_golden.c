/* make_golden FOLDER: write the golden journals of a version, with what must be read from them beside them in JSON.
 * Run once for a version, before its release; never again, for these journals must open for ever. It writes over
 * nothing. */
#include "journal_make.h"

static const wijk_id dossier = {{0xD0, 0x55, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}};
static const wijk_id policy = {{0x90, 0x11, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}};
static const wijk_id worker = {{0xA1, 0x11, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}};
static const wijk_id colleague = {{0xA2, 0x22, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}};
static const wijk_id team = {{0xB1, 0x11, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}};
static const wijk_id person = {{0xC1, 0x11, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}};
static const wijk_time morning = INT64_C(1767603600000000); /* 2026-01-05T09:00:00Z */
static const wijk_date monday = 20458;                      /* 2026-01-05 */

static struct wijk__text text(const char *words) { return (struct wijk__text){words, strlen(words)}; }

/* An act by the worker, numbered so that its id is known. */
static struct wijk__act begin(wijk_act_type type, uint8_t number, wijk_date valid, wijk_time recorded) {
    return (struct wijk__act){
        .type = type,
        .def = wijk__act_def(type),
        .id = {{number, 0xEE, 1, 2, 3, 4, 0x45, 6, 0x87, 8, 9, 10, 11, 12, 13, 14}},
        .valid = valid,
        .recorded = recorded,
        .professional = &worker,
        .organisation = &team,
        .role = text("team-worker"),
    };
}

static void set(struct wijk__act *act, wijk_field field, union wijk__value value) {
    act->fields[field - 1] = value;
    act->present |= UINT32_C(1) << (field - 1);
}
#define SET_ID(act, field, value) set(act, field, (union wijk__value){.id = value})
#define SET_NUMBER(act, field, value) set(act, field, (union wijk__value){.number = value})
#define SET_TEXT(act, field, value) set(act, field, (union wijk__value){.text = text(value)})

/* ---- the journals ---- */

/* The example of docs/formats/journal.md. */
static void make_example(struct make_journal *journal) {
    struct wijk__act act = begin(WIJK_ACT_DOSSIER_OPEN, 1, monday, morning);
    SET_TEXT(&act, WIJK_DOSSIER_OPEN_NEIGHBOURHOOD, "Holy");
    make_append(journal, &act);
    act = begin(WIJK_ACT_MEMBER_JOIN, 2, monday, morning + 90000000);
    act.reason = text("gezien op school");
    SET_ID(&act, WIJK_MEMBER_JOIN_PERSON, &person);
    SET_NUMBER(&act, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_ROLE_CHILD);
    SET_NUMBER(&act, WIJK_MEMBER_JOIN_BORN, -1);
    make_append(journal, &act);
    make_seal(journal);
}

/* One field of each type, actors that change, go and come back, texts of all lengths, both ends of what is possible. */
static void make_kinds(struct make_journal *journal) {
    static char longest[20000];
    memset(longest, 'x', sizeof longest - 1);
    make_example(journal);
    struct wijk__act act = begin(WIJK_ACT_MEMBER_JOIN, 3, WIJK_DATE_MIN, WIJK_TIME_MIN);
    SET_ID(&act, WIJK_MEMBER_JOIN_PERSON, &colleague);
    SET_NUMBER(&act, WIJK_MEMBER_JOIN_ROLE, WIJK_MEMBER_ROLE_OTHER);
    SET_TEXT(&act, WIJK_MEMBER_JOIN_NAME, "Zo\xC3\xAB \xE2\x82\xAC \xF0\x9F\x99\x82");
    SET_NUMBER(&act, WIJK_MEMBER_JOIN_BORN, WIJK_DATE_MAX);
    make_append(journal, &act);
    act = begin(WIJK_ACT_PILOT_LIGHT_CONTACT, 4, WIJK_DATE_MAX, WIJK_TIME_MAX);
    act.professional = &colleague;
    act.organisation = NULL;
    act.role = (struct wijk__text){NULL, 0};
    act.reason = text(longest);
    SET_ID(&act, WIJK_PILOT_LIGHT_CONTACT_PILOT_LIGHT, &act.id);
    SET_NUMBER(&act, WIJK_PILOT_LIGHT_CONTACT_REACHED, 1);
    make_append(journal, &act);
    make_seal(journal);
    act = begin(WIJK_ACT_TIER_ENTER, 5, monday, morning);
    SET_TEXT(&act, WIJK_TIER_ENTER_LADDER, "care");
    SET_TEXT(&act, WIJK_TIER_ENTER_TIER, "a.b-9");
    SET_ID(&act, WIJK_TIER_ENTER_STEP, &person);
    SET_NUMBER(&act, WIJK_TIER_ENTER_RANK, INT64_MAX);
    make_append(journal, &act);
    act = begin(WIJK_ACT_GOAL_SET, 6, 0, 0);
    act.role = text("abcdefghijklmnopqrstuvwxyz0123456789-.abcdefghijklmnopqrstuvwxyz");
    SET_ID(&act, WIJK_GOAL_SET_PLAN, &person);
    SET_TEXT(&act, WIJK_GOAL_SET_TITLE, "");
    SET_NUMBER(&act, WIJK_GOAL_SET_BASELINE, INT64_MIN + 1);
    SET_NUMBER(&act, WIJK_GOAL_SET_TARGET, -64);
    make_append(journal, &act);
    act = begin(WIJK_ACT_ACT_WITHDRAW, 7, -1, -1);
    act.professional = NULL;
    SET_ID(&act, WIJK_ACT_WITHDRAW_ACT, &worker);
    make_append(journal, &act);
    make_seal(journal);
}

/* Fifty acts in seven frames, as a seed has them. */
static void make_fifty(struct make_journal *journal) {
    static struct make_act act;
    static const uint32_t frames[] = {1, 4, 12, 20, 1, 7, 5};
    uint64_t seed = 50;
    for (size_t frame = 0; frame < sizeof frames / sizeof *frames; frame++) {
        for (uint32_t i = 0; i < frames[frame]; i++) {
            make_act(&seed, &act);
            make_append(journal, &act.view);
        }
        make_seal(journal);
    }
}

/* Types and fields that no version will ever have: their numbers are out of the catalog's reach. */
static void make_unknown_journal(struct make_journal *journal) {
    static uint8_t fields[MAKE_UNKNOWN_MOST];
    uint64_t seed = 60;
    make_example(journal);
    for (uint8_t i = 0; i < 6; i++) {
        wijk_act_type type = i % 2 ? WIJK_ACT_GOAL_END : (wijk_act_type)(INT32_MAX - i);
        struct wijk__act act = begin(type, (uint8_t)(10 + i), monday, morning + i * INT64_C(60000000));
        if (i % 2)
            SET_ID(&act, WIJK_GOAL_END_GOAL, &person);
        act.unknown = make_unknown(&seed, fields, 1000, i);
        make_append(journal, &act);
        if (i % 3 == 2)
            make_seal(journal);
    }
}

/* A last frame of which a part was never written. */
static void make_torn(struct make_journal *journal) {
    make_kinds(journal);
    journal->size -= 17;
}

/* ---- writing ---- */

static FILE *open_new(const char *folder, const char *name, const char *ending) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, ending);
    FILE *file = fopen(path, "wbx");
    if (!file) {
        fprintf(stderr, "%s is there already, or cannot be made\n", path);
        exit(1);
    }
    return file;
}

static void put_hex(FILE *file, const char *key, const void *data, size_t length) {
    const uint8_t *bytes = data;
    fprintf(file, " \"%s\": \"", key);
    for (size_t i = 0; i < length; i++)
        fprintf(file, "%02x", (unsigned)bytes[i]);
    fprintf(file, "\",\n");
}

static void put_acts(FILE *file, const struct make_journal *journal, uint64_t frames) {
    static char line[2 * 20000 + 4096];
    const char *separator = "";
    fprintf(file, " \"acts\": [\n");
    for (uint64_t frame = 0; frame < frames; frame++) {
        struct wijk__place place = wijk__place_first((uint32_t)journal->starts[frame]);
        while (place.act < journal->starts[frame + 1] - WIJK__FRAME_TRAILER) {
            struct wijk__act act;
            if (wijk__act_decode(journal->bytes, journal->starts[frame + 1], &place, &act) != WIJK_OK)
                exit(1);
            make_describe(&act, line, sizeof line);
            fprintf(file, "%s  \"%s\"", separator, line);
            separator = ",\n";
        }
    }
    fprintf(file, "\n ]\n");
}

static void put_journal(const char *folder, const char *name, void (*make)(struct make_journal *)) {
    static struct make_journal journal;
    uint8_t hash[WIJK_HASH_SIZE];
    wijk_context *context;
    wijk_journal_report *report;
    journal = (struct make_journal){.dossier = dossier, .policy = policy};
    make(&journal);
    FILE *file = open_new(folder, name, ".journal");
    fwrite(journal.bytes, 1, journal.size, file);
    fclose(file);
    if (wijk_context_new(NULL, NULL, &context) != WIJK_OK)
        exit(1);
    wijk_status status = wijk_journal_scan(context, journal.bytes, journal.size, 1, &report, NULL);
    file = open_new(folder, name, ".json");
    fprintf(file, "{\n \"status\": %" PRId32 ",\n \"bytes\": %zu,\n", status, journal.size);
    fprintf(file, " \"good_bytes\": %" PRIu64 ",\n", wijk_journal_report_good_bytes(report));
    fprintf(file, " \"frames\": %" PRIu64 ",\n", wijk_journal_report_frames(report));
    fprintf(file, " \"act_count\": %" PRIu64 ",\n", wijk_journal_report_acts(report));
    fprintf(file, " \"unknown_acts\": %" PRIu64 ",\n", wijk_journal_report_unknown_acts(report));
    wijk__sha256(journal.bytes, journal.size, hash);
    put_hex(file, "sha256", hash, sizeof hash);
    put_hex(file, "dossier", wijk_journal_report_dossier(report), sizeof dossier);
    put_hex(file, "head", wijk_journal_report_head(report), sizeof hash);
    put_acts(file, &journal, wijk_journal_report_frames(report));
    fprintf(file, "}\n");
    fclose(file);
    wijk_journal_report_destroy(report);
    wijk_context_unref(context);
    free(journal.bytes);
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: make_golden FOLDER\n");
        return 2;
    }
    put_journal(arguments[1], "example", make_example);
    put_journal(arguments[1], "kinds", make_kinds);
    put_journal(arguments[1], "fifty", make_fifty);
    put_journal(arguments[1], "unknown", make_unknown_journal);
    put_journal(arguments[1], "torn", make_torn);
    return 0;
}
