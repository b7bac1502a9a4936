/* Tables as CSV and as lines of JSON, findings and journals as lines of JSON. */
#include "dossier_support.h"

#define DOSSIER_TEXT "646f7300-0000-0000-0000-000000000385"
#define ACT_TEXT(last) "646f7300-0000-0000-0000-0000000003" last
#define PERSON_TEXT(last) "646f7300-0000-0000-0000-0000000007" last
#define CSV_START(last) DOSSIER_TEXT "," ACT_TEXT(last) ","
#define JSON_START(last) "{'dossier':'" DOSSIER_TEXT "','act':'" ACT_TEXT(last) "',"
#define JSON_ACT                                                                                                  \
    "'valid':'2026-01-05','recorded':'2026-01-05T12:00:00Z','professional':'" ACT_TEXT("84") "','role':'team-worker',"
#define CSV_ACT(fraction) "2026-01-05,2026-01-05T12:00:00" fraction "Z," ACT_TEXT("84") ",,team-worker,,"
#define JSON_LINE(act, last)                                                                                      \
    "{'act':'" act "','id':'" ACT_TEXT(last) "','dossier':'" DOSSIER_TEXT "','valid':'2026-01-05',"               \
    "'recorded':'2026-01-05T12:00:00Z','by':{'professional':'" ACT_TEXT("84") "','role':'team-worker'},"

static wijk_buffer *new_buffer(struct world *world) {
    wijk_buffer *out;
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    return out;
}

static wijk_table *table_of(struct world *world, wijk_table_id table) {
    wijk_table *out;
    assert_int_equal(wijk_dossier_table(world->dossier, table, WIJK_DATE_NONE, WIJK_TIME_NONE, &out, world->error),
                     WIJK_OK);
    return out;
}

/* One table as text, to be compared and freed. */
static char *written(struct world *world, wijk_table_id table, wijk_text_format format, int32_t header) {
    wijk_table *made = table_of(world, table);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_table_write(made, format, header, out, world->error), WIJK_OK);
    char *text = malloc(wijk_buffer_size(out) + 1);
    assert_non_null(text);
    memcpy(text, wijk_buffer_data(out) ? wijk_buffer_data(out) : "", wijk_buffer_size(out));
    text[wijk_buffer_size(out)] = 0;
    assert_int_equal(strlen(text), wijk_buffer_size(out));
    wijk_buffer_destroy(out);
    wijk_table_unref(made);
    return text;
}

static void expect_written(struct world *world, wijk_table_id table, wijk_text_format format, int32_t header,
                           const char *expected) {
    char *text = written(world, table, format, header);
    assert_string_equal(text, expected);
    free(text);
}

static void join_named(struct world *world, uint32_t number, const char *name, wijk_date born) {
    wijk_id own = id(number), who = id(number + 1000);
    assert_int_equal(wijk_act_member_join(world->act, &own, DAY, NOON(DAY), &who, WIJK_MEMBER_ROLE_CHILD, name, born,
                                          NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
}

/* JSON is written below with ' for " and ~ for \", so that it can be read. */
static void expect_json(const char *text, const char *expected) {
    char *wanted = malloc(2 * strlen(expected) + 1), *to = wanted;
    assert_non_null(wanted);
    for (; *expected; expected++) {
        if (*expected == '~')
            *to++ = '\\';
        *to++ = *expected == '\'' || *expected == '~' ? '"' : *expected;
    }
    *to = 0;
    assert_string_equal(text, wanted);
    free(wanted);
}

static void expect_lines(struct world *world, wijk_table_id table, const char *expected) {
    char *text = written(world, table, WIJK_FORMAT_JSON_LINES, 0);
    expect_json(text, expected);
    free(text);
}

/* ---- CSV ---- */

/* How a text stands in a cell. */
static const struct cell {
    const char *text, *csv;
} cells[] = {
    {"Anna", "Anna"},
    {"O'Brien 'the' 1st", "O'Brien 'the' 1st"},
    {"two words", "two words"},
    {"\xC3\xABn \xE2\x82\xAC", "\xC3\xABn \xE2\x82\xAC"},
    /* RFC 4180 */
    {"a,b", "\"a,b\""},
    {"say \"hi\"", "\"say \"\"hi\"\"\""},
    {"\"", "\"\"\"\""},
    {"\"\"", "\"\"\"\"\"\""},
    {"two\nlines", "\"two\nlines\""},
    {"two\r\nlines", "\"two\r\nlines\""},
    {"\"quoted\", \"twice\"", "\"\"\"quoted\"\", \"\"twice\"\"\""},
    /* what some program would take apart or trim */
    {"a;b", "\"a;b\""},
    {"a\tb", "\"a\tb\""},
    {" lead", "\" lead\""},
    {"trail ", "\"trail \""},
    {" ", "\" \""},
    /* what a spreadsheet would run */
    {"=1+1", "'=1+1"},
    {"+31 6 1234", "'+31 6 1234"},
    {"-1", "'-1"},
    {"@SUM(A1)", "'@SUM(A1)"},
    {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
    {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
    {"\t=1", "\"'\t=1\""},
    {"\r=1", "\"'\r=1\""},
    {"\n=1", "\"'\n=1\""},
    {"\xEF\xBC\x9D" "1", "'\xEF\xBC\x9D" "1"},
    {"\xEF\xBC\x8B" "1", "'\xEF\xBC\x8B" "1"},
    {"\xEF\xBC\x8D" "1", "'\xEF\xBC\x8D" "1"},
    {"\xEF\xBC\xA0" "1", "'\xEF\xBC\xA0" "1"},
    {"a=1", "a=1"},
    {"\xEF\xBC\x81", "\xEF\xBC\x81"},
};

static void test_csv_texts(void **state) {
    struct world *world = *state;
    char expected[512];
    NEEDS_POLICY(world);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        wijk_id dossier = id(DOSSIER);
        wijk_dossier_destroy(world->dossier);
        assert_int_equal(wijk_dossier_new(world->context, world->policy, &dossier, &world->dossier, NULL), WIJK_OK);
        make_open(world, 900, DAY);
        assert_int_equal(submit(world), WIJK_OK);
        join_named(world, 901, cells[i].text, WIJK_DATE_NONE);
        snprintf(expected, sizeof expected,
                 CSV_START("85") PERSON_TEXT("6d") ",child,%s,,2026-01-05,,,,,\r\n",
                 cells[i].csv);
        expect_written(world, WIJK_TABLE_MEMBERS, WIJK_FORMAT_CSV, 0, expected);
    }
}

/* A cell without a value is nothing at all. */
static void test_csv_none(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    make_open(world, 900, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    join_named(world, 901, "Anna", DAY);
    join_named(world, 902, NULL, WIJK_DATE_NONE);
    expect_written(world, WIJK_TABLE_MEMBERS, WIJK_FORMAT_CSV, 1,
                   "dossier,act,person,role,name,born,from,until,heard,how,excused,home\r\n"
                   CSV_START("85") PERSON_TEXT("6d") ",child,Anna,2026-01-05,2026-01-05,,,,,\r\n"
                   CSV_START("86") PERSON_TEXT("6e") ",child,,,2026-01-05,,,,,\r\n");
}

static void test_csv_cell_of_a_host(void **state) {
    struct world *world = *state;
    static const char *const written_so[][2] = {{"plain", "plain"}, {"", "\"\""}, {"a,b", "\"a,b\""}, {"=1", "'=1"},
                                                {"say \"x\"", "\"say \"\"x\"\"\""}, {"-a;b", "\"'-a;b\""}};
    wijk_buffer *out = new_buffer(world);
    for (size_t i = 0; i < sizeof written_so / sizeof *written_so; i++) {
        wijk_buffer_clear(out);
        assert_int_equal(wijk_csv_write_text(written_so[i][0], WIJK_NUL_TERMINATED, out, world->error), WIJK_OK);
        assert_string_equal(wijk_buffer_data(out), written_so[i][1]);
    }
    assert_int_equal(wijk_csv_write_text("two parts", 3, out, world->error), WIJK_OK);
    assert_string_equal(wijk_buffer_data(out), "\"'-a;b\"two");
    assert_int_equal(wijk_csv_write_text(NULL, 0, out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "text");
    assert_int_equal(wijk_csv_write_text("x", 1, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
    wijk_buffer_destroy(out);
}

static void test_csv_types(void **state) {
    struct world *world = *state;
    wijk_id plan = id(902);
    NEEDS_POLICY(world);
    expect_written(world, WIJK_TABLE_TIER_STAYS, WIJK_FORMAT_CSV, 1,
                   "dossier,act,ladder,tier,rank,direction,from,until,days,emergency,returned,step\r\n");
    expect_written(world, WIJK_TABLE_TIER_STAYS, WIJK_FORMAT_CSV, 0, "");
    make_open(world, 900, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(wijk_act_plan_draft(world->act, &plan, DAY, NOON(DAY) + 5, NULL, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    wijk_id goal = id(903);
    assert_int_equal(wijk_act_goal_set(world->act, &goal, DAY, NOON(DAY) + 6, &plan, NULL, "T", NULL, -1500, INT64_MAX,
                                       WIJK_DATE_MAX, NULL, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    expect_written(world, WIJK_TABLE_GOALS, WIJK_FORMAT_CSV, 0,
                   CSV_START("87") ACT_TEXT("86") ",,T,,-1500,9223372036854775807,9999-12-31,,2026-01-05,,,,,\r\n");
    /* acts: kinds by name, instants, sequence numbers */
    expect_written(world, WIJK_TABLE_ACTS, WIJK_FORMAT_CSV, 1,
                   "dossier,act,type,valid,recorded,professional,organisation,role,reason,sequence,withdrawn\r\n"
                   CSV_START("84") "dossier-open," CSV_ACT("") "1,\r\n"
                   CSV_START("86") "plan-draft," CSV_ACT(".000005") "2,\r\n"
                   CSV_START("87") "goal-set," CSV_ACT(".000006") "3,\r\n");
}

/* ---- lines of JSON ---- */

static void test_json_lines(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    expect_written(world, WIJK_TABLE_MEMBERS, WIJK_FORMAT_JSON_LINES, 1, "");
    make_open(world, 900, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    join_named(world, 901, "=\"A\",\n\xC3\xAB", DAY);
    join_named(world, 902, NULL, WIJK_DATE_NONE);
    expect_lines(world, WIJK_TABLE_MEMBERS,
                 JSON_START("85") "'person':'" PERSON_TEXT("6d") "','role':'child','name':'=~A~,\\n\xC3\xAB',"
                                  "'born':'2026-01-05','from':'2026-01-05'}\n"
                 JSON_START("86") "'person':'" PERSON_TEXT("6e") "','role':'child','from':'2026-01-05'}\n");
    expect_lines(world, WIJK_TABLE_ACTS,
                 JSON_START("84") "'type':'dossier-open'," JSON_ACT "'sequence':1}\n"
                 JSON_START("85") "'type':'member-join'," JSON_ACT "'sequence':2}\n"
                 JSON_START("86") "'type':'member-join'," JSON_ACT "'sequence':3}\n");
}

static void test_table_arguments(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_buffer *out = new_buffer(world);
    wijk_table *table = table_of(world, WIJK_TABLE_MEMBERS);
    assert_int_equal(wijk_table_write(NULL, WIJK_FORMAT_CSV, 1, out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "table");
    assert_int_equal(wijk_table_write(table, WIJK_FORMAT_CSV, 1, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
    assert_int_equal(wijk_table_write(table, 0, 1, out, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_table_write(table, 3, 1, out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "format");
    assert_int_equal(wijk_buffer_size(out), 0);
    wijk_table_unref(table);
    wijk_buffer_destroy(out);
}

/* ---- findings ---- */

static void test_drawing_arguments(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_policy_write_dot(NULL, WIJK_ENGLISH, out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "policy");
    assert_int_equal(wijk_policy_write_dot(world->policy, WIJK_ENGLISH, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "out");
    assert_int_equal(wijk_policy_write_dot(world->policy, 0, out, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_policy_write_dot(world->policy, 3, out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "language");
    assert_int_equal(wijk_buffer_size(out), 0);
    assert_int_equal(wijk_policy_write_dot(world->policy, WIJK_DUTCH, out, NULL), WIJK_OK);
    size_t once = wijk_buffer_size(out);
    assert_int_equal(wijk_policy_write_dot(world->policy, WIJK_DUTCH, out, world->error), WIJK_OK);
    assert_int_equal(wijk_buffer_size(out), 2 * once); /* appended to */
    assert_memory_equal(wijk_buffer_data(out), "digraph ladders {\n", 18);
    assert_memory_equal(wijk_buffer_data(out), wijk_buffer_data(out) + once, once);
    wijk_buffer_destroy(out);
}

static void test_findings(void **state) {
    struct world *world = *state;
    NEEDS_POLICY(world);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_findings_write_json(world->findings, WIJK_ENGLISH, out, world->error), WIJK_OK);
    assert_int_equal(wijk_buffer_size(out), 0);
    make_join(world, 901, DAY, ANNA);
    assert_int_equal(submit(world), WIJK_REFUSED);
    assert_int_equal(wijk_findings_write_json(world->findings, WIJK_ENGLISH, out, world->error), WIJK_OK);
    expect_json(wijk_buffer_data(out), "{'code':'WK1001','severity':'refuse','text':'The dossier is not open on this "
                                       "day.','mend':'dossier-open'}\n");
    wijk_buffer_clear(out);
    assert_int_equal(wijk_findings_write_json(world->findings, WIJK_DUTCH, out, world->error), WIJK_OK);
    assert_non_null(strstr(wijk_buffer_data(out), "\"text\":\"Het dossier is op deze dag niet open.\""));
    wijk_buffer_clear(out);
    assert_int_equal(wijk_findings_write_json(NULL, WIJK_DUTCH, out, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_findings_write_json(world->findings, 3, out, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_error_path(world->error), "language");
    assert_int_equal(wijk_findings_write_json(world->findings, WIJK_DUTCH, NULL, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_buffer_size(out), 0);
    wijk_buffer_destroy(out);
}

/* A step that lacks what the rules ask: the facts are told with the act that supplies each. */
static void test_findings_missing(void **state) {
    struct world *world = *state;
    wijk_id enter = id(902), step = id(903);
    NEEDS_POLICY(world);
    make_open(world, 900, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    make_join(world, 901, DAY, ANNA);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(wijk_act_tier_enter(world->act, &enter, DAY, NOON(DAY), "care", "team-plan", NULL, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    assert_int_equal(wijk_act_step_propose(world->act, &step, DAY, NOON(DAY), "care", "specialised", NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_OK);
    wijk_id decide = id(904);
    assert_int_equal(wijk_act_step_decide(world->act, &decide, DAY, NOON(DAY), &step, WIJK_DECISION_ACCEPTED, NULL),
                     WIJK_OK);
    by_who(world);
    assert_int_equal(submit(world), WIJK_REFUSED);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_findings_write_json(world->findings, WIJK_ENGLISH, out, world->error), WIJK_OK);
    const char *line = wijk_buffer_data(out);
    assert_non_null(strstr(line, "\"code\":\"WK4002\",\"severity\":\"refuse\""));
    assert_non_null(strstr(line, "\"missing\":[{\"fact\":\"client-consulted\""));
    assert_non_null(strstr(line, "\"text\":\"the client was not consulted on this step\","
                                 "\"mend\":\"client-consult\"}"));
    wijk_buffer_destroy(out);
}

/* ---- journals ---- */

static void fill(struct world *world) {
    make_open(world, 900, DAY);
    assert_int_equal(submit(world), WIJK_OK);
    join_named(world, 901, "Anna", DAY - 3000);
    wijk_id enter = id(902);
    assert_int_equal(wijk_act_tier_enter(world->act, &enter, DAY, NOON(DAY), "care", "team-plan", NULL, NULL), WIJK_OK);
    by_who(world);
    assert_int_equal(wijk_act_set_reason(world->act, "because", WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    assert_int_equal(submit(world), WIJK_OK);
}

static void test_journal(void **state) {
    struct world *world = *state;
    const void *frames;
    size_t length;
    NEEDS_POLICY(world);
    fill(world);
    wijk_dossier_frames(world->dossier, &frames, &length);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_journal_write_json(world->context, frames, length, out, world->error), WIJK_OK);
    expect_json(wijk_buffer_data(out),
                JSON_LINE("dossier-open", "84") "'fields':{'neighbourhood':'South'}}\n"
                JSON_LINE("member-join", "85")
                "'fields':{'person':'" PERSON_TEXT("6d") "','role':'child','name':'Anna',"
                "'born':'2017-10-19'}}\n"
                JSON_LINE("tier-enter", "86") "'reason':'because','fields':{'ladder':'care','tier':'team-plan'},"
                                              "'derived':{'rank':3}}\n");
    wijk_buffer_destroy(out);
}

/* What is dumped can be taken again: another dossier with the same state comes of it. */
static void test_journal_again(void **state) {
    struct world *world = *state;
    struct look before, after;
    const void *frames;
    size_t length;
    NEEDS_POLICY(world);
    fill(world);
    before = look_at(world->dossier);
    wijk_dossier_frames(world->dossier, &frames, &length);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_journal_write_json(world->context, frames, length, out, world->error), WIJK_OK);
    wijk_dossier_destroy(world->dossier);
    wijk_id dossier = id(DOSSIER);
    assert_int_equal(wijk_dossier_new(world->context, world->policy, &dossier, &world->dossier, NULL), WIJK_OK);
    for (const char *at = wijk_buffer_data(out); *at; at = strchr(at, '\n') + 1) {
        size_t line = (size_t)(strchr(at, '\n') - at);
        assert_int_equal(wijk_act_read_json(world->act, at, line, &dossier, world->error), WIJK_OK);
        assert_int_equal(submit(world), WIJK_OK);
    }
    after = look_at(world->dossier);
    assert_memory_equal(before.digest, after.digest, sizeof before.digest);
    /* One act a frame and the same policy: the very same bytes. */
    assert_memory_equal(before.head, after.head, sizeof before.head);
    free(before.frames);
    free(after.frames);
    wijk_buffer_destroy(out);
}

static size_t count_lines(const wijk_buffer *buffer) {
    size_t count = 0;
    for (size_t i = 0; i < wijk_buffer_size(buffer); i++)
        count += wijk_buffer_data(buffer)[i] == '\n';
    return count;
}

/* A torn tail is left out and told of; damage before the tail gives nothing. */
static void test_journal_damage(void **state) {
    struct world *world = *state;
    const void *frames;
    size_t length;
    NEEDS_POLICY(world);
    fill(world);
    wijk_dossier_frames(world->dossier, &frames, &length);
    uint8_t *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, frames, length);
    wijk_buffer *out = new_buffer(world);
    assert_int_equal(wijk_store_reply(out, "kept", 4), WIJK_OK);
    assert_int_equal(wijk_journal_write_json(world->context, copy, length - 1, out, world->error), WIJK_TAIL_CUT);
    assert_int_equal(count_lines(out), 2);
    assert_memory_equal(wijk_buffer_data(out), "kept{\"act\":\"dossier-open\"", 24);
    wijk_buffer_clear(out);
    assert_int_equal(wijk_store_reply(out, "kept", 4), WIJK_OK);
    copy[length / 2] ^= 1;
    assert_int_equal(wijk_journal_write_json(world->context, copy, length, out, world->error), WIJK_E_CORRUPT);
    assert_true(wijk_error_offset(world->error) > 0);
    assert_string_equal(wijk_buffer_data(out), "kept");
    assert_int_equal(wijk_journal_write_json(world->context, copy, 0, out, world->error), WIJK_OK);
    assert_int_equal(wijk_journal_write_json(world->context, NULL, 0, out, world->error), WIJK_OK);
    assert_int_equal(wijk_journal_write_json(world->context, NULL, 1, out, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_journal_write_json(NULL, copy, 0, out, world->error), WIJK_E_ARGUMENT);
    assert_int_equal(wijk_journal_write_json(world->context, copy, 0, NULL, world->error), WIJK_E_ARGUMENT);
    assert_string_equal(wijk_buffer_data(out), "kept");
    wijk_buffer_destroy(out);
    free(copy);
}

/* ---- no memory ---- */

/* Each allocation fails in turn: the buffer is as it was, and the call succeeds when there is memory again. */
static void test_no_memory(void **state) {
    struct world *world = *state;
    const void *frames;
    size_t length;
    NEEDS_POLICY(world);
    fill(world);
    wijk_dossier_frames(world->dossier, &frames, &length);
    wijk_table *table = table_of(world, WIJK_TABLE_ACTS);
    make_join(world, 950, DAY - 9, ANNA);
    assert_int_equal(submit(world), WIJK_REFUSED);
    wijk_id dossier = id(DOSSIER);
    static char long_text[4000];
    memset(long_text, '"', sizeof long_text);
    for (int what = 0; what < 6; what++) {
        wijk_status status = WIJK_E_MEMORY;
        for (size_t failing = 1; status == WIJK_E_MEMORY; failing++) {
            wijk_buffer *out = new_buffer(world);
            assert_int_equal(wijk_store_reply(out, "kept", 4), WIJK_OK);
            world->alloc.fail_at = world->alloc.calls + failing;
            status = what == 0   ? wijk_table_write(table, WIJK_FORMAT_CSV, 1, out, world->error)
                     : what == 1 ? wijk_table_write(table, WIJK_FORMAT_JSON_LINES, 1, out, world->error)
                     : what == 2 ? wijk_findings_write_json(world->findings, WIJK_DUTCH, out, world->error)
                     : what == 3 ? wijk_journal_write_json(world->context, frames, length, out, world->error)
                     : what == 4 ? wijk_act_write_json(world->act, &dossier, out, world->error)
                                 : wijk_csv_write_text(long_text, sizeof long_text, out, world->error);
            world->alloc.fail_at = 0;
            assert_int_equal(wijk_error_code(world->error), status);
            assert_memory_equal(wijk_buffer_data(out), "kept", 4);
            assert_true(status == WIJK_OK ? wijk_buffer_size(out) > 4 : wijk_buffer_size(out) == 4);
            assert_int_equal(wijk_buffer_data(out)[wijk_buffer_size(out)], 0);
            wijk_buffer_destroy(out);
        }
        assert_int_equal(status, WIJK_OK);
    }
    wijk_table_unref(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_csv_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_csv_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_csv_cell_of_a_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_csv_types, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_json_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_table_arguments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_drawing_arguments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_findings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_findings_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_journal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_journal_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_journal_damage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
