/* What people say and are called stays where it was written down: a marker stands in every personal text of many acts,
 * in their reasons, and in bad input, and is then looked for in all findings, errors and figures, in the agenda, and in
 * what the command says. */
#define _POSIX_C_SOURCE 200809L
#include "dossier_support.h"
#include "story.h"

#include <unistd.h>

#define MARKER "Zwaluwstaart"

enum { TYPES_MOST = 512, FIELDS_MOST = 17 };

static char marked[TYPES_MOST][FIELDS_MOST]; /* by type and field: taken by a dossier with the marker in it */

static void assert_silent(const char *text, size_t length) {
    for (size_t at = 0; text != NULL && at + strlen(MARKER) <= length; at++)
        if (memcmp(text + at, MARKER, strlen(MARKER)) == 0)
            fail_msg("somebody can be known by this: %.*s", (int)length, text);
}

static void assert_silent_error(const wijk_error *error) {
    const char *texts[] = {wijk_error_message(error, WIJK_ENGLISH), wijk_error_message(error, WIJK_DUTCH),
                           wijk_error_path(error)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_silent(texts[i], strlen(texts[i]));
}

static void assert_silent_findings(const struct world *world) {
    for (wijk_language language = WIJK_ENGLISH; language <= WIJK_DUTCH; language++) {
        wijk_buffer *out;
        assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
        assert_int_equal(wijk_findings_write_json(world->findings, language, out, NULL), WIJK_OK);
        assert_silent(wijk_buffer_data(out), wijk_buffer_size(out));
        wijk_buffer_destroy(out);
    }
    for (uint32_t i = 0; i < wijk_findings_count(world->findings); i++)
        for (uint32_t fact = 0; fact < wijk_findings_missing_count(world->findings, i); fact++) {
            const char *key = wijk_findings_missing_key(world->findings, i, fact);
            assert_silent(key, key ? strlen(key) : 0);
        }
}

/* ---- planting ---- */

static bool is_personal_text(wijk_act_type type, wijk_field field) {
    return wijk_catalog_member_personal(WIJK_CATALOG_ACTS, type, field) != 0 &&
           strcmp(wijk_catalog_member_type(WIJK_CATALOG_ACTS, type, field), "text") == 0;
}

/* The marker in every personal text of an act, also in those that it did not have, and in its reason. */
static void plant(wijk_act *act) {
    wijk_act_type type = wijk_act_get_type(act);
    for (uint32_t place = 0; place < wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); place++) {
        wijk_field field = wijk_catalog_member_number(WIJK_CATALOG_ACTS, type, place);
        bool is_read = type == WIJK_ACT_MEASURE_TAKE; /* what stands in its text is read: it can be no marker */
        if (is_personal_text(type, field) && !is_read)
            assert_int_equal(wijk_act_set_text(act, field, MARKER, WIJK_NUL_TERMINATED, NULL), WIJK_OK);
    }
    assert_int_equal(wijk_act_set_reason(act, "said by " MARKER, WIJK_NUL_TERMINATED, NULL), WIJK_OK);
}

static wijk_status submit_planted(struct world *world, wijk_act *act) {
    plant(act);
    wijk_status status = wijk_dossier_submit(world->dossier, act, world->findings, world->error);
    assert_silent_findings(world);
    assert_silent_error(world->error);
    wijk_act_type type = wijk_act_get_type(act);
    for (wijk_field field = 1; field < FIELDS_MOST; field++)
        marked[type][field] |= status == WIJK_OK && wijk_act_has(act, field);
    return status;
}

/* The story, and after it what it does not do; all taken. */
static void fill(struct world *world, struct story *story) {
    const wijk_date none = WIJK_DATE_NONE;
    story_make(story, world->context, 1);
    story_go_on(story);
    const wijk_id helper = id(50), other = id(51);
    const size_t told = story->count;
    story->day += 10;
    STORY(story, network_join, &helper, WIJK_RELATION_FRIEND, "-", NULL);
    STORY(story, professional_join, &other, NULL, NULL, "expert", "-", NULL);
    STORY(story, member_join, &helper, WIJK_MEMBER_ROLE_CHILD, "-", none, NULL);
    STORY(story, member_excuse, &helper, "-", NULL);
    STORY(story, member_revise, &helper, 0, "-", none, 0, NULL);
    STORY(story, request_receive, WIJK_ASKER_MEMBER, &helper, "housing", WIJK_CHANNEL_PHONE, "-", NULL);
    STORY(story, analysis_open, NULL);
    const wijk_id analysis = *STORY_LAST(story);
    STORY(story, strength_identify, &analysis, "finances", NULL, "-", NULL);
    STORY(story, problem_identify, &analysis, "finances", NULL, WIJK_PROBLEM_SEVERITY_SERIOUS, "-", NULL);
    const wijk_id problem = *STORY_LAST(story);
    STORY(story, problem_leave, &problem, "-", NULL);
    STORY(story, plan_draft, "-", NULL);
    const wijk_id plan = *STORY_LAST(story);
    STORY(story, plan_review, &plan, none, "-", NULL);
    STORY(story, goal_set, &plan, &problem, "-", "-", INT64_MIN, INT64_MIN, none, NULL, NULL);
    const wijk_id goal = *STORY_LAST(story);
    STORY(story, goal_revise, &goal, "-", "-", INT64_MIN, INT64_MIN, none, NULL, NULL, NULL);
    STORY(story, goal_review, &goal, WIJK_PROGRESS_NO_CHANGE, "-", NULL);
    STORY(story, action_plan, &plan, &goal, &helper, NULL, "-", 60, INT64_MIN, none, none, none, NULL);
    const wijk_id action = *STORY_LAST(story);
    STORY(story, action_begin, &action, NULL);
    STORY(story, action_pause, &action, "-", NULL, NULL);
    STORY(story, coordination_claim, &other, none, "-", NULL);
    const wijk_id claim = *STORY_LAST(story);
    STORY(story, claim_resolve, &claim, WIJK_RESOLUTION_REJECTED, "-", NULL);
    STORY(story, coordination_claim, &helper, none, "-", NULL);
    STORY(story, duty_perform, "partners-informed", "-", NULL);
    STORY(story, measure_take, "gas", &helper, WIJK_RATER_CLIENT, WIJK_MEASURE_MOMENT_BASELINE, "goal=1", NULL);
    STORY(story, story_note, WIJK_STORY_KIND_EXPERIENCE, "effect", "-", &helper, NULL, NULL);
    for (size_t i = 0; i < story->count; i++)
        if (submit_planted(world, story->acts[i]) != WIJK_OK)
            fail_msg("%s act %zu was not taken: %s %s", i < told ? "story" : "later", i,
                     wijk_findings_count(world->findings) ? wijk_findings_text(world->findings, 0, WIJK_ENGLISH) : "",
                     wijk_error_path(world->error));
}

/* ---- looking ---- */

static void assert_silent_table(const struct world *world, wijk_table *table) {
    wijk_buffer *out;
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    assert_int_equal(wijk_table_write(table, WIJK_FORMAT_JSON_LINES, 0, out, NULL), WIJK_OK);
    assert_silent(wijk_buffer_data(out), wijk_buffer_size(out));
    wijk_buffer_destroy(out);
    wijk_table_unref(table);
}

static void test_taken(void **state) {
    static struct story story;
    struct world *world = *state;
    wijk_table *table;
    uint8_t digest[WIJK_HASH_SIZE];
    NEEDS_POLICY(world);
    fill(world, &story);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_ACTS); i++) { /* nothing was forgotten */
        wijk_act_type type = wijk_catalog_number(WIJK_CATALOG_ACTS, i);
        for (wijk_field field = 1; field <= (wijk_field)wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); field++)
            if (is_personal_text(type, field) && !marked[type][field])
                fail_msg("nobody said anything in %s of %s", wijk_catalog_member_name(WIJK_CATALOG_ACTS, type, field),
                         wijk_catalog_name(WIJK_CATALOG_ACTS, type));
    }
    const wijk_dossier *dossier = world->dossier;
    const wijk_time now = WIJK_TIME_NONE;
    static const wijk_table_id gathered[] = {WIJK_TABLE_FIGURES, WIJK_TABLE_OPTIONS, WIJK_TABLE_SUGGESTIONS,
                                             WIJK_TABLE_DAYS,    WIJK_TABLE_FLOW,    WIJK_TABLE_OVERSTAYS,
                                             WIJK_TABLE_TRACE,   WIJK_TABLE_INDICATORS};
    for (wijk_date day = story.day - 400; day < story.day + 800; day += 50) {
        assert_true(wijk_dossier_check(dossier, day, now, world->findings, world->error) >= WIJK_OK);
        assert_silent_findings(world);
        assert_int_equal(wijk_dossier_agenda(dossier, day, day + 400, now, &table, world->error), WIJK_OK);
        assert_silent_table(world, table);
        for (size_t i = 0; i < sizeof gathered / sizeof *gathered; i++) {
            assert_int_equal(wijk_dossier_table(dossier, gathered[i], day, now, &table, NULL), WIJK_OK);
            assert_silent_table(world, table);
        }
        assert_int_equal(wijk_dossier_steps(dossier, day, now, &table, world->findings, NULL), WIJK_OK);
        assert_silent_findings(world);
        wijk_table_unref(table);
    }
    for (size_t i = 0; i < story.count; i++) {
        const wijk_id own = id(9000);
        const wijk_id *act = wijk_act_get_id(story.acts[i]);
        assert_true(wijk_dossier_undo(world->dossier, act, &own, story.day, NOON(story.day + 1), world->act,
                                      world->findings, world->error) >= WIJK_OK);
        assert_silent_findings(world);
    }
    assert_int_equal(wijk_dossier_digest(world->dossier, digest), WIJK_OK);
    assert_silent((const char *)digest, sizeof digest);
    story_free(&story);
}

/* Nothing that an act is about is there, and its day is before all others. */
static void test_refused(void **state) {
    struct world *world = *state;
    uint32_t refused = 0;
    NEEDS_POLICY(world);
    fill_two(world);
    for (uint32_t i = 0; i < wijk_catalog_count(WIJK_CATALOG_ACTS); i++) {
        wijk_act_type type = wijk_catalog_number(WIJK_CATALOG_ACTS, i);
        wijk_id own = id(3000 + i), nobody = id(4000);
        assert_int_equal(wijk_act_begin(world->act, type, &own, DAY - 1, NOON(DAY + 9), NULL), WIJK_OK);
        by_who(world);
        for (wijk_field field = 1; field <= (wijk_field)wijk_catalog_member_count(WIJK_CATALOG_ACTS, type); field++) {
            wijk_act_set_id(world->act, field, &nobody, NULL);
            wijk_act_set_int(world->act, field, 1, NULL);
            wijk_act_set_date(world->act, field, DAY, NULL);
            wijk_act_set_code(world->act, field, 1, NULL);
            if (!is_personal_text(type, field)) /* a key that no policy has, or is none */
                wijk_act_set_text(world->act, field, i % 2 ? "nowhere" : "No key", WIJK_NUL_TERMINATED, world->error);
        }
        wijk_status status = submit_planted(world, world->act);
        refused += status != WIJK_OK;
    }
    assert_true(refused > 40);
}

/* ---- bad input ---- */

static void test_bad_texts(void **state) {
    struct world *world = *state;
    wijk_limits limits = {.struct_size = sizeof limits, .text_bytes = 20};
    wijk_context *narrow;
    wijk_act *act;
    wijk_id own = id(1), person = id(2);
    static const char *const bad[] = {MARKER "\xff", MARKER "\xc3", MARKER " is longer than this may be"};
    assert_int_equal(wijk_context_new(NULL, &limits, &narrow), WIJK_OK);
    assert_int_equal(wijk_act_new(narrow, &act, NULL), WIJK_OK);
    assert_int_equal(wijk_act_begin(act, WIJK_ACT_MEMBER_EXCUSE, &own, DAY, NOON(DAY), NULL), WIJK_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(wijk_act_set_text(act, WIJK_MEMBER_EXCUSE_WHY, bad[i], WIJK_NUL_TERMINATED, world->error) < 0);
        assert_silent_error(world->error);
        assert_true(wijk_act_set_reason(act, bad[i], WIJK_NUL_TERMINATED, world->error) < 0);
        assert_silent_error(world->error);
        assert_true(wijk_act_set_actor(act, &person, NULL, bad[i], WIJK_NUL_TERMINATED, world->error) < 0);
        assert_silent_error(world->error);
    }
    assert_true(wijk_act_set_text(act, WIJK_MEMBER_EXCUSE_PERSON, MARKER, WIJK_NUL_TERMINATED, world->error) < 0);
    assert_silent_error(world->error);
    wijk_act_destroy(act);
    wijk_context_unref(narrow);
}

static const char line[] =
    "{\"act\":\"member-excuse\",\"id\":\"00112233-4455-4677-8899-aabbccddeeff\",\"dossier\":"
    "\"00112233-4455-4677-8899-aabbccddeefe\",\"valid\":\"2026-03-01\",\"recorded\":\"2026-03-01T10:00:00Z\",\"by\":"
    "{\"professional\":\"00112233-4455-4677-8899-aabbccddeefd\"},\"reason\":\"" MARKER "\",\"fields\":{\"person\":"
    "\"00112233-4455-4677-8899-aabbccddeefc\",\"why\":\"" MARKER "\"}}";

/* A line that is cut anywhere, that has a wrong letter anywhere, or the marker where something else belongs. */
static void test_bad_lines(void **state) {
    struct world *world = *state;
    char changed[sizeof line + 40];
    wijk_id dossier;
    NEEDS_POLICY(world);
    assert_int_equal(wijk_act_read_json(world->act, line, sizeof line - 1, &dossier, world->error), WIJK_OK);
    for (size_t at = 0; at < sizeof line - 1; at++) {
        static const char wrong[] = {'"', '}', '1', '\\', (char)0xff, 0};
        assert_true(wijk_act_read_json(world->act, line, at, &dossier, world->error) < 0);
        assert_silent_error(world->error);
        for (size_t i = 0; i < sizeof wrong; i++) {
            memcpy(changed, line, sizeof line);
            changed[at] = wrong[i];
            wijk_act_read_json(world->act, changed, sizeof line - 1, &dossier, world->error);
            assert_silent_error(world->error);
        }
    }
    static const char *const values[] = {
        "member-excuse", "00112233-4455-4677-8899-aabbccddeeff", "2026-03-01\"", "00112233-4455-4677-8899-aabbccddeefe",
        "2026-03-01T10:00:00Z", "00112233-4455-4677-8899-aabbccddeefd", "00112233-4455-4677-8899-aabbccddeefc"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        const char *place = strstr(line, values[i]), *rest = place + strcspn(place, "\"");
        int length = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(place - line), line, MARKER, rest);
        assert_true(wijk_act_read_json(world->act, changed, (size_t)length, &dossier, world->error) < 0);
        assert_silent_error(world->error);
    }
}

/* ---- the command ---- */

static void write_file(const char *path, const char *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Run the command in a folder; what it says on standard error is silent, and on standard output unless that is data. */
static void run(const char *folder, const char *words, bool with_output) {
    static char said[1 << 20];
    char command[1024];
    snprintf(command, sizeof command, "cd '%s' && '%s/src/cli/wijkteam' %s 2>&1 %s", folder, getenv("WIJK_BUILD_ROOT"),
             words, with_output ? "" : ">/dev/null");
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(said, 1, sizeof said, pipe);
    pclose(pipe);
    print_message("%s: %zu bytes\n", words, length);
    assert_silent(said, length);
}

static void test_the_command(void **state) {
    static struct story story;
    struct world *world = *state;
    char folder[] = "/tmp/wijkteam-personal-XXXXXX", path[300], words[200], dossier[WIJK_ID_TEXT_SIZE];
    NEEDS_POLICY(world);
    snprintf(path, sizeof path, "%s/src/cli/wijkteam", getenv("WIJK_BUILD_ROOT") ? getenv("WIJK_BUILD_ROOT") : "");
    if (access(path, X_OK) != 0 || !wijk_feature_supported(WIJK_FEATURE_SQLITE))
        skip();
    fill(world, &story);
    story_free(&story);
    struct look look = look_at(world->dossier);
    wijk_buffer *out;
    assert_int_equal(wijk_buffer_new(world->context, &out), WIJK_OK);
    assert_int_equal(wijk_journal_write_json(world->context, look.frames, look.length, out, NULL), WIJK_OK);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/acts.jsonl", folder);
    write_file(path, wijk_buffer_data(out), wijk_buffer_size(out));
    snprintf(path, sizeof path, "%s/torn.jsonl", folder);
    write_file(path, wijk_buffer_data(out), wijk_buffer_size(out) - 40);
    snprintf(path, sizeof path, "%s/headless.jsonl", folder); /* without the opening, so that all are refused */
    const char *second = strchr(wijk_buffer_data(out), '\n') + 1;
    write_file(path, second, wijk_buffer_size(out) - (size_t)(second - (const char *)wijk_buffer_data(out)));
    wijk_buffer_destroy(out);
    free(look.frames);
    wijk_id_format(wijk_dossier_id(world->dossier), dossier);
    run(folder, "import torn.db torn.jsonl", true);
    run(folder, "import headless.db headless.jsonl --each", true);
    run(folder, "import team.db headless.jsonl --dry-run", true);
    run(folder, "import team.db acts.jsonl", true);
    run(folder, "import team.db acts.jsonl", true);
    run(folder, "check team.db --on 2030-01-01", true);
    run(folder, "check team.db --on 2030-01-01 --json --lang nl", true);
    run(folder, "agenda team.db --from 2026-01-01 --until 2030-01-01", false); /* it names what is to be done */
    run(folder, "table team.db figures", true);
    run(folder, "journal verify team.db", true);
    snprintf(words, sizeof words, "undo team.db %s %s", dossier, dossier);
    run(folder, words, true);
    snprintf(words, sizeof words, "show team.db %s", dossier);
    run(folder, words, false);
    run(folder, "table team.db members", false);
    snprintf(words, sizeof words, "rm -r '%s'", folder);
    assert_int_equal(system(words), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_command, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
