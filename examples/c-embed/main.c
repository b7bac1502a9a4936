/* A vendor's program with the library inside: a family, its plan, its coordinator, and what went wrong on the way.
 *
 *     ./embed FILE        FILE is the vendor's own storage of this family, and is made when it is not there
 *
 * README.md shows what it prints. The days are fixed and the ids are counted, so that it prints the same every time. A
 * real program makes UUIDs and asks its clock. */
#include "desk.h"

#include <stdio.h>
#include <string.h>

#include <wijkteam/acts.h>

/* ---- the vendor's own list of people, and names for what acts make ---- */

static const wijk_id family = {{1}};
static const wijk_id anna = {{10}}, bram = {{11}}, cato = {{12}};
static const wijk_id noor = {{20}}, bea = {{21}}, carl = {{22}};
static const wijk_id debts = {{30}}, absence = {{31}}, plan = {{40}}, rent = {{41}}, school = {{42}};
static const wijk_id step_up = {{43}};
static const wijk_id to_noor = {{50}}, noor_accepts = {{51}}, to_bea = {{52}}, bea_accepts = {{53}}, cover = {{54}};

static const struct {
    const wijk_id *id;
    const char *name;
} names[] = {
    {&anna, "Anna"}, {&bram, "Bram"}, {&cato, "Cato"}, {&noor, "Noor"}, {&bea, "Bea"}, {&carl, "Carl"},
    {&step_up, "the step up"}, {&plan, "Calm at home"}, {&rent, "the rent is paid"}, {&school, "Cato is at school"},
};

static bool same(const wijk_id *a, const wijk_id *b) { return memcmp(a, b, sizeof *a) == 0; }

const char *name_of(const wijk_id *id) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same(names[i].id, id))
            return names[i].name;
    return "?";
}

static const wijk_id *new_id(void) {
    static wijk_id id = {{255}};
    id.bytes[15]++;
    return &id;
}

static wijk_date day(const char *text) {
    wijk_date date = WIJK_DATE_NONE;
    wijk_date_parse(text, WIJK_NUL_TERMINATED, &date, NULL);
    return date;
}

static wijk_time at(const char *text) {
    wijk_time time = WIJK_TIME_NONE;
    wijk_time_parse(text, WIJK_NUL_TERMINATED, &time, NULL);
    return time;
}

/* ---- March: a plan, refused at first ---- */

static void intake(struct desk *desk) {
    wijk_date d = day("2026-03-02");
    wijk_time t = at("2026-03-02T16:00:00+01:00");
    const wijk_id analysis = *new_id();
    desk_add(desk, wijk_act_dossier_open(desk_form(desk), new_id(), d, t, "Oud-Noord", NULL, desk->error));
    desk_add(desk, wijk_act_member_join(desk_form(desk), new_id(), d, t, &anna, WIJK_MEMBER_ROLE_ADULT, "Anna",
                                        day("1986-04-12"), desk->error));
    desk_add(desk, wijk_act_member_join(desk_form(desk), new_id(), d, t, &bram, WIJK_MEMBER_ROLE_ADULT, "Bram",
                                        day("1984-11-02"), desk->error));
    desk_add(desk, wijk_act_member_join(desk_form(desk), new_id(), d, t, &cato, WIJK_MEMBER_ROLE_CHILD, "Cato",
                                        day("2012-08-19"), desk->error));
    desk_add(desk, wijk_act_member_hear(desk_form(desk), new_id(), d, t, &anna, WIJK_HEARING_ALONE, desk->error));
    desk_add(desk, wijk_act_analysis_open(desk_form(desk), &analysis, d, t, desk->error));
    desk_add(desk, wijk_act_problem_identify(desk_form(desk), &debts, d, t, &analysis, "finances", NULL,
                                             WIJK_PROBLEM_SEVERITY_SERIOUS, "Three months of rent behind",
                                             desk->error));
    desk_add(desk, wijk_act_problem_identify(desk_form(desk), &absence, d, t, &analysis, "work-education", &cato,
                                             WIJK_PROBLEM_SEVERITY_SERIOUS, "Cato stays away from school",
                                             desk->error));
    desk_add(desk, wijk_act_analysis_conclude(desk_form(desk), new_id(), d, t, &analysis, desk->error));
    desk_send(desk, "2 March, the intake");
}

static void draft(struct desk *desk) {
    wijk_date d = day("2026-03-09");
    wijk_time t = at("2026-03-09T11:00:00+01:00");
    desk_add(desk, wijk_act_plan_draft(desk_form(desk), &plan, d, t, "Calm at home", desk->error));
    /* Indicator and baseline, and nothing yet to reach, no day and no owner. */
    desk_add(desk, wijk_act_goal_set(desk_form(desk), &rent, d, t, &plan, &debts, "The rent is paid",
                                     "months paid on time, of six", 0, INT64_MIN, WIJK_DATE_NONE, NULL,
                                     desk->error));
    desk_add(desk, wijk_act_goal_set(desk_form(desk), &school, d, t, &plan, &absence, "Cato is at school",
                                     "school days present, of ten", 2000, 9000, day("2026-07-01"), &cato,
                                     desk->error));
    desk_add(desk, wijk_act_coordination_offer(desk_form(desk), &to_noor, d, t, &noor, WIJK_DATE_NONE, desk->error));
    desk_send(desk, "9 March, a draft");
    desk_add(desk, wijk_act_plan_activate(desk_form(desk), new_id(), d, t, &plan, desk->error));
    desk_send(desk, "9 March, the plan takes effect");
}

static void complete(struct desk *desk) {
    wijk_date d = day("2026-03-16");
    wijk_time t = at("2026-03-16T15:30:00+01:00");
    const wijk_id *family_members[] = {&anna, &bram, &cato};
    desk_add(desk, wijk_act_member_hear(desk_form(desk), new_id(), d, t, &bram, WIJK_HEARING_ALONE, desk->error));
    desk_add(desk, wijk_act_member_hear(desk_form(desk), new_id(), d, t, &cato, WIJK_HEARING_WITH_OTHER, desk->error));
    desk_add(desk, wijk_act_goal_revise(desk_form(desk), new_id(), d, t, &rent, NULL, NULL, INT64_MIN, 6000,
                                        day("2026-09-16"), &anna, NULL, desk->error));
    for (int i = 0; i < 3; i++)
        desk_add(desk, wijk_act_plan_accept(desk_form(desk), new_id(), d, t, &plan, family_members[i], desk->error));
    desk_add(desk, wijk_act_coordination_accept(desk_form(desk), &noor_accepts, d, t, &to_noor, desk->error));
    desk_add(desk, wijk_act_plan_activate(desk_form(desk), new_id(), d, t, &plan, desk->error));
    desk_send(desk, "16 March, completed, and the plan takes effect");
}

/* ---- who coordinates ---- */

static void tell_coordinator(struct desk *desk, const char *on) {
    wijk_id who;
    wijk_table *acting;
    wijk_status status = wijk_dossier_coordinator(desk->dossier, day(on), &who);
    must(desk, status);
    printf("  %s: %s coordinates", on, status == WIJK_NONE ? "nobody" : name_of(&who));
    /* Acting leaves the coordinator the coordinator; as of a day, who still acts on it has no end. */
    must(desk, wijk_dossier_table(desk->dossier, WIJK_TABLE_ACTING, day(on), WIJK_TIME_NONE, &acting, desk->error));
    for (uint32_t row = 0; row < wijk_table_rows(acting); row++)
        if (wijk_table_is_null(acting, WIJK_ACTING_COLUMN_UNTIL, row))
            printf(", %s acts", name_of(wijk_table_cell_id(acting, WIJK_ACTING_COLUMN_PROFESSIONAL, row)));
    putchar('\n');
    wijk_table_unref(acting);
}

static void hand_over(struct desk *desk) {
    wijk_time t = at("2026-05-06T09:00:00+02:00");
    desk_add(desk, wijk_act_coordination_offer(desk_form(desk), &to_bea, day("2026-05-04"), t, &bea, WIJK_DATE_NONE,
                                               desk->error));
    desk_add(desk, wijk_act_coordination_accept(desk_form(desk), &bea_accepts, day("2026-05-06"), t, &to_bea,
                                                desk->error));
    desk_send(desk, "6 May, from Noor to Bea");
}

static void cover_absence(struct desk *desk) {
    wijk_time t = at("2026-07-27T09:00:00+02:00");
    desk_add(desk, wijk_act_acting_begin(desk_form(desk), &cover, day("2026-07-06"), t, &carl, day("2026-07-27"),
                                         desk->error));
    desk_add(desk, wijk_act_acting_end(desk_form(desk), new_id(), day("2026-07-27"), t, &cover, desk->error));
    desk_send(desk, "27 July, Carl has covered Bea's holidays");
    tell_coordinator(desk, "2026-05-05");
    tell_coordinator(desk, "2026-05-06");
    tell_coordinator(desk, "2026-07-10");
    tell_coordinator(desk, "2026-07-27");
}

/* ---- a mistake ---- */

/* An act, as a row of the table of acts. */
static void print_act(const wijk_table *acts, uint32_t row) {
    char valid[WIJK_DATE_TEXT_SIZE];
    wijk_act_type type = (wijk_act_type)wijk_table_int(acts, WIJK_ACTS_COLUMN_TYPE, row);
    wijk_date_format((wijk_date)wijk_table_int(acts, WIJK_ACTS_COLUMN_VALID, row), valid);
    printf("  %s: %s\n", valid, wijk_catalog_term(WIJK_CATALOG_ACTS, type, WIJK_ENGLISH));
}

/* Can an act be taken back? If not, which acts rest on it: they would have to go with it, all in one batch. */
static void try_undo(struct desk *desk, const wijk_id *act) {
    wijk_table *acts;
    wijk_act *inverse = desk_form(desk); /* ready to be sent, if nothing rests on the act */
    wijk_status status = wijk_dossier_undo(desk->dossier, act, new_id(), day("2026-08-03"),
                                           at("2026-08-03T09:30:00+02:00"), inverse, desk->findings, desk->error);
    must(desk, status);
    printf("  %s\n", status == WIJK_OK ? "nothing rests on it" : "this rests on it:");
    must(desk, wijk_dossier_table(desk->dossier, WIJK_TABLE_ACTS, WIJK_DATE_NONE, WIJK_TIME_NONE, &acts, desk->error));
    for (uint32_t i = 0; i < wijk_findings_count(desk->findings); i++)
        for (uint32_t row = 0; row < wijk_table_rows(acts); row++)
            if (same(wijk_table_cell_id(acts, WIJK_ACTS_COLUMN_ACT, row), wijk_findings_other(desk->findings, i)))
                print_act(acts, row);
    wijk_table_unref(acts);
}

static void correct(struct desk *desk) {
    wijk_time t = at("2026-08-03T10:00:00+02:00");
    const wijk_id right = *new_id();
    /* The replacement first, then the act that puts it in the place of the old one. The old id goes on. */
    desk_add(desk, wijk_act_coordination_accept(desk_form(desk), &right, day("2026-05-11"), t, &to_bea, desk->error));
    desk_add(desk, wijk_act_act_correct(desk_form(desk), new_id(), day("2026-08-03"), t, &bea_accepts, &right,
                                        desk->error));
    desk_send(desk, "3 August, Bea began on 11 May and not on the 6th");
}

static void print_table(struct desk *desk, wijk_table_id which, wijk_time known) {
    wijk_table *table;
    wijk_buffer *text;
    must(desk, wijk_dossier_table(desk->dossier, which, WIJK_DATE_NONE, known, &table, desk->error));
    must(desk, wijk_buffer_new(desk->context, &text));
    must(desk, wijk_table_write(table, WIJK_FORMAT_CSV, 1, text, desk->error));
    fputs(wijk_buffer_data(text), stdout);
    wijk_buffer_destroy(text);
    wijk_table_unref(table);
}

/* What has become known since: a figure of an earlier report may be another one now, and this is why. */
static void print_late_facts(struct desk *desk, wijk_time since) {
    wijk_table *late;
    must(desk, wijk_dossier_changes(desk->dossier, since, WIJK_TIME_NONE, WIJK_DATE_NONE, &late, desk->error));
    for (uint32_t row = 0; row < wijk_table_rows(late); row++)
        print_act(late, row);
    wijk_table_unref(late);
}

/* ---- what is to be done ---- */

static void print_agenda(struct desk *desk, const char *from, const char *until) {
    wijk_table *agenda;
    must(desk, wijk_dossier_agenda(desk->dossier, day(from), day(until), WIJK_TIME_NONE, &agenda, desk->error));
    for (uint32_t row = 0; row < wijk_table_rows(agenda); row++) {
        char due[WIJK_DATE_TEXT_SIZE];
        wijk_act_type mend = (wijk_act_type)wijk_table_int(agenda, WIJK_AGENDA_COLUMN_MEND, row);
        const wijk_id *about = wijk_table_cell_id(agenda, WIJK_AGENDA_COLUMN_SUBJECT, row);
        size_t length = 0;
        const char *key = wijk_table_text(agenda, WIJK_AGENDA_COLUMN_KEY, row, &length);
        wijk_date_format((wijk_date)wijk_table_int(agenda, WIJK_AGENDA_COLUMN_DUE, row), due);
        printf("  %s %s", due, mend != 0 ? wijk_catalog_term(WIJK_CATALOG_ACTS, mend, WIJK_ENGLISH) : "");
        if (key != NULL) /* the policy has words for it */
            printf(" '%s'", wijk_policy_term(desk->policy, WIJK_LIST_DUTIES, key, length, WIJK_ENGLISH));
        if (about != NULL)
            printf(": %s", name_of(about));
        puts(wijk_table_int(agenda, WIJK_AGENDA_COLUMN_OVERDUE, row) != 0 ? " (overdue)" : "");
    }
    wijk_table_unref(agenda);
}

/* ---- a step up ---- */

static bool is_care(const wijk_table *options, uint32_t row) {
    size_t length;
    const char *ladder = wijk_table_text(options, WIJK_OPTIONS_COLUMN_LADDER, row, &length);
    return ladder != NULL && length == strlen("care") && memcmp(ladder, "care", length) == 0;
}

/* The policy has words for its tiers. */
static const char *tier_of(const struct desk *desk, const wijk_table *options, uint32_t row) {
    size_t length;
    const char *key = wijk_table_text(options, WIJK_OPTIONS_COLUMN_TIER, row, &length);
    return key == NULL ? "?" : wijk_policy_term(desk->policy, WIJK_LIST_TIERS, key, length, WIJK_ENGLISH);
}

/* Each finding is about one row of the table, which it names; both are in the same order. */
static void tell_steps(struct desk *desk, const char *on) {
    wijk_table *options;
    uint32_t next = 0;
    printf("on %s, from the tier where the family is:\n", on);
    must(desk, wijk_dossier_steps(desk->dossier, day(on), WIJK_TIME_NONE, &options, desk->findings, desk->error));
    for (uint32_t row = 0; row < wijk_table_rows(options); row++) {
        if (!wijk_table_int(options, WIJK_OPTIONS_COLUMN_HERE, row) || !is_care(options, row))
            continue;
        printf("  to %s: %s\n", tier_of(desk, options, row),
               wijk_table_int(options, WIJK_OPTIONS_COLUMN_ALLOWED, row) ? "can be taken now" : "not yet");
        while (next < wijk_findings_count(desk->findings) && wijk_findings_item(desk->findings, next) < row)
            next++;
        if (wijk_findings_item(desk->findings, next) == row)
            show_missing(desk->findings, next, WIJK_ENGLISH);
    }
    wijk_table_unref(options);
}

static void step_to_specialised_care(struct desk *desk) {
    wijk_date d = day("2026-09-07");
    wijk_time t = at("2026-09-07T11:00:00+02:00");
    desk_add(desk, wijk_act_tier_enter(desk_form(desk), new_id(), d, t, "care", "team-plan", NULL, desk->error));
    desk_add(desk, wijk_act_step_propose(desk_form(desk), &step_up, d, t, "care", "specialised", desk->error));
    desk_send(desk, "7 September, a step up is proposed");
    tell_steps(desk, "2026-09-07");
    t = at("2026-09-08T11:00:00+02:00");
    desk_add(desk, wijk_act_client_consult(desk_form(desk), new_id(), d + 1, t, &step_up, &anna, WIJK_OPINION_AGREES,
                                           desk->error));
    desk_add(desk, wijk_act_client_consult(desk_form(desk), new_id(), d + 1, t, &step_up, &cato, WIJK_OPINION_AGREES,
                                           desk->error));
    desk_add(desk, wijk_act_step_decide(desk_form(desk), new_id(), d + 1, t, &step_up, WIJK_DECISION_ACCEPTED,
                                        desk->error));
    desk_send(desk, "8 September, talked over with Anna and Cato, and accepted");
    tell_steps(desk, "2026-09-08");
}

/* ---- two desks, one drawer ---- */

static void two_desks(struct desk *desk, const char *path) {
    struct desk other;
    wijk_time t = at("2026-08-04T09:00:00+02:00");
    desk_open(&other, path, &family, &carl);
    desk_add(&other, wijk_act_goal_review(desk_form(&other), new_id(), day("2026-08-03"), t, &school,
                                          WIJK_PROGRESS_IMPROVING, NULL, other.error));
    desk_send(&other, "4 August, Carl looks at a goal, at another desk");
    desk_close(&other);
    desk_add(desk, wijk_act_goal_review(desk_form(desk), new_id(), day("2026-08-04"), t, &rent,
                                        WIJK_PROGRESS_NO_CHANGE, NULL, desk->error));
    desk_send(desk, "4 August, Bea looks at another");
}

int main(int count, char **arguments) {
    if (count != 2) {
        fputs("usage: embed FILE\n", stderr);
        return 2;
    }
    struct desk desk;
    desk_open(&desk, arguments[1], &family, &noor);
    if (wijk_dossier_acts(desk.dossier) > 0) {
        fputs("there is a family in this file already\n", stderr);
        desk_close(&desk);
        return 2;
    }
    intake(&desk);
    drawer_add(&desk.drawer, 'N', "Parking is behind the school.", 29); /* the vendor's own notes, between frames */
    draft(&desk);
    complete(&desk);
    desk_close(&desk);

    desk_open(&desk, arguments[1], &family, &bea); /* another day, another program */
    printf("read from the drawer: %u acts\n", (unsigned)wijk_dossier_acts(desk.dossier));
    hand_over(&desk);
    cover_absence(&desk);
    puts("to take back that Noor coordinated:");
    try_undo(&desk, &noor_accepts);
    puts("to take back that Carl acted:");
    try_undo(&desk, &cover);
    correct(&desk);
    puts("as known on 1 August:");
    print_table(&desk, WIJK_TABLE_COORDINATORS, at("2026-08-01T00:00:00+02:00"));
    puts("as known now:");
    print_table(&desk, WIJK_TABLE_COORDINATORS, WIJK_TIME_NONE);
    puts("known since 1 August:");
    print_late_facts(&desk, at("2026-08-01T00:00:00+02:00"));
    two_desks(&desk, arguments[1]);
    puts("to be done from 5 August until the end of the year:");
    print_agenda(&desk, "2026-08-05", "2026-12-31");
    step_to_specialised_care(&desk);
    desk_close(&desk);
    return 0;
}
