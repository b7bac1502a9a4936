/* library PACK EVENTS SECONDS: the events of the peers as acts of the library, as often as fits in the time. Prints
 * lines "what events-per-second": submitted one by one with guards and findings, each a frame of its own in the journal
 * or all until a tier is entered in one frame, and replayed from the journal of the latter. What is refused must be
 * what the events say. */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

enum { MOST = 200, KEY = 32 };
struct event {
    char name[KEY], tier[KEY], taken[KEY];
};
static struct event events[MOST];
static wijk_act *acts[MOST];
static bool ends[MOST]; /* a frame */
static size_t count;
static wijk_context *context;
static wijk_policy *policy;
static wijk_findings *findings;
static wijk_id last_step, offer, plan, anna, worker;

static void must(wijk_status status) {
    if (status == WIJK_OK)
        return;
    fprintf(stderr, "%s\n", wijk_status_text(status, WIJK_ENGLISH));
    exit(1);
}

static wijk_id id_of(uint32_t number) {
    wijk_id id = {{0x77, 0x69, 0x6a, 0x6b}};
    memcpy(id.bytes + 12, &number, sizeof number);
    return id;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static char *read_file(const char *path, size_t *length) {
    static char text[1 << 20];
    FILE *file = fopen(path, "rb");
    *length = file == NULL ? 0 : fread(text, 1, sizeof text - 1, file);
    if (file == NULL || *length == 0 || fclose(file) != 0)
        exit(1);
    text[*length] = 0;
    return text;
}

/* One event is one act. */
static void make_act(const struct event *event, wijk_act *act, size_t number) {
    const wijk_date day = 19000;
    wijk_id id = id_of(1000 + (uint32_t)number);
    wijk_time at = (wijk_time)day * INT64_C(86400000000) + (wijk_time)number * INT64_C(60000000);
    const char *name = event->name, *tier = event->tier;
    if (!strcmp(name, "OPEN"))
        must(wijk_act_dossier_open(act, &id, day, at, NULL, NULL, NULL));
    else if (!strcmp(name, "JOIN"))
        must(wijk_act_member_join(act, &id, day, at, &anna, WIJK_MEMBER_ROLE_ADULT, "Anna", 6000, NULL));
    else if (!strcmp(name, "OFFER"))
        must(wijk_act_coordination_offer(act, &id, day, at, &worker, WIJK_DATE_NONE, NULL)), offer = id;
    else if (!strcmp(name, "ACCEPT"))
        must(wijk_act_coordination_accept(act, &id, day, at, &offer, NULL));
    else if (!strcmp(name, "DRAFT"))
        must(wijk_act_plan_draft(act, &id, day, at, NULL, NULL)), plan = id;
    else if (!strcmp(name, "ACTIVATE"))
        must(wijk_act_plan_activate(act, &id, day, at, &plan, NULL));
    else if (!strcmp(name, "BEGIN"))
        must(wijk_act_tier_enter(act, &id, day, at, "care", tier, NULL, NULL));
    else if (!strcmp(name, "PROPOSE"))
        must(wijk_act_step_propose(act, &id, day, at, "care", tier, NULL)), last_step = id;
    else if (!strcmp(name, "CONSULT"))
        must(wijk_act_client_consult(act, &id, day, at, &last_step, &anna, WIJK_OPINION_AGREES, NULL));
    else if (!strcmp(name, "DECIDE"))
        must(wijk_act_step_decide(act, &id, day, at, &last_step, WIJK_DECISION_ACCEPTED, NULL));
    else
        must(wijk_act_tier_enter(act, &id, day, at, "care", tier, &last_step, NULL));
    must(wijk_act_set_actor(act, &worker, NULL, "team-worker", WIJK_NUL_TERMINATED, NULL));
}

static wijk_dossier *submit_all(bool visits) {
    wijk_dossier *dossier;
    wijk_id id = id_of(1);
    bool open = false;
    must(wijk_dossier_new(context, policy, &id, &dossier, NULL));
    for (size_t i = 0; i < count; i++) {
        if (visits && !open)
            must(wijk_dossier_begin(dossier, NULL));
        wijk_status status = wijk_dossier_submit(dossier, acts[i], findings, NULL);
        bool taken = status == WIJK_OK;
        if (taken != (events[i].taken[0] == 'y') || (!taken && wijk_findings_count(findings) == 0)) {
            fprintf(stderr, "event %zu, %s %s: %s\n", i, events[i].name, events[i].tier, wijk_status_name(status));
            exit(1);
        }
        open = visits && !ends[i];
        if (visits && !open)
            must(wijk_dossier_commit(dossier, NULL));
    }
    return dossier;
}

static double submitting(bool visits, double seconds) {
    double start = now(), taken;
    size_t rounds = 0;
    do
        for (int i = 0; i < 20; i++, rounds++)
            wijk_dossier_destroy(submit_all(visits));
    while ((taken = now() - start) < seconds);
    return (double)(rounds * count) / taken;
}

static double replaying(double seconds) {
    const void *frames;
    size_t length, rounds = 0;
    wijk_dossier *made = submit_all(true), *loaded;
    wijk_dossier_frames(made, &frames, &length);
    uint64_t stored = wijk_dossier_acts(made);
    double start = now(), taken;
    do
        for (int i = 0; i < 20; i++, rounds++) {
            must(wijk_dossier_load(context, NULL, frames, length, WIJK_LOAD_CHECKSUMS, &loaded, NULL));
            wijk_dossier_destroy(loaded);
        }
    while ((taken = now() - start) < seconds);
    wijk_dossier_destroy(made);
    return (double)rounds * (double)stored / taken; /* what was refused is not stored, so not replayed */
}

int main(int argc, char **argv) {
    size_t length;
    if (argc != 4)
        return 2;
    must(wijk_context_new(NULL, NULL, &context));
    char *text = read_file(argv[1], &length);
    must(wijk_policy_load(context, text, length, &policy, NULL));
    must(wijk_findings_new(context, &findings, NULL));
    anna = id_of(2), worker = id_of(3);
    text = read_file(argv[2], &length);
    for (char *line = strtok(text, "\n"); line != NULL && count < MOST; line = strtok(NULL, "\n"), count++) {
        struct event *event = &events[count];
        if (sscanf(line, "%31s %31s %31s", event->name, event->tier, event->taken) != 3)
            return 1;
        must(wijk_act_new(context, &acts[count], NULL));
        make_act(event, acts[count], count);
        ends[count] = !strcmp(event->name, "ENTER") || !strcmp(event->name, "BEGIN");
    }
    double seconds = atof(argv[3]);
    printf("submit %.0f\n", submitting(false, seconds));
    printf("visits %.0f\n", submitting(true, seconds));
    printf("replay %.0f\n", replaying(seconds));
    for (size_t i = 0; i < count; i++)
        wijk_act_destroy(acts[i]);
    wijk_findings_destroy(findings);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return 0;
}
