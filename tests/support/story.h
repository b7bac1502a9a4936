/* A made-up household from the first question to the pilot light, about a hundred acts under the default policy: what
 * benchmarks and tests use as an ordinary dossier. Nobody in it exists. */
#ifndef WIJK_TESTS_STORY_H
#define WIJK_TESTS_STORY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijkteam/acts.h>
#include <wijkteam/wijkteam.h>

enum { STORY_MOST = 220 };

struct story {
    wijk_act *acts[STORY_MOST];
    size_t count;
    uint32_t seed;  /* makes the ids of one story differ from those of another */
    wijk_date day;
    wijk_id worker, organisation;
    wijk_id ids[STORY_MOST];
};

static wijk_id story_id(uint32_t seed, uint32_t number) {
    uint64_t a = ((uint64_t)seed << 32 | number) * UINT64_C(0x9E3779B97F4A7C15) + 1, b = a * UINT64_C(0xBF58476D1CE4E5B9);
    wijk_id id;
    b ^= b >> 29;
    memcpy(id.bytes, &a, sizeof a);
    memcpy(id.bytes + 8, &b, sizeof b);
    return id;
}

static void story_must(wijk_status status, const char *what) {
    if (status == WIJK_OK)
        return;
    fprintf(stderr, "story: %s: %s\n", what, wijk_status_text(status, WIJK_ENGLISH));
    exit(1);
}

static wijk_time story_time(wijk_date day, size_t number) {
    return (wijk_time)day * INT64_C(86400000000) + INT64_C(36000000000) + (wijk_time)number * INT64_C(60000000);
}

static const char story_reason[] = "Agreed with both parents at the kitchen table; the oldest was there too.";

/* STORY(story, name, fields...) adds an act; `as` is where its id is kept. */
#define STORY(story, name, ...)                                                                                    \
    do {                                                                                                           \
        wijk_id *id_ = &(story)->ids[(story)->count];                                                              \
        *id_ = story_id((story)->seed, 1000 + (uint32_t)(story)->count);                                           \
        wijk_act *act_ = (story)->acts[(story)->count];                                                            \
        story_must(wijk_act_##name(act_, id_, (story)->day, story_time((story)->day, (story)->count), __VA_ARGS__), \
                   #name);                                                                                         \
        story_must(wijk_act_set_actor(act_, &(story)->worker, &(story)->organisation, "team-worker",               \
                                      WIJK_NUL_TERMINATED, NULL), "actor");                                        \
        if ((story)->count % 3 == 0) /* people say why now and then */                                             \
            story_must(wijk_act_set_reason(act_, story_reason, WIJK_NUL_TERMINATED, NULL), "reason");              \
        (story)->count++;                                                                                          \
    } while (0)
#define STORY_LAST(story) (&(story)->ids[(story)->count - 1])

static void story_meet(struct story *s, wijk_id *persons) {
    static const char *const names[] = {"Anna", "Bram", "Cato", "Daan", "Evi"};
    STORY(s, dossier_open, "Oud-Zuid", NULL, NULL);
    for (uint32_t i = 0; i < 5; i++) {
        persons[i] = story_id(s->seed, i);
        STORY(s, member_join, &persons[i], i < 2 ? WIJK_MEMBER_ROLE_ADULT : WIJK_MEMBER_ROLE_CHILD, names[i],
              i < 2 ? 6000 : 15000 + (wijk_date)i * 700, NULL);
    }
    STORY(s, request_receive, WIJK_ASKER_MEMBER, &persons[0], "finances", WIJK_CHANNEL_PHONE,
          "The bills are not opened any more and the youngest does not go to school.", NULL);
    wijk_id request = *STORY_LAST(s);
    s->day += 3;
    for (uint32_t i = 0; i < 5; i++)
        STORY(s, member_hear, &persons[i], i < 2 ? WIJK_HEARING_ALONE : WIJK_HEARING_WITH_PARENT, NULL);
    s->day += 4;
    STORY(s, request_decide, &request, WIJK_REQUEST_OUTCOME_GRANTED,
          "Several problems at once; the household cannot carry them alone now.", NULL);
}

static void story_analyse(struct story *s, const wijk_id *persons, wijk_id *problems) {
    static const char *const domains[] = {"finances", "work-education", "time-use", "housing", "domestic-relations",
                                          "mental-health", "physical-health", "substance-use", "basic-adl",
                                          "instrumental-adl", "social-network", "participation", "justice"};
    STORY(s, analysis_open, NULL);
    wijk_id analysis = *STORY_LAST(s);
    for (uint32_t i = 0; i < 13; i++)
        STORY(s, domain_assess, &analysis, domains[i], i % 3 ? NULL : &persons[i % 5], 1 + i % 5,
              i % 2 ? "seen at home and told by both parents" : NULL, NULL);
    for (uint32_t i = 0; i < 4; i++) {
        STORY(s, problem_identify, &analysis, domains[i], &persons[i], WIJK_PROBLEM_SEVERITY_SERIOUS,
              "three months of rent behind, letters unopened", NULL);
        problems[i] = *STORY_LAST(s);
    }
    s->day += 7;
    STORY(s, analysis_conclude, &analysis, NULL);
}

static void story_plan(struct story *s, const wijk_id *persons, const wijk_id *problems, wijk_id *plan, wijk_id *goals,
                       wijk_id *actions) {
    STORY(s, coordination_offer, &s->worker, s->day + 7, NULL);
    wijk_id offer = *STORY_LAST(s);
    STORY(s, coordination_accept, &offer, NULL);
    STORY(s, plan_draft, "Calm at home", NULL);
    *plan = *STORY_LAST(s);
    for (uint32_t i = 0; i < 4; i++) {
        STORY(s, goal_set, plan, &problems[i], "The fixed costs are paid every month", "months paid on time, of six",
              1000, 5000, s->day + 180, &persons[0], NULL);
        goals[i] = *STORY_LAST(s);
    }
    for (uint32_t i = 0; i < 4; i++) {
        STORY(s, action_start, plan, &goals[i], &s->organisation, "general.budget-advice",
              "open the mail together every week", NULL);
        actions[i] = *STORY_LAST(s);
    }
    STORY(s, plan_accept, plan, &persons[0], NULL);
    STORY(s, plan_accept, plan, &persons[1], NULL);
    STORY(s, plan_activate, plan, NULL);
    STORY(s, tier_enter, "care", "team-plan", NULL, NULL);
}

static void story_step(struct story *s, const char *tier, const wijk_id *person) {
    STORY(s, step_propose, "care", tier, NULL);
    wijk_id step = *STORY_LAST(s);
    s->day += 2;
    STORY(s, client_consult, &step, person, WIJK_OPINION_AGREES, NULL);
    STORY(s, step_decide, &step, WIJK_DECISION_ACCEPTED, NULL);
    s->day += 1;
    STORY(s, tier_enter, "care", tier, &step, NULL);
}

static void story_care(struct story *s, const wijk_id *persons, const wijk_id *goals) {
    s->day += 30;
    story_step(s, "specialised", &persons[1]);
    STORY(s, wait_start, "individual.mental-health", &s->organisation, s->day + 60, &s->worker, NULL);
    wijk_id wait = *STORY_LAST(s);
    for (uint32_t i = 0; i < 3; i++) {
        s->day += 14;
        STORY(s, wait_bridge, &wait, "talk at home, number for the night given", NULL);
    }
    s->day += 7;
    STORY(s, wait_end, &wait, WIJK_WAIT_OUTCOME_STARTED, NULL);
    for (int32_t rater = 1; rater <= 3; rater++)
        for (uint32_t i = 0; i < 4; i++) {
            s->day += 5;
            STORY(s, goal_score, &goals[i], (int64_t)rater - 2, rater, NULL);
        }
    story_step(s, "team-plan", &persons[0]);
}

static void story_leave(struct story *s, const wijk_id *plan, const wijk_id *goals, const wijk_id *actions) {
    for (uint32_t i = 0; i < 4; i++)
        STORY(s, action_end, &actions[i], NULL);
    for (uint32_t i = 0; i < 4; i++)
        STORY(s, goal_end, &goals[i], WIJK_ACHIEVEMENT_ACHIEVED, NULL);
    STORY(s, plan_close, plan, NULL);
    STORY(s, pilot_light_start, 60, &s->worker, NULL);
    wijk_id light = *STORY_LAST(s);
    for (uint32_t i = 0; i < 4; i++) {
        s->day += 55;
        STORY(s, pilot_light_contact, &light, 1, NULL);
    }
}

static void story_make(struct story *s, wijk_context *context, uint32_t seed) {
    memset(s, 0, sizeof *s);
    s->seed = seed;
    s->day = 20400;
    s->worker = story_id(seed % 16, 900);
    s->organisation = story_id(seed % 4, 901);
    for (size_t i = 0; i < STORY_MOST; i++)
        story_must(wijk_act_new(context, &s->acts[i], NULL), "new");
    wijk_id persons[5], problems[4], goals[4], actions[4], plan;
    story_meet(s, persons);
    story_analyse(s, persons, problems);
    story_plan(s, persons, problems, &plan, goals, actions);
    story_care(s, persons, goals);
    story_leave(s, &plan, goals, actions);
}

/* What the rules tell of afterwards, because nobody did it. */
static inline void story_leave_open(struct story *s, const wijk_id *anna, const wijk_id *expert) {
    STORY(s, analysis_open, NULL);
    wijk_id analysis = *STORY_LAST(s);
    STORY(s, problem_identify, &analysis, "substance-use", anna, WIJK_PROBLEM_SEVERITY_ACUTE, "drinks at night", NULL);
    story_must(wijk_act_set_text(s->acts[s->count - 1], WIJK_PROBLEM_IDENTIFY_KIND, "addiction", WIJK_NUL_TERMINATED,
                                 NULL), "kind");
    STORY(s, analysis_conclude, &analysis, NULL);
    STORY(s, expert_consult, "law", "may we?", NULL, NULL, expert, NULL);
    STORY(s, safety_weigh, 1, WIJK_UNSAFETY_STRUCTURAL, -1, -1, -1, s->day + 10, anna, "again", NULL);
    STORY(s, signal_report, "worsening", anna, NULL, NULL);
    STORY(s, support_begin, "round table", "meet every month", s->day + 20, s->day + 10, expert, NULL);
    STORY(s, referral_make, WIJK_REFERRAL_SOURCE_TEAM, &s->organisation, NULL, "treatment", -1, 0, INT64_MIN, NULL);
}

/* For those who want to see every kind of act of the path: what else may happen to the same household. */
static inline void story_go_on(struct story *s) {
    const wijk_id anna = story_id(s->seed, 0), expert = story_id(s->seed, 902);
    wijk_id of;
    s->day += 5;
    STORY(s, signal_report, "complexity", &anna, "two schools, one debt and no sleep", NULL);
    of = *STORY_LAST(s);
    STORY(s, safety_weigh, 1, WIJK_UNSAFETY_ACUTE, -1, -1, -1, s->day + 30, &anna, "a neighbour heard shouting", NULL);
    wijk_id weighing = *STORY_LAST(s);
    STORY(s, safety_report, &weighing, NULL);
    STORY(s, signal_close, &of, "weighed and reported", NULL);
    STORY(s, tier_enter, "care", "compulsory", NULL, NULL);
    wijk_act *emergency = s->acts[s->count - 1];
    of = *STORY_LAST(s);
    story_must(wijk_act_set_int(emergency, WIJK_TIER_ENTER_EMERGENCY, 1, NULL), "emergency");
    story_must(wijk_act_set_reason(emergency, story_reason, WIJK_NUL_TERMINATED, NULL), "reason");
    STORY(s, override_review, &of, 1, "earlier contact would have helped", NULL);
    STORY(s, step_propose, "care", "pressured", NULL);
    wijk_id step = *STORY_LAST(s);
    story_must(wijk_act_set_text(s->acts[s->count - 1], WIJK_STEP_PROPOSE_WHY, "calm again", WIJK_NUL_TERMINATED, NULL),
               "why");
    STORY(s, client_consult, &step, &anna, WIJK_OPINION_AGREES, NULL);
    STORY(s, step_dissent, &step, &expert, "too soon", NULL);
    STORY(s, expert_consult, "addiction", "is this the moment?", NULL, &step, &expert, NULL);
    of = *STORY_LAST(s);
    STORY(s, expert_answer, &of, "wait for the second report", 0, NULL);
    STORY(s, support_begin, "night watch", "be there when it is needed", s->day + 90, s->day + 30, &expert, NULL);
    of = *STORY_LAST(s);
    STORY(s, support_review, &of, "called twice", s->day + 60, WIJK_DATE_NONE, NULL);
    STORY(s, support_end, &of, "not needed any more", NULL);
    for (int32_t answer = 0; answer < 4; answer++) {
        STORY(s, referral_make, WIJK_REFERRAL_SOURCE_TEAM, &s->organisation, "individual.mental-health", "treatment",
              1, 1, 1850, NULL);
        of = *STORY_LAST(s);
        if (answer == 0)
            STORY(s, referral_accept, &of, NULL);
        else if (answer == 1)
            STORY(s, referral_refuse, &of, "no place", NULL);
        else if (answer == 2)
            STORY(s, referral_withdraw, &of, "found elsewhere", NULL);
    }
    STORY(s, client_wait_start, "a fortnight to think it over", s->day + 14, &s->worker, NULL);
    of = *STORY_LAST(s);
    STORY(s, case_pause, "holidays", s->day + 20, NULL);
    wijk_id pause = *STORY_LAST(s);
    s->day += 15;
    STORY(s, wait_revise, &of, s->day + 5, &s->worker, NULL, NULL);
    STORY(s, case_resume, &pause, NULL);
    STORY(s, wait_end, &of, WIJK_WAIT_OUTCOME_STARTED, NULL);
    story_leave_open(s, &anna, &expert);
}

static void story_free(struct story *s) {
    for (size_t i = 0; i < STORY_MOST; i++)
        wijk_act_destroy(s->acts[i]);
}

#endif
