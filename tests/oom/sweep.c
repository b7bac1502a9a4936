/* sweep MAP: every public function, while memory fails. Each scenario is played as often as it asks for memory: once
 * each call for memory fails once, and the step that fails is then repeated and must succeed; once it fails for ever
 * after. Never may anything be lost, changed by a failure, or end up other than when nothing failed. MAP is the version
 * script: a function in it that no scenario calls fails the test. */
#include "sweep.h"
#include "story.h"

enum { NAMES_MOST = 1024, FIELDS_MOST = 32, CALLS_MOST = 5000 };

struct given given;
static const char *called[NAMES_MOST];
static size_t called_count;

void note(const char *name) { /* by address: a name stands here once for each file that calls it */
    for (size_t i = 0; i < called_count; i++)
        if (called[i] == name)
            return;
    if (called_count < NAMES_MOST)
        called[called_count++] = name;
}

void wrong(struct run *run, const char *file, int line, const char *what) {
    if (!run->wrong)
        printf("%s:%d: %s (step %s, call %zu fails %s)\n", file, line, what, run->step ? run->step : "-",
               run->alloc->fail_at, run->alloc->for_ever ? "for ever" : "once");
    run->wrong = true;
}

wijk_id number_id(uint32_t number) {
    wijk_id id = {{0x6F, 0x6F, 0x6D}};
    for (int i = 0; i < 4; i++)
        id.bytes[12 + i] = (uint8_t)(number >> (24 - 8 * i));
    return id;
}

/* ---- what a failure must leave as it was ---- */

struct look {
    uint8_t *bytes;
    size_t size;
};

static void add(struct look *look, const void *bytes, size_t size) {
    look->bytes = realloc(look->bytes, look->size + size + 1);
    if (look->bytes == NULL)
        abort();
    if (size > 0)
        memcpy(look->bytes + look->size, bytes, size);
    look->size += size;
}

static void look_at_dossier(struct look *look, const wijk_dossier *dossier) {
    uint8_t hash[WIJK_HASH_SIZE];
    const void *frames;
    size_t length;
    uint64_t counts[] = {CALL(wijk_dossier_acts)(dossier), CALL(wijk_dossier_sequence)(dossier),
                         CALL(wijk_dossier_saved_sequence)(dossier)};
    add(look, counts, sizeof counts);
    if (dossier == NULL)
        return;
    CALL(wijk_dossier_digest)(dossier, hash);
    add(look, hash, sizeof hash);
    CALL(wijk_dossier_head)(dossier, hash);
    add(look, hash, sizeof hash);
    CALL(wijk_dossier_frames)(dossier, &frames, &length);
    add(look, frames, length);
}

static void look_at_act(struct look *look, const wijk_act *act) {
    wijk_act_type type = CALL(wijk_act_get_type)(act);
    add(look, &type, sizeof type);
    for (wijk_field field = 1; field < FIELDS_MOST; field++) {
        size_t length;
        int64_t number = CALL(wijk_act_get_int)(act, field);
        const wijk_id *id = CALL(wijk_act_get_field_id)(act, field);
        const char *text = CALL(wijk_act_get_text)(act, field, &length);
        int32_t has = CALL(wijk_act_has)(act, field);
        add(look, &has, sizeof has);
        add(look, &number, sizeof number);
        add(look, id, id != NULL ? sizeof *id : 0);
        add(look, text, text != NULL ? length : 0);
    }
}

static struct look look_at(const struct run *run, int flags) {
    struct look look = {NULL, 0};
    look_at_dossier(&look, run->dossier);
    look_at_dossier(&look, run->second);
    uint32_t filled[] = {CALL(wijk_cohort_dossiers)(run->cohort), CALL(wijk_cohort_acts)(run->cohort),
                         CALL(wijk_cohort_measurements)(run->cohort)};
    add(&look, filled, sizeof filled);
    if (!(flags & LOSES_ACT))
        look_at_act(&look, run->act);
    if (!(flags & FILLS_BUFFER))
        add(&look, CALL(wijk_buffer_data)(run->buffer), CALL(wijk_buffer_size)(run->buffer));
    return look;
}

/* ---- playing ---- */

static void let_go(struct run *run) {
    CALL(wijk_tally_destroy)(run->tally);
    CALL(wijk_cohort_unref)(run->cohort);
    CALL(wijk_store_destroy)(run->store);
    CALL(wijk_journal_report_destroy)(run->report);
    CALL(wijk_table_unref)(run->table);
    CALL(wijk_dossier_destroy)(run->other_dossier);
    CALL(wijk_dossier_destroy)(run->second);
    CALL(wijk_dossier_destroy)(run->dossier);
    CALL(wijk_policy_unref)(run->policy);
    CALL(wijk_buffer_destroy)(run->buffer);
    CALL(wijk_act_destroy)(run->other_act);
    CALL(wijk_act_destroy)(run->act);
    CALL(wijk_findings_destroy)(run->findings);
    CALL(wijk_error_destroy)(run->error);
    CALL(wijk_context_unref)(run->context);
}

static wijk_status play_step(struct run *run, const struct step *step) {
    run->step = step->name;
    struct look before = look_at(run, step->flags);
    size_t failures = run->alloc->failures;
    wijk_status status = step->play(run, step->argument);
    if (status == WIJK_E_MEMORY) {
        struct look after = look_at(run, step->flags);
        MUST(run, run->alloc->failures > failures);
        MUST(run, before.size == after.size && memcmp(before.bytes, after.bytes, before.size) == 0);
        MUST(run, (step->flags & NO_ERROR) || run->error == NULL || wijk_error_code(run->error) == WIJK_E_MEMORY);
        free(after.bytes);
        if (!run->alloc->for_ever) {
            status = step->play(run, step->argument);
            MUST(run, status == WIJK_OK);
        }
    }
    free(before.bytes);
    return status;
}

struct ending { /* how the scenario ends when nothing fails */
    const struct scenario *scenario;
    struct look look;
    bool known, wrong;
};

static wijk_status play(struct fail_alloc *alloc, void *userdata) {
    struct ending *ending = userdata;
    const struct scenario *scenario = ending->scenario;
    struct run run = {.alloc = alloc};
    wijk_status status = WIJK_OK;
    for (size_t i = 0; i < scenario->count && status == WIJK_OK && !run.wrong; i++)
        status = play_step(&run, &scenario->steps[i]);
    if (status == WIJK_OK && !run.wrong) {
        struct look look = look_at(&run, 0);
        if (!ending->known) {
            ending->look = look;
            ending->known = true;
        } else {
            MUST(&run, look.size == ending->look.size && memcmp(look.bytes, ending->look.bytes, look.size) == 0);
            free(look.bytes);
        }
    }
    let_go(&run);
    ending->wrong |= run.wrong;
    if (status != WIJK_OK && status != WIJK_E_MEMORY)
        printf("%s: %s\n", run.step, wijk_status_name(status));
    return run.wrong ? WIJK_E_ARGUMENT : status;
}

static bool sweep(const struct scenario *scenario) {
    struct ending ending = {.scenario = scenario};
    long calls = fail_alloc_sweep(play, &ending, CALLS_MOST);
    free(ending.look.bytes);
    if (calls < 0 || ending.wrong)
        printf("%s: FAILED\n", scenario->name);
    else
        printf("%s: %zu steps, %ld calls for memory, each failed once and for ever\n", scenario->name,
               scenario->count, calls);
    return calls >= 0 && !ending.wrong;
}

/* ---- the version script ---- */

static bool was_called(const char *name) {
    for (size_t i = 0; i < called_count; i++)
        if (strcmp(called[i], name) == 0)
            return true;
    return false;
}

static bool all_were_called(const char *map) {
    char line[256], name[128];
    size_t functions = 0, missing = 0;
    FILE *file = fopen(map, "r");
    if (file == NULL) {
        printf("%s cannot be read\n", map);
        return false;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, " wijk_%100[a-z0-9_];", name) != 1)
            continue;
        char whole[140];
        snprintf(whole, sizeof whole, "wijk_%s", name);
        functions++;
        if (!was_called(whole)) {
            printf("%s is called by no scenario\n", whole);
            missing++;
        }
    }
    fclose(file);
    printf("%zu functions in the version script, %zu of them not called\n", functions, missing);
    return functions > 0 && missing == 0;
}

int main(int count, char **arguments) {
    static const struct scenario *const scenarios[] = {&objects_scenario, &policy_scenario, &dossier_scenario,
                                                       &history_scenario, &reading_scenario, &table_scenario, &cohort_scenario,
                                                       &merge_scenario, &split_scenario,
                                                       &sqlite_scenario, &host_scenario, &survival_scenario, &comparison_scenario,
                                                       &measures_scenario};
    static struct story story;
    bool good = true;
    if (!wijk_feature_supported(WIJK_FEATURE_JSON) || !wijk_feature_supported(WIJK_FEATURE_SQLITE)) {
        puts("skipped: this build leaves out what the scenarios need");
        return 77;
    }
    if (count != 2 || wijk_context_new(NULL, NULL, &given.context) != WIJK_OK ||
        wijk_policy_load_default(given.context, &given.policy, NULL) != WIJK_OK)
        return 2;
    story_make(&story, given.context, 1);
    story_go_on(&story);
    given.acts = story.acts;
    given.count = story.count;
    given.day = story.day;
    history_prepare();
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        good &= sweep(scenarios[i]);
    history_done();
    story_free(&story);
    wijk_policy_unref(given.policy);
    wijk_context_unref(given.context);
    good &= all_were_called(arguments[1]);
    return good ? 0 : 1;
}
