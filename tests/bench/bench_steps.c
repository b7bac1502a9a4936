/* What the tier machine costs, beside the limits that it is held to: which steps are open for one dossier; replaying a
 * million tier acts over 100,000 dossiers, each loaded from its own frames; submitting those acts. Times are on a core,
 * the best of the rounds with the median behind. The peers stand in peers/. */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <time.h>

#include "story.h"

enum { DOSSIERS = 100000, TIER_ACTS = 10, ROUNDS = 5, ASKED = 256, TURNS = 20 };

static wijk_context *context;
static wijk_policy *policy;
static wijk_findings *findings;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ---- which steps are open ---- */

static void print_steps(void) {
    static struct story story;
    static wijk_dossier *dossiers[ASKED];
    double taken[ROUNDS];
    wijk_date on = 0;
    size_t rows = 0;
    for (uint32_t i = 0; i < ASKED; i++) {
        story_make(&story, context, i);
        wijk_id id = story_id(i, 9999);
        story_must(wijk_dossier_new(context, policy, &id, &dossiers[i], NULL), "dossier");
        story_must(wijk_dossier_submit_all(dossiers[i], (const wijk_act *const *)story.acts, 60, NULL, NULL), "submit");
        on = wijk_act_get_valid(story.acts[59]) + 10;
        story_free(&story);
    }
    for (int round = -1; round < ROUNDS; round++) { /* the first round warms up */
        double start = now();
        for (int turn = 0; turn < TURNS; turn++)
            for (size_t i = 0; i < ASKED; i++) {
                wijk_table *options;
                story_must(wijk_dossier_steps(dossiers[i], on, WIJK_TIME_NONE, &options, findings, NULL), "steps");
                rows = (size_t)wijk_table_rows(options);
                wijk_table_unref(options);
            }
        taken[round < 0 ? 0 : round] = (now() - start) * 1e6 / (TURNS * ASKED);
    }
    qsort(taken, ROUNDS, sizeof *taken, by_size);
    printf("steps of one dossier, %2zu options, %2u findings   %8.2f us (median %6.2f)   limit %5.1f   ratio %5.2f\n",
           rows, wijk_findings_count(findings), taken[0], taken[ROUNDS / 2], 20.0, taken[0] / 20.0);
    for (size_t i = 0; i < ASKED; i++)
        wijk_dossier_destroy(dossiers[i]);
}

/* ---- tier acts ---- */

/* A household that begins on the care ladder and goes up twice; the acts that are no tier acts come first. */
struct path {
    wijk_act *acts[16];
    size_t count, before;
};

static void add(struct path *path, wijk_status status, const wijk_id *worker) {
    story_must(status, "act");
    wijk_act *act = path->acts[path->count++];
    story_must(wijk_act_set_actor(act, worker, NULL, "team-worker", WIJK_NUL_TERMINATED, NULL), "actor");
}

/* The ids of what others refer to are given before, so that the acts of every dossier differ. */
static void make_path(struct path *path, uint32_t seed) {
    static const char *const tiers[] = {"universal", "team-short", "team-plan"};
    const wijk_date day = 18000 + (wijk_date)(seed % 2000);
    wijk_id worker = story_id(seed % 50, 1), person = story_id(seed, 2), step = person, id;
    path->count = 0;
#define NEXT (id = story_id(seed, 10 + (uint32_t)path->count), path->acts[path->count]), &id, \
             day + (wijk_date)path->count, story_time(day, path->count)
    add(path, wijk_act_dossier_open(NEXT, NULL, NULL, NULL), &worker);
    add(path, wijk_act_member_join(NEXT, &person, WIJK_MEMBER_ROLE_ADULT, NULL, WIJK_DATE_NONE, NULL), &worker);
    path->before = path->count;
    add(path, wijk_act_tier_enter(NEXT, "care", tiers[0], NULL, NULL), &worker);
    for (size_t i = 1; i < 3; i++) {
        add(path, wijk_act_step_propose(NEXT, "care", tiers[i], NULL), &worker);
        step = id;
        add(path, wijk_act_client_consult(NEXT, &step, &person, WIJK_OPINION_AGREES, NULL), &worker);
        add(path, wijk_act_step_decide(NEXT, &step, WIJK_DECISION_ACCEPTED, NULL), &worker);
        add(path, wijk_act_tier_enter(NEXT, "care", tiers[i], &step, NULL), &worker);
    }
    add(path, wijk_act_step_propose(NEXT, "care", tiers[1], NULL), &worker);
#undef NEXT
}

static wijk_dossier *take(const struct path *path, uint32_t seed, bool one_frame) {
    wijk_dossier *dossier;
    wijk_id id = story_id(seed, 1);
    story_must(wijk_dossier_new(context, policy, &id, &dossier, NULL), "dossier");
    if (one_frame)
        story_must(wijk_dossier_begin(dossier, NULL), "begin");
    for (size_t i = 0; i < path->count; i++)
        story_must(wijk_dossier_submit(dossier, path->acts[i], findings, NULL), "submit");
    if (one_frame)
        story_must(wijk_dossier_commit(dossier, NULL), "commit");
    return dossier;
}

static void print_rate(const char *what, double acts, double *seconds, double limit) {
    qsort(seconds, ROUNDS, sizeof *seconds, by_size);
    double best = acts / seconds[0];
    printf("%-50s %9.0f acts/s (median %9.0f)   limit %8.0f   ratio %5.2f\n", what, best, acts / seconds[ROUNDS / 2],
           limit, best / limit);
}

static void print_submit(const char *what, struct path *path, bool one_frame) {
    enum { HOUSEHOLDS = 2000 };
    double taken[ROUNDS];
    make_path(path, 1);
    for (int round = -1; round < ROUNDS; round++) {
        double start = now();
        for (uint32_t i = 0; i < HOUSEHOLDS; i++)
            wijk_dossier_destroy(take(path, i, one_frame));
        taken[round < 0 ? 0 : round] = now() - start;
    }
    print_rate(what, (double)HOUSEHOLDS * (double)path->count, taken, 1e6);
}

static void print_replay(struct path *path) {
    static size_t places[DOSSIERS + 1];
    static uint8_t *journals;
    size_t capacity = 0, length;
    const void *frames;
    double taken[ROUNDS];
    for (uint32_t i = 0; i < DOSSIERS; i++) {
        make_path(path, i);
        wijk_dossier *dossier = take(path, i, true);
        wijk_dossier_frames(dossier, &frames, &length);
        if (places[i] + length > capacity) {
            uint8_t *more = realloc(journals, capacity = 2 * capacity + length + (1 << 20));
            if (more == NULL)
                exit(1);
            journals = more;
        }
        memcpy(journals + places[i], frames, length);
        places[i + 1] = places[i] + length;
        wijk_dossier_destroy(dossier);
    }
    for (int round = -1; round < ROUNDS; round++) {
        double start = now();
        for (uint32_t i = 0; i < DOSSIERS; i++) {
            wijk_dossier *dossier;
            story_must(wijk_dossier_load(context, NULL, journals + places[i], places[i + 1] - places[i],
                                         WIJK_LOAD_CHECKSUMS, &dossier, NULL), "load");
            wijk_dossier_destroy(dossier);
        }
        taken[round < 0 ? 0 : round] = now() - start;
    }
    free(journals);
    print_rate("replay of tier acts, 100,000 dossiers", (double)DOSSIERS * TIER_ACTS, taken, 4e6);
}

int main(void) {
    struct path path;
    story_must(wijk_context_new(NULL, NULL, &context), "context");
    story_must(wijk_policy_load_default(context, &policy, NULL), "policy");
    story_must(wijk_findings_new(context, &findings, NULL), "findings");
    for (size_t i = 0; i < 16; i++)
        story_must(wijk_act_new(context, &path.acts[i], NULL), "act");
    make_path(&path, 0);
    if (path.count - path.before != TIER_ACTS)
        return 1;
    print_steps();
    print_submit("submit tier acts, one frame an act", &path, false);
    print_submit("submit tier acts, one frame a household", &path, true);
    print_replay(&path);
    for (size_t i = 0; i < 16; i++)
        wijk_act_destroy(path.acts[i]);
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return 0;
}
