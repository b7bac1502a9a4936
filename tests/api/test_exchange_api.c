/* Acts from and to JSON: every type there and back, and lines that are not right, each with its status and place. */
#include "dossier_support.h"

#define U(last) "0b8c1c0e-0000-4000-8000-0000000000" last
#define HEAD "\"act\":\"goal-set\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\"," \
             "\"recorded\":\"2026-03-01T10:00:00Z\""
#define BY "\"by\":{\"professional\":\"" U("03") "\"}"
#define FIELDS "\"fields\":{\"plan\":\"" U("04") "\",\"title\":\"T\"}"
#define LINE "{" HEAD "," BY "," FIELDS "}"
/* What a person could be known by: it stands in lines, and must stand in no error. */
#define MARKER "Zwaluwstaart"

static void needs_json(void) {
    if (!wijk_feature_supported(WIJK_FEATURE_JSON))
        skip();
}

static wijk_status read_text(struct world *world, const char *line, wijk_id *dossier) {
    return wijk_act_read_json(world->act, line, WIJK_NUL_TERMINATED, dossier, world->error);
}

static wijk_buffer *write_act(struct world *world, const wijk_id *dossier) {
    wijk_buffer *out;
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    assert_int_equal(wijk_act_write_json(world->act, dossier, out, world->error), WIJK_OK);
    return out;
}

/* ---- there and back ---- */

static const char *const texts[] = {
    "plain", "two\nlines\tand \"quotes\" \\ back", "\xC3\xAB \xE2\x82\xAC \xF0\x9F\x99\x82", "\x01\x1F\x7F", "</x>",
};

/* A value for a field, the `turn`th kind of it. */
static void set_field(wijk_act *act, wijk_field field, uint32_t turn) {
    wijk_act_type type = wijk_act_get_type(act);
    const char *kind = wijk_catalog_member_type(WIJK_CATALOG_ACTS, type, field);
    wijk_id value = id(5000 + turn);
    wijk_status status;
    if (strcmp(kind, "int") == 0 || strcmp(kind, "bool") == 0) {
        static const int64_t numbers[] = {1, INT64_MAX, INT64_MIN + 1, 0, 2};
        status = wijk_act_set_int(act, field, numbers[turn % 5], NULL);
        if (status == WIJK_E_RANGE)
            status = wijk_act_set_int(act, field, 1, NULL);
    } else if (strcmp(kind, "date") == 0) {
        static const wijk_date days[] = {DAY, WIJK_DATE_MIN, WIJK_DATE_MAX, 0, -1};
        status = wijk_act_set_date(act, field, days[turn % 5], NULL);
    } else if (strcmp(kind, "code") == 0) {
        int32_t list = wijk_catalog_member_list(WIJK_CATALOG_ACTS, type, field);
        uint32_t values = wijk_catalog_member_count(WIJK_CATALOG_CODE_LISTS, list);
        int32_t code = wijk_catalog_member_number(WIJK_CATALOG_CODE_LISTS, list, turn % values);
        status = wijk_act_set_code(act, field, code, NULL);
    } else if (strcmp(kind, "key") == 0) {
        status = wijk_act_set_text(act, field, turn % 2 ? "a" : "some-key.9", WIJK_NUL_TERMINATED, NULL);
    } else if (strcmp(kind, "text") == 0 && type == WIJK_ACT_DOSSIER_CLOSE && field == WIJK_DOSSIER_CLOSE_CODE) {
        status = wijk_act_set_text(act, field, "iwmo/3.2/wmo588/31", WIJK_NUL_TERMINATED, NULL);
    } else if (strcmp(kind, "text") == 0) {
        status = wijk_act_set_text(act, field, texts[turn % 5], WIJK_NUL_TERMINATED, NULL);
    } else {
        status = wijk_act_set_id(act, field, &value, NULL);
    }
    if (status != WIJK_E_DERIVED)
        assert_int_equal(status, WIJK_OK);
}

static void make_act(struct world *world, wijk_act_type type, uint32_t turn) {
    wijk_id own = id(turn + 1), who = id(WHO), organisation = id(77);
    wijk_time recorded = turn % 2 ? NOON(DAY) : NOON(DAY) + 123456;
    assert_int_equal(wijk_act_begin(world->act, type, &own, DAY, recorded, NULL), WIJK_OK);
    assert_int_equal(wijk_act_set_actor(world->act, &who, turn % 3 ? &organisation : NULL, turn % 2 ? "role" : NULL,
                                        WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    if (turn % 2)
        assert_int_equal(wijk_act_set_reason(world->act, texts[turn % 5], WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); i++) {
        wijk_field field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, type, i);
        if (turn != 0 || wijk_catalog_member_required(WIJK_CATALOG_ACTS, type, field))
            set_field(world->act, field, turn);
    }
}

static void assert_same_acts(const wijk_act *a, const wijk_act *b) {
    wijk_act_type type = wijk_act_get_type(a);
    assert_int_equal(wijk_act_get_type(b), type);
    assert_memory_equal(wijk_act_get_id(a), wijk_act_get_id(b), sizeof(wijk_id));
    assert_int_equal(wijk_act_get_valid(a), wijk_act_get_valid(b));
    assert_true(wijk_act_get_recorded(a) == wijk_act_get_recorded(b));
    for (uint32_t i = 0; i < wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); i++) {
        wijk_field field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, type, i);
        size_t x_length, y_length;
        const char *x = wijk_act_get_text(a, field, &x_length), *y = wijk_act_get_text(b, field, &y_length);
        const wijk_id *p = wijk_act_get_field_id(a, field), *q = wijk_act_get_field_id(b, field);
        assert_int_equal(wijk_act_has(a, field), wijk_act_has(b, field));
        assert_true(wijk_act_get_int(a, field) == wijk_act_get_int(b, field));
        assert_int_equal(x_length, y_length);
        assert_true(x_length == 0 || memcmp(x, y, x_length) == 0);
        assert_true((p && q && memcmp(p, q, sizeof *p) == 0) || (!p && !q));
    }
}

/* Every act with its required fields only, then with all, in all kinds of values: what was written is read as the same
 * act, and written again to the same bytes. */
static void test_there_and_back(void **state) {
    struct world *world = *state;
    wijk_act *read;
    wijk_id dossier = id(DOSSIER), named;
    needs_json();
    assert_int_equal(wijk_act_new(world->context, &read, NULL), WIJK_OK);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_ACTS); i++)
        for (uint32_t turn = 0; turn < 30; turn++) {
            make_act(world, wijk_catalog_number(WIJK_CATALOG_ACTS, i), turn);
            wijk_buffer *first = write_act(world, &dossier), *second;
            assert_int_equal(wijk_act_read_json(read, wijk_buffer_data(first), wijk_buffer_size(first), &named,
                                                world->error), WIJK_OK);
            assert_memory_equal(&named, &dossier, sizeof named);
            assert_same_acts(world->act, read);
            assert_int_equal(wijk_buffer_new(world->context, &second), WIJK_OK);
            assert_int_equal(wijk_act_write_json(read, &dossier, second, NULL), WIJK_OK);
            assert_string_equal(wijk_buffer_data(first), wijk_buffer_data(second));
            assert_null(strchr(wijk_buffer_data(first), '\n'));
            wijk_buffer_destroy(first);
            wijk_buffer_destroy(second);
        }
    wijk_act_destroy(read);
}

static void test_exact_line(void **state) {
    struct world *world = *state;
    static const char line[] =
        "{\"act\":\"goal-set\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\","
        "\"recorded\":\"2026-03-01T10:00:00.25Z\",\"by\":{\"professional\":\"" U("03") "\",\"organisation\":\"" U("05")
        "\",\"role\":\"team-worker\"},\"reason\":\"because\",\"fields\":{\"plan\":\"" U("04") "\",\"title\":\"T\","
        "\"baseline\":-1500,\"due\":\"2026-12-31\"}}";
    static const char score[] =
        "{\"act\":\"goal-score\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\","
        "\"recorded\":\"2026-03-01T10:00:00Z\"," BY ","
        "\"fields\":{\"goal\":\"" U("04") "\",\"level\":-2,\"rater\":\"child\"}}";
    static const char contact[] =
        "{\"act\":\"pilot-light-contact\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\","
        "\"recorded\":\"2026-03-01T10:00:00Z\"," BY ","
        "\"fields\":{\"pilot-light\":\"" U("04") "\",\"reached\":false}}";
    static const char *const lines[] = {line, score, contact};
    needs_json();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        wijk_id dossier;
        assert_int_equal(read_text(world, lines[i], &dossier), WIJK_OK);
        assert_int_equal(wijk_error_code(world->error), WIJK_OK);
        wijk_buffer *out = write_act(world, &dossier);
        const char *fraction = strstr(lines[i], ".25Z");
        if (fraction) /* instants are written with six digits or none */
            assert_non_null(strstr(wijk_buffer_data(out), ":00.250000Z"));
        else
            assert_string_equal(wijk_buffer_data(out), lines[i]);
        wijk_buffer_destroy(out);
    }
}

/* Members in any order, escapes, white space, upper-case ids: the same act. */
static void test_other_spellings(void **state) {
    struct world *world = *state;
    wijk_id dossier;
    needs_json();
    assert_int_equal(read_text(world, LINE, &dossier), WIJK_OK);
    wijk_buffer *plain = write_act(world, &dossier);
    static const char *const same[] = {
        "{" FIELDS "," BY "," HEAD "}",
        " {\t" HEAD " ,\r\n" BY " , " FIELDS " } \n",
        "{" HEAD "," BY ",\"fields\":{\"title\":\"\\u0054\",\"plan\":\"0B8C1C0E-0000-4000-8000-000000000004\"}}",
        "{" HEAD "," BY "," FIELDS ",\"reason\":\"\",\"derived\":{}}",
        "{" HEAD "," BY "," FIELDS ",\"derived\":{\"rank\":7,\"other\":[1]}}",
        "{\"\\u0061ct\":\"goal-set\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\","
        "\"recorded\":\"2026-03-01T12:00:00.000+02:00\"," BY "," FIELDS "}",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_int_equal(read_text(world, same[i], &dossier), WIJK_OK);
        wijk_buffer *out = write_act(world, &dossier);
        assert_string_equal(wijk_buffer_data(out), wijk_buffer_data(plain));
        wijk_buffer_destroy(out);
    }
    wijk_buffer_destroy(plain);
}

/* ---- lines that are not right ---- */

#define WITH_FIELDS(fields) "{" HEAD "," BY ",\"fields\":{" fields "}}"
#define ACT(name, fields)                                                                                          \
    "{\"act\":\"" name "\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\",\"recorded\":" \
    "\"2026-03-01T10:00:00Z\"," BY ",\"fields\":{" fields "}}"
#define PLAN "\"plan\":\"" U("04") "\""
#define HEAD_WITH(act, id, dossier, valid, recorded)                                                                \
    "{\"act\":" act ",\"id\":" id ",\"dossier\":" dossier ",\"valid\":" valid ",\"recorded\":" recorded "," BY "," \
    FIELDS "}"
#define GOOD_ACT "\"goal-set\""
#define GOOD_ID "\"" U("01") "\""
#define GOOD_DAY "\"2026-03-01\""
#define GOOD_TIME "\"2026-03-01T10:00:00Z\""

static const struct bad_line {
    const char *line;
    wijk_status status;
    const char *pointer;
    uint32_t column; /* of syntax; 0: the place is a member */
} bad_lines[] = {
    /* no JSON at all */
    {"", WIJK_E_SYNTAX, "", 1},
    {"   ", WIJK_E_SYNTAX, "", 4},
    {MARKER, WIJK_E_SYNTAX, "", 1},
    {"{", WIJK_E_SYNTAX, "", 2},
    {"{" HEAD, WIJK_E_SYNTAX, "", sizeof("{" HEAD)},
    {LINE LINE, WIJK_E_SYNTAX, "", sizeof(LINE)},
    {"{\"act\":\"goal-set\",}", WIJK_E_SYNTAX, "", 19},
    {"{\"" MARKER "\":nul}", WIJK_E_SYNTAX, "/?", 20},
    {"{'act':1}", WIJK_E_SYNTAX, "", 2},
    {"{\"fields\":{\"" MARKER "\":01}}", WIJK_E_SYNTAX, "/?", 28},
    {"{\"act\":\"\xC3\"}", WIJK_E_UTF8, "/?", 9},
    {"{\"act\":\"\\ud800\"}", WIJK_E_UTF8, "/?", 9},
    {"{\"" MARKER "\":1,\"" MARKER "\":2}", WIJK_E_DUPLICATE, "/?", 19},
    {"{\"act\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", WIJK_E_LIMIT,
     "/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?/?", 39},
    {"{\"act\":99999999999999999999}", WIJK_E_RANGE, "/?", 8},
    /* the line as a whole */
    {"[1]", WIJK_E_TYPE, "", 0},
    {"{}", WIJK_E_MISSING, "/act", 0},
    {"{" HEAD "," BY "," FIELDS ",\"" MARKER "\":1}", WIJK_E_UNKNOWN, "", 0},
    {"{" HEAD "," BY "," FIELDS ",\"Reason\":\"" MARKER "\"}", WIJK_E_UNKNOWN, "", 0},
    {"{" HEAD "," BY "," FIELDS ",\"unknown\":\"00\"}", WIJK_E_UNKNOWN, "", 0},
    {"{\"act\":\"goal-set\"}", WIJK_E_MISSING, "/id", 0},
    {"{\"act\":\"goal-set\",\"id\":\"" U("01") "\"}", WIJK_E_MISSING, "/dossier", 0},
    {"{\"act\":\"goal-set\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\"}", WIJK_E_MISSING, "/valid", 0},
    {"{\"act\":\"goal-set\",\"id\":\"" U("01") "\",\"dossier\":\"" U("02") "\",\"valid\":\"2026-03-01\"}",
     WIJK_E_MISSING, "/recorded", 0},
    {"{" HEAD "," FIELDS "}", WIJK_E_MISSING, "/by/professional", 0},
    /* act */
    {HEAD_WITH("\"" MARKER "\"", GOOD_ID, GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_UNKNOWN, "/act", 0},
    {HEAD_WITH("\"Goal-set\"", GOOD_ID, GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_UNKNOWN, "/act", 0},
    {HEAD_WITH("\"\"", GOOD_ID, GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_UNKNOWN, "/act", 0},
    {HEAD_WITH("41", GOOD_ID, GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_TYPE, "/act", 0},
    {HEAD_WITH("null", GOOD_ID, GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_TYPE, "/act", 0},
    /* id, dossier */
    {HEAD_WITH(GOOD_ACT, "\"" MARKER "\"", GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_ID, "/id", 0},
    {HEAD_WITH(GOOD_ACT, "\"00000000-0000-0000-0000-000000000000\"", GOOD_ID, GOOD_DAY, GOOD_TIME),
     WIJK_E_ID, "/id", 0},
    {HEAD_WITH(GOOD_ACT, "1", GOOD_ID, GOOD_DAY, GOOD_TIME), WIJK_E_TYPE, "/id", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, "\"0b8c1c0e00004000800000000000000001\"", GOOD_DAY, GOOD_TIME),
     WIJK_E_ID, "/dossier", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, "{}", GOOD_DAY, GOOD_TIME), WIJK_E_TYPE, "/dossier", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, "\"00000000-0000-0000-0000-000000000000\"", GOOD_DAY, GOOD_TIME),
     WIJK_E_ID, "/dossier", 0},
    /* valid, recorded */
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, "\"2026-02-29\"", GOOD_TIME), WIJK_E_DATE, "/valid", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, "\"1-3-2026\"", GOOD_TIME), WIJK_E_DATE, "/valid", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, "20260301", GOOD_TIME), WIJK_E_TYPE, "/valid", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, GOOD_DAY, "\"2026-03-01\""), WIJK_E_TIME, "/recorded", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, GOOD_DAY, "\"2026-03-01T25:00:00Z\""), WIJK_E_TIME, "/recorded", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, GOOD_DAY, "\"2026-03-01T10:00:00\""), WIJK_E_TIME, "/recorded", 0},
    {HEAD_WITH(GOOD_ACT, GOOD_ID, GOOD_ID, GOOD_DAY, "1772359200"), WIJK_E_TYPE, "/recorded", 0},
    /* by, reason */
    {"{" HEAD ",\"by\":\"" MARKER "\"," FIELDS "}", WIJK_E_TYPE, "/by", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" U("03") "\",\"" MARKER "\":1}," FIELDS "}", WIJK_E_UNKNOWN, "/by", 0},
    {"{" HEAD ",\"by\":{}," FIELDS "}", WIJK_E_MISSING, "/by/professional", 0},
    {"{" HEAD ",\"by\":{\"role\":\"team-worker\"}," FIELDS "}", WIJK_E_MISSING, "/by/professional", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" MARKER "\"}," FIELDS "}", WIJK_E_ID, "/by/professional", 0},
    {"{" HEAD ",\"by\":{\"professional\":true}," FIELDS "}", WIJK_E_TYPE, "/by/professional", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" U("03") "\",\"organisation\":\"" MARKER "\"}," FIELDS "}", WIJK_E_ID,
     "/by/organisation", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" U("03") "\",\"organisation\":null}," FIELDS "}", WIJK_E_TYPE,
     "/by/organisation", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" U("03") "\",\"role\":\"" MARKER "\"}," FIELDS "}",
     WIJK_E_KEY, "/by/role", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" U("03") "\",\"role\":\"\"}," FIELDS "}", WIJK_E_KEY, "/by/role", 0},
    {"{" HEAD ",\"by\":{\"professional\":\"" U("03") "\",\"role\":1}," FIELDS "}", WIJK_E_TYPE, "/by/role", 0},
    {"{" HEAD "," BY "," FIELDS ",\"reason\":[\"" MARKER "\"]}", WIJK_E_TYPE, "/reason", 0},
    {"{" HEAD "," BY "," FIELDS ",\"reason\":null}", WIJK_E_TYPE, "/reason", 0},
    /* fields */
    {"{" HEAD "," BY "}", WIJK_E_MISSING, "/fields/plan", 0},
    {"{" HEAD "," BY ",\"fields\":[]}", WIJK_E_TYPE, "/fields", 0},
    {"{" HEAD "," BY "," FIELDS ",\"derived\":1}", WIJK_E_TYPE, "/derived", 0},
    {WITH_FIELDS(""), WIJK_E_MISSING, "/fields/plan", 0},
    {WITH_FIELDS(PLAN), WIJK_E_MISSING, "/fields/title", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"\""), WIJK_E_MISSING, "/fields/title", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"" MARKER "\",\"" MARKER "\":1"), WIJK_E_UNKNOWN, "/fields", 0},
    {WITH_FIELDS(PLAN ",\"title\":1"), WIJK_E_TYPE, "/fields/title", 0},
    {WITH_FIELDS(PLAN ",\"title\":null"), WIJK_E_TYPE, "/fields/title", 0},
    {WITH_FIELDS("\"plan\":\"" MARKER "\",\"title\":\"T\""), WIJK_E_ID, "/fields/plan", 0},
    {WITH_FIELDS("\"plan\":{\"id\":1},\"title\":\"T\""), WIJK_E_TYPE, "/fields/plan", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"T\",\"owner\":\"00000000-0000-0000-0000-000000000000\""),
     WIJK_E_ID, "/fields/owner", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"T\",\"baseline\":\"1\""), WIJK_E_TYPE, "/fields/baseline", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"T\",\"baseline\":1.0"), WIJK_E_TYPE, "/fields/baseline", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"T\",\"baseline\":true"), WIJK_E_TYPE, "/fields/baseline", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"T\",\"due\":\"" MARKER "\""), WIJK_E_DATE, "/fields/due", 0},
    {WITH_FIELDS(PLAN ",\"title\":\"T\",\"due\":1"), WIJK_E_TYPE, "/fields/due", 0},
    {ACT("analysis-open", "\"" MARKER "\":1"), WIJK_E_UNKNOWN, "/fields", 0},
    {ACT("goal-score", "\"goal\":\"" U("04") "\",\"level\":3,\"rater\":\"child\""), WIJK_E_RANGE, "/fields/level", 0},
    {ACT("goal-score", "\"goal\":\"" U("04") "\",\"level\":2,\"rater\":\"" MARKER "\""),
     WIJK_E_CODE, "/fields/rater", 0},
    {ACT("goal-score", "\"goal\":\"" U("04") "\",\"level\":2,\"rater\":\"\""), WIJK_E_CODE, "/fields/rater", 0},
    {ACT("goal-score", "\"goal\":\"" U("04") "\",\"level\":2,\"rater\":1"), WIJK_E_TYPE, "/fields/rater", 0},
    {ACT("pilot-light-contact", "\"pilot-light\":\"" U("04") "\",\"reached\":1"), WIJK_E_TYPE, "/fields/reached", 0},
    {ACT("pilot-light-contact", "\"pilot-light\":\"" U("04") "\",\"reached\":\"yes\""),
     WIJK_E_TYPE, "/fields/reached", 0},
    {ACT("tier-enter", "\"ladder\":\"" MARKER "\",\"tier\":\"t\""), WIJK_E_KEY, "/fields/ladder", 0},
    {ACT("tier-enter", "\"ladder\":\"care\",\"tier\":\"\""), WIJK_E_KEY, "/fields/tier", 0},
    {ACT("tier-enter", "\"ladder\":\"care\",\"tier\":[]"), WIJK_E_TYPE, "/fields/tier", 0},
    {ACT("tier-enter", "\"ladder\":\"care\",\"tier\":\"t\",\"rank\":1"), WIJK_E_DERIVED, "/fields/rank", 0},
    {ACT("tier-enter", "\"ladder\":\"care\",\"tier\":\"t\",\"rank\":\"" MARKER "\""),
     WIJK_E_DERIVED, "/fields/rank", 0},
    {ACT("act-withdraw", ""), WIJK_E_MISSING, "/fields/act", 0},
};

static void test_bad_lines(void **state) {
    struct world *world = *state;
    wijk_id dossier;
    wijk_buffer *out;
    needs_json();
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    for (size_t i = 0; i < sizeof bad_lines / sizeof *bad_lines; i++) {
        const struct bad_line *bad = &bad_lines[i];
        assert_int_equal(read_text(world, LINE, &dossier), WIJK_OK);
        wijk_status status = read_text(world, bad->line, &dossier);
        const char *path = wijk_error_path(world->error);
        if (status != bad->status || strcmp(path, bad->pointer) != 0 || wijk_error_column(world->error) != bad->column)
            fail_msg("line %zu: %s\n    gave %s at \"%s\", column %u", i, bad->line, wijk_status_name(status), path,
                     wijk_error_column(world->error));
        assert_int_equal(wijk_error_code(world->error), status);
        assert_null(strstr(wijk_error_message(world->error, WIJK_ENGLISH), MARKER));
        assert_null(strstr(wijk_error_message(world->error, WIJK_DUTCH), MARKER));
        assert_true(is_none(&dossier));
        /* What is half read is no act: it can be neither written nor submitted. */
        assert_int_equal(wijk_act_get_type(world->act), 0);
        assert_int_equal(wijk_act_write_json(world->act, &dossier, out, NULL), WIJK_E_ARGUMENT);
        assert_int_equal(submit(world), WIJK_E_ACT_TYPE);
    }
    assert_int_equal(wijk_buffer_size(out), 0);
    wijk_buffer_destroy(out);
}

/* ---- limits and arguments ---- */

static void test_limits(void **state) {
    struct world *world = *state;
    wijk_id dossier;
    enum { TEXT = 20 };
    wijk_limits limits = {.struct_size = sizeof limits, .json_bytes = sizeof LINE - 1, .text_bytes = TEXT};
    needs_json();
    close_context(world);
    assert_int_equal(fail_alloc_context(&world->alloc, &limits, &world->context), WIJK_OK);
    assert_int_equal(wijk_error_new(world->context, &world->error), WIJK_OK);
    assert_int_equal(wijk_act_new(world->context, &world->act, world->error), WIJK_OK);
    assert_int_equal(read_text(world, LINE, &dossier), WIJK_OK);
    assert_int_equal(wijk_act_read_json(world->act, LINE " ", sizeof LINE, &dossier, world->error), WIJK_E_LIMIT);
    static const char line[] =
        "{" HEAD "," BY ",\"fields\":{" PLAN ",\"title\":\"12345678901234567890%s\"},\"reason\":\"%s\"}";
    limits.json_bytes = 1024;
    close_context(world);
    assert_int_equal(fail_alloc_context(&world->alloc, &limits, &world->context), WIJK_OK);
    assert_int_equal(wijk_error_new(world->context, &world->error), WIJK_OK);
    assert_int_equal(wijk_act_new(world->context, &world->act, world->error), WIJK_OK);
    char text[512];
    snprintf(text, sizeof text, line, "", "12345678901234567890");
    assert_int_equal(read_text(world, text, &dossier), WIJK_OK);
    snprintf(text, sizeof text, line, "1", "");
    assert_int_equal(read_text(world, text, &dossier), WIJK_E_LIMIT);
    assert_string_equal(wijk_error_path(world->error), "/fields/title");
    snprintf(text, sizeof text, line, "", "123456789012345678901");
    assert_int_equal(read_text(world, text, &dossier), WIJK_E_LIMIT);
    assert_string_equal(wijk_error_path(world->error), "/reason");
}

/* The allocations of the library fail in turn; what is left is no act, and there is no dossier to it. */
static void test_no_memory(void **state) {
    struct world *world = *state;
    wijk_status status = WIJK_E_MEMORY;
    needs_json();
    for (size_t failing = 1; status == WIJK_E_MEMORY; failing++) {
        wijk_id dossier = id(1);
        world->alloc.fail_at = world->alloc.calls + failing;
        status = read_text(world, "{" HEAD "," BY "," FIELDS ",\"reason\":\"because\"}", &dossier);
        world->alloc.fail_at = 0;
        assert_int_equal(wijk_error_code(world->error), status);
        assert_true(is_none(&dossier) == (status == WIJK_E_MEMORY));
        assert_true((wijk_act_get_type(world->act) == 0) == (status == WIJK_E_MEMORY));
        wijk_act_destroy(world->act); /* a new one, so that it has to take memory again */
        assert_int_equal(wijk_act_new(world->context, &world->act, NULL), WIJK_OK);
    }
    assert_int_equal(status, WIJK_OK);
    assert_true(world->alloc.failures > 0);
}

static void test_arguments(void **state) {
    struct world *world = *state;
    wijk_id dossier = id(1);
    wijk_buffer *out;
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    assert_int_equal(wijk_act_read_json(NULL, LINE, WIJK_NUL_TERMINATED, &dossier, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "act");
    assert_true(is_none(&dossier));
    assert_int_equal(wijk_act_read_json(world->act, NULL, 0, &dossier, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_read_json(world->act, LINE, WIJK_NUL_TERMINATED, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "dossier");
    dossier = id(1);
    make_open(world, 1, DAY);
    assert_int_equal(wijk_act_write_json(NULL, &dossier, out, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_write_json(world->act, NULL, out, NULL), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_act_write_json(world->act, &dossier, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
    assert_int_equal(wijk_buffer_size(out), 0);
    if (!wijk_feature_supported(WIJK_FEATURE_JSON)) {
        assert_int_equal(wijk_act_write_json(world->act, &dossier, out, NULL), WIJK_E_UNSUPPORTED);
        assert_int_equal(read_text(world, LINE, &dossier), WIJK_E_UNSUPPORTED);
    }
    wijk_buffer_destroy(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_exact_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_spellings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
