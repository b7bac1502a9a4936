/* The second half of the command show: how the household stands, subject by subject. */
#include "show.h"

#include <inttypes.h>

#define ROWS(show, row, table) for (uint32_t row = 0; row < show_rows(show, table); row++)

static const char *in(const struct show *show, const char *english, const char *dutch) {
    return in_language(show->language, english, dutch);
}

static void heading(const struct show *show, const char *english, const char *dutch) {
    printf("\n%s\n", in(show, english, dutch));
}

/* ": 2026-03-01 until 2026-04-01", or without the end while it lasts. */
static void show_stretch(const struct show *show, wijk_table_id table, uint32_t row, uint32_t from, uint32_t until) {
    printf(": %s ", in(show, "from", "vanaf"));
    show_cell(show, table, row, from);
    if (!show_has(show, table, row, until))
        return;
    printf(" %s ", in(show, "until", "tot"));
    show_cell(show, table, row, until);
}

/* ", word value" for a cell that has a value. */
static void show_also(const struct show *show, wijk_table_id table, uint32_t row, uint32_t column, const char *english,
                      const char *dutch) {
    if (!show_has(show, table, row, column))
        return;
    printf(", %s ", in(show, english, dutch));
    show_cell(show, table, row, column);
}

/* ---- household ---- */

static void show_hearing(const struct show *show, uint32_t row) {
    const wijk_table_id table = WIJK_TABLE_MEMBERS;
    if (show_has(show, table, row, WIJK_MEMBERS_COLUMN_HEARD)) {
        show_also(show, table, row, WIJK_MEMBERS_COLUMN_HEARD, "heard", "gehoord");
        printf(" (");
        show_cell(show, table, row, WIJK_MEMBERS_COLUMN_HOW);
        printf(")");
    } else if (show_has(show, table, row, WIJK_MEMBERS_COLUMN_EXCUSED)) {
        show_also(show, table, row, WIJK_MEMBERS_COLUMN_EXCUSED, "excused", "verontschuldigd");
    } else {
        printf(", %s", in(show, "NOT HEARD", "NIET GEHOORD"));
    }
}

static void show_household(const struct show *show) {
    heading(show, "Household", "Gezin");
    ROWS(show, row, WIJK_TABLE_EPISODES) {
        printf("  %s", in(show, "dossier open", "dossier open"));
        show_stretch(show, WIJK_TABLE_EPISODES, row, WIJK_EPISODES_COLUMN_FROM, WIJK_EPISODES_COLUMN_UNTIL);
        show_also(show, WIJK_TABLE_EPISODES, row, WIJK_EPISODES_COLUMN_EXIT, "exit:", "uitstroom:");
        show_also(show, WIJK_TABLE_EPISODES, row, WIJK_EPISODES_COLUMN_DAYS_AWAY,
                  "days away before:", "dagen weg daarvoor:");
        printf("\n");
    }
    ROWS(show, row, WIJK_TABLE_MEMBERS) {
        printf("  ");
        show_cell(show, WIJK_TABLE_MEMBERS, row, WIJK_MEMBERS_COLUMN_PERSON);
        printf(" (");
        show_cell(show, WIJK_TABLE_MEMBERS, row, WIJK_MEMBERS_COLUMN_ROLE);
        printf(")");
        show_stretch(show, WIJK_TABLE_MEMBERS, row, WIJK_MEMBERS_COLUMN_FROM, WIJK_MEMBERS_COLUMN_UNTIL);
        show_hearing(show, row);
        printf("\n");
    }
}

static void show_requests(const struct show *show) {
    const wijk_table_id table = WIJK_TABLE_REQUESTS;
    if (show_rows(show, table) > 0)
        heading(show, "Requests", "Hulpvragen");
    ROWS(show, row, table) {
        printf("  ");
        show_cell(show, table, row, WIJK_REQUESTS_COLUMN_KIND);
        printf(": %s ", in(show, "received", "ontvangen"));
        show_cell(show, table, row, WIJK_REQUESTS_COLUMN_RECEIVED);
        if (show_has(show, table, row, WIJK_REQUESTS_COLUMN_DECIDED)) {
            show_also(show, table, row, WIJK_REQUESTS_COLUMN_OUTCOME, "decided:", "besluit:");
            printf(" (");
            show_cell(show, table, row, WIJK_REQUESTS_COLUMN_DECIDED);
            printf(")");
        } else {
            printf(", %s", in(show, "still open", "nog open"));
        }
        printf("\n");
    }
}

/* ---- plan ---- */

static void show_scores(const struct show *show, const wijk_id *goal) {
    const wijk_table_id table = WIJK_TABLE_GOAL_SCORES;
    ROWS(show, row, table) {
        if (!show_same(show, table, row, WIJK_GOAL_SCORES_COLUMN_GOAL, goal))
            continue;
        printf("      ");
        show_cell(show, table, row, WIJK_GOAL_SCORES_COLUMN_SCORED);
        printf(" %s %+" PRId64 " (", in(show, "score", "score"),
               wijk_table_int(show->tables[table], WIJK_GOAL_SCORES_COLUMN_LEVEL, row));
        show_cell(show, table, row, WIJK_GOAL_SCORES_COLUMN_RATER);
        printf(")\n");
    }
}

static void show_goal(const struct show *show, uint32_t row) {
    const wijk_table_id table = WIJK_TABLE_GOALS;
    const wijk_table *goals = show->tables[table];
    printf("    %s ", in(show, "goal", "doel"));
    show_cell(show, table, row, WIJK_GOALS_COLUMN_ACT);
    show_also(show, table, row, WIJK_GOALS_COLUMN_INDICATOR, "measured by", "gemeten aan");
    if (show_has(show, table, row, WIJK_GOALS_COLUMN_BASELINE)) {
        printf(", %s ", in(show, "from", "van"));
        show_thousandths(wijk_table_int(goals, WIJK_GOALS_COLUMN_BASELINE, row));
    }
    if (show_has(show, table, row, WIJK_GOALS_COLUMN_TARGET)) {
        printf(" %s ", in(show, "to", "naar"));
        show_thousandths(wijk_table_int(goals, WIJK_GOALS_COLUMN_TARGET, row));
    }
    show_also(show, table, row, WIJK_GOALS_COLUMN_DUE, "due", "uiterlijk");
    show_also(show, table, row, WIJK_GOALS_COLUMN_OWNER, "owner", "eigenaar");
    show_also(show, table, row, WIJK_GOALS_COLUMN_UNTIL, "ended", "beëindigd");
    show_also(show, table, row, WIJK_GOALS_COLUMN_ACHIEVEMENT, "achievement:", "doelrealisatie:");
    printf("\n");
    show_scores(show, wijk_table_cell_id(goals, WIJK_GOALS_COLUMN_ACT, row));
}

static void show_action(const struct show *show, uint32_t row) {
    const wijk_table_id table = WIJK_TABLE_ACTIONS;
    printf("    %s ", in(show, "action", "inzet"));
    show_cell(show, table, row, WIJK_ACTIONS_COLUMN_DESCRIPTION);
    show_stretch(show, table, row, WIJK_ACTIONS_COLUMN_FROM, WIJK_ACTIONS_COLUMN_UNTIL);
    show_also(show, table, row, WIJK_ACTIONS_COLUMN_PROVISION, "provision:", "voorziening:");
    printf("\n");
}

static void show_plans(const struct show *show) {
    if (show_rows(show, WIJK_TABLE_PLANS) > 0)
        heading(show, "Plans", "Plannen");
    ROWS(show, row, WIJK_TABLE_PLANS) {
        const wijk_id *plan = wijk_table_cell_id(show->tables[WIJK_TABLE_PLANS], WIJK_PLANS_COLUMN_ACT, row);
        printf("  ");
        show_cell(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_ACT);
        printf(" (");
        show_cell(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_STATUS);
        printf(")");
        if (show_has(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_FROM))
            show_stretch(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_FROM, WIJK_PLANS_COLUMN_UNTIL);
        printf("\n");
        ROWS(show, goal, WIJK_TABLE_GOALS)
            if (show_same(show, WIJK_TABLE_GOALS, goal, WIJK_GOALS_COLUMN_PLAN, plan))
                show_goal(show, goal);
        ROWS(show, action, WIJK_TABLE_ACTIONS)
            if (show_same(show, WIJK_TABLE_ACTIONS, action, WIJK_ACTIONS_COLUMN_PLAN, plan))
                show_action(show, action);
    }
}

static void show_coordination(const struct show *show) {
    const wijk_table_id table = WIJK_TABLE_COORDINATORS, offers = WIJK_TABLE_OFFERS;
    if (show_rows(show, table) + show_rows(show, offers) > 0)
        heading(show, "Coordination", "Regie");
    ROWS(show, row, table) {
        printf("  ");
        show_cell(show, table, row, WIJK_COORDINATORS_COLUMN_PROFESSIONAL);
        show_stretch(show, table, row, WIJK_COORDINATORS_COLUMN_FROM, WIJK_COORDINATORS_COLUMN_UNTIL);
        printf("\n");
    }
    ROWS(show, row, offers) {
        if (wijk_table_int(show->tables[offers], WIJK_OFFERS_COLUMN_ANSWER, row) == WIJK_ANSWER_ACCEPTED)
            continue; /* the coordinator stands above */
        printf("  %s ", in(show, "offered to", "aangeboden aan"));
        show_cell(show, offers, row, WIJK_OFFERS_COLUMN_PROFESSIONAL);
        printf(" ");
        show_cell(show, offers, row, WIJK_OFFERS_COLUMN_OFFERED);
        printf(", ");
        show_cell(show, offers, row, WIJK_OFFERS_COLUMN_ANSWER);
        show_also(show, offers, row, WIJK_OFFERS_COLUMN_ANSWER_BY, "answer by", "antwoord vóór");
        printf("\n");
    }
}

/* ---- path ---- */

static void show_stays(const struct show *show) {
    const wijk_table_id tiers = WIJK_TABLE_TIER_STAYS, settings = WIJK_TABLE_SETTING_STAYS;
    if (show_rows(show, tiers) > 0)
        heading(show, "Tiers of care", "Treden van zorg");
    ROWS(show, row, tiers) {
        printf("  ");
        show_cell(show, tiers, row, WIJK_TIER_STAYS_COLUMN_LADDER);
        printf(", ");
        show_cell(show, tiers, row, WIJK_TIER_STAYS_COLUMN_TIER);
        printf(" (");
        show_cell(show, tiers, row, WIJK_TIER_STAYS_COLUMN_DIRECTION);
        printf(")");
        show_stretch(show, tiers, row, WIJK_TIER_STAYS_COLUMN_FROM, WIJK_TIER_STAYS_COLUMN_UNTIL);
        show_also(show, tiers, row, WIJK_TIER_STAYS_COLUMN_DAYS, "days:", "dagen:");
        printf("\n");
    }
    if (show_rows(show, settings) > 0)
        heading(show, "Settings", "Settingen");
    ROWS(show, row, settings) {
        printf("  ");
        show_cell(show, settings, row, WIJK_SETTING_STAYS_COLUMN_SETTING);
        show_stretch(show, settings, row, WIJK_SETTING_STAYS_COLUMN_FROM, WIJK_SETTING_STAYS_COLUMN_UNTIL);
        show_also(show, settings, row, WIJK_SETTING_STAYS_COLUMN_DAYS, "days:", "dagen:");
        printf("\n");
    }
}

static void show_steps(const struct show *show) {
    const wijk_table_id table = WIJK_TABLE_STEPS;
    if (show_rows(show, table) > 0)
        heading(show, "Steps", "Stappen");
    ROWS(show, row, table) {
        printf("  ");
        show_cell(show, table, row, WIJK_STEPS_COLUMN_DIRECTION);
        printf(" %s ", in(show, "to", "naar"));
        show_cell(show, table, row, WIJK_STEPS_COLUMN_TIER);
        show_also(show, table, row, WIJK_STEPS_COLUMN_PROPOSED, "proposed", "voorgesteld");
        show_also(show, table, row, WIJK_STEPS_COLUMN_DECISION, "decision:", "besluit:");
        show_also(show, table, row, WIJK_STEPS_COLUMN_ENTERED, "entered", "ingegaan");
        printf("\n");
    }
}

static void show_waits(const struct show *show) {
    const wijk_table_id table = WIJK_TABLE_WAITS;
    if (show_rows(show, table) > 0)
        heading(show, "Waits", "Wachten");
    ROWS(show, row, table) {
        printf("  ");
        show_cell(show, table, row, WIJK_WAITS_COLUMN_PROVISION);
        show_stretch(show, table, row, WIJK_WAITS_COLUMN_FROM, WIJK_WAITS_COLUMN_UNTIL);
        show_also(show, table, row, WIJK_WAITS_COLUMN_BRIDGED, "times bridged:", "keren overbrugd:");
        show_also(show, table, row, WIJK_WAITS_COLUMN_OUTCOME, "end:", "einde:");
        show_also(show, table, row, WIJK_WAITS_COLUMN_INTERIM, "meanwhile responsible:", "intussen verantwoordelijk:");
        printf("\n");
    }
}

static void show_pilot_lights(const struct show *show) {
    const wijk_table_id table = WIJK_TABLE_PILOT_LIGHTS;
    if (show_rows(show, table) > 0)
        heading(show, "Pilot light", "Waakvlam");
    ROWS(show, row, table) {
        printf("  ");
        show_cell(show, table, row, WIJK_PILOT_LIGHTS_COLUMN_RESPONSIBLE);
        show_stretch(show, table, row, WIJK_PILOT_LIGHTS_COLUMN_FROM, WIJK_PILOT_LIGHTS_COLUMN_UNTIL);
        show_also(show, table, row, WIJK_PILOT_LIGHTS_COLUMN_INTERVAL,
                  "days between contacts:", "dagen tussen contacten:");
        show_also(show, table, row, WIJK_PILOT_LIGHTS_COLUMN_CONTACTS, "times reached:", "keren bereikt:");
        show_also(show, table, row, WIJK_PILOT_LIGHTS_COLUMN_LAST_CONTACT, "last", "laatst");
        printf("\n");
    }
}

void show_summary(const struct show *show) {
    show_household(show);
    show_requests(show);
    show_plans(show);
    show_coordination(show);
    show_stays(show);
    show_steps(show);
    show_waits(show);
    show_pilot_lights(show);
}
