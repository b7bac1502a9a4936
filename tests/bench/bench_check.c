/* What judging costs, beside the limits that it is held to: a check of a loaded dossier of 60 acts, agenda and figures,
 * a table as of an earlier day of a dossier of 1,000 acts, and one act more on histories of 10 to 10,000 acts. Times
 * are of the best of nine rounds, on a core. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "story.h"

enum { DOSSIERS = 256, ACTS = 60, ROUNDS = 9 };

static wijk_context *context;
static wijk_policy *policy;
static wijk_findings *findings;
static wijk_dossier *dossiers[DOSSIERS];
static wijk_date today;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The best time of one of `count` calls, in microseconds. */
static double best(void (*measured)(void), double count) {
    double fastest = 0;
    for (int round = -1; round < ROUNDS; round++) { /* the first round warms up */
        double start = now();
        measured();
        double taken = now() - start;
        fastest = round <= 0 || taken < fastest ? taken : fastest;
    }
    return fastest * 1e6 / count;
}

static void print(const char *what, double microseconds, double limit) {
    printf("%-56s %9.2f us   limit %9.2f   ratio %5.2f\n", what, microseconds, limit, microseconds / limit);
}

/* ---- a store full of households ---- */

static wijk_dossier *household(uint32_t seed) {
    static struct story story;
    wijk_dossier *made, *loaded;
    const void *frames;
    size_t length;
    story_make(&story, context, seed);
    wijk_id id = story_id(seed, 9999);
    story_must(wijk_dossier_new(context, policy, &id, &made, NULL), "dossier");
    story_must(wijk_dossier_submit_all(made, (const wijk_act *const *)story.acts, ACTS, NULL, NULL), "submit");
    wijk_dossier_frames(made, &frames, &length);
    story_must(wijk_dossier_load(context, policy, frames, length, WIJK_LOAD_CHECKSUMS, &loaded, NULL), "load");
    wijk_dossier_destroy(made);
    today = wijk_act_get_valid(story.acts[ACTS - 1]) + 10;
    story_free(&story);
    return loaded;
}

static void check_all(void) {
    for (int turn = 0; turn < 20; turn++)
        for (int i = 0; i < DOSSIERS; i++)
            story_must(wijk_dossier_check(dossiers[i], today, WIJK_TIME_NONE, findings, NULL), "check");
}

static void agenda_all(void) {
    for (int i = 0; i < DOSSIERS; i++) {
        wijk_table *table;
        story_must(wijk_dossier_agenda(dossiers[i], today, today + 28, WIJK_TIME_NONE, &table, NULL), "agenda");
        wijk_table_unref(table);
    }
}

static void figures_all(void) {
    for (int i = 0; i < DOSSIERS; i++) {
        wijk_table *table;
        story_must(wijk_dossier_table(dossiers[i], WIJK_TABLE_FIGURES, today, WIJK_TIME_NONE, &table, NULL), "figures");
        wijk_table_unref(table);
    }
}

/* ---- long histories ---- */

enum { LONGEST = 10000, MORE = 1000, LONG = LONGEST + MORE };

static wijk_dossier *history;
static struct long_story {
    uint32_t seed;
    size_t count;
    wijk_date day;
    wijk_id worker, organisation, ids[LONG];
    wijk_act *acts[LONG];
} years;

static void begin_years(struct long_story *s, wijk_id *person, wijk_id *plan, wijk_id *goal) {
    *s = (struct long_story){.seed = 77, .day = 18000};
    s->worker = story_id(77, 900);
    s->organisation = story_id(77, 901);
    *person = story_id(77, 1);
    for (size_t i = 0; i < LONG; i++)
        story_must(wijk_act_new(context, &s->acts[i], NULL), "act");
    STORY(s, dossier_open, "Oud-Zuid", NULL, NULL);
    STORY(s, member_join, person, WIJK_MEMBER_ROLE_ADULT, "Anna", 6000, NULL);
    STORY(s, plan_draft, "Calm at home", NULL);
    *plan = *STORY_LAST(s);
    STORY(s, goal_set, plan, NULL, "The fixed costs are paid every month", NULL, INT64_MIN, INT64_MIN, WIJK_DATE_NONE,
          NULL, NULL);
    *goal = *STORY_LAST(s);
}

/* A household that is helped for years: asked, answered, heard, moved, its goal looked at and scored, help begun and
 * ended. */
static void make_years(struct long_story *s) {
    static const char *const settings[] = {"home", "clinic"};
    wijk_id person, plan, goal;
    begin_years(s, &person, &plan, &goal);
    for (size_t turn = 0; s->count + 8 <= LONG; turn++) {
        s->day++;
        STORY(s, request_receive, WIJK_ASKER_MEMBER, &person, "finances", WIJK_CHANNEL_PHONE, "What now?", NULL);
        wijk_id request = *STORY_LAST(s);
        STORY(s, request_decide, &request, WIJK_REQUEST_OUTCOME_GRANTED, "It is needed.", NULL);
        STORY(s, member_hear, &person, WIJK_HEARING_ALONE, NULL);
        STORY(s, setting_move, settings[turn % 2], NULL, NULL);
        STORY(s, action_start, &plan, &goal, NULL, "general.budget-advice", "open the mail together", NULL);
        wijk_id action = *STORY_LAST(s);
        STORY(s, goal_review, &goal, WIJK_PROGRESS_IMPROVING, NULL, NULL);
        STORY(s, goal_score, &goal, 1, WIJK_RATER_CLIENT, NULL);
        STORY(s, action_end, &action, NULL);
    }
}

static void make_history(uint32_t length) {
    wijk_id id = story_id(77, 999999);
    story_must(wijk_dossier_new(context, policy, &id, &history, NULL), "dossier");
    story_must(wijk_dossier_submit_all(history, (const wijk_act *const *)years.acts, length, NULL, NULL), "submit");
}

static void ask_then(void) {
    for (int i = 0; i < 100; i++) {
        wijk_table *table;
        story_must(wijk_dossier_table(history, WIJK_TABLE_GOALS, wijk_act_get_valid(years.acts[900]), WIJK_TIME_NONE,
                                      &table, NULL), "table");
        wijk_table_unref(table);
    }
}

static void check_history(void) {
    for (int i = 0; i < 100; i++)
        story_must(wijk_dossier_check(history, years.day, WIJK_TIME_NONE, findings, NULL), "check");
}

/* Acts more, in one frame, on a history of a length. */
static double cost_of_act(uint32_t length) {
    double fastest = 0;
    for (int round = 0; round < ROUNDS; round++) {
        make_history(length);
        double start = now();
        story_must(wijk_dossier_begin(history, NULL), "begin");
        for (uint32_t i = 0; i < MORE && length + i < years.count; i++)
            story_must(wijk_dossier_submit(history, years.acts[length + i], NULL, NULL), "submit");
        story_must(wijk_dossier_commit(history, NULL), "commit");
        double taken = now() - start;
        wijk_dossier_destroy(history);
        fastest = round == 0 || taken < fastest ? taken : fastest;
    }
    return fastest * 1e6 / MORE;
}

static void print_costs(void) {
    double first = 0;
    for (uint32_t length = 10; length <= LONGEST; length *= 10) {
        char what[64];
        double cost = cost_of_act(length);
        first = first > 0 ? first : cost;
        snprintf(what, sizeof what, "one act more on %u", (unsigned)length);
        print(what, cost, 1);
        if (length > 10)
            printf("%-56s %9.2f times that on 10\n", "", cost / first);
    }
}

int main(void) {
    story_must(wijk_context_new(NULL, NULL, &context), "context");
    story_must(wijk_policy_load_default(context, &policy, NULL), "policy");
    story_must(wijk_findings_new(context, &findings, NULL), "findings");
    for (uint32_t i = 0; i < DOSSIERS; i++)
        dossiers[i] = household(i);
    check_all();
    printf("%d dossiers of %d acts, each with %u findings\n", DOSSIERS, ACTS, wijk_findings_count(findings));
    print("check of a loaded dossier (100,000 in 2 s)", best(check_all, 20.0 * DOSSIERS), 20);
    printf("%-56s %9.2f us\n", "agenda of four weeks", best(agenda_all, DOSSIERS));
    printf("%-56s %9.2f us\n", "figures", best(figures_all, DOSSIERS));

    make_years(&years);
    make_history(1000);
    print("table as of an earlier day, of 1,000 acts", best(ask_then, 100), 100);
    printf("%-56s %9.2f us\n", "check of 1,000 acts", best(check_history, 100));
    wijk_dossier_destroy(history);
    print_costs();
    return 0;
}
