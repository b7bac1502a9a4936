/* The second half of the command show: how the household stands, subject by subject. What is no more than a line for
 * each row is described in tables below; the household and its plans have code of their own. */
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
    show_also(show, table, row, WIJK_GOALS_COLUMN_PROGRESS, "progress:", "voortgang:");
    show_also(show, table, row, WIJK_GOALS_COLUMN_UNTIL, "ended", "beëindigd");
    show_also(show, table, row, WIJK_GOALS_COLUMN_ACHIEVEMENT, "achievement:", "doelrealisatie:");
    printf("\n");
    show_scores(show, wijk_table_cell_id(goals, WIJK_GOALS_COLUMN_ACT, row));
}

static void show_action(const struct show *show, uint32_t row) {
    const wijk_table_id table = WIJK_TABLE_ACTIONS;
    printf("    %s ", in(show, "action", "inzet"));
    show_cell(show, table, row, WIJK_ACTIONS_COLUMN_DESCRIPTION);
    if (show_has(show, table, row, WIJK_ACTIONS_COLUMN_FROM))
        show_stretch(show, table, row, WIJK_ACTIONS_COLUMN_FROM, WIJK_ACTIONS_COLUMN_UNTIL);
    else
        show_also(show, table, row, WIJK_ACTIONS_COLUMN_PLANNED, "planned", "gepland");
    show_also(show, table, row, WIJK_ACTIONS_COLUMN_PROVISION, "provision:", "voorziening:");
    show_also(show, table, row, WIJK_ACTIONS_COLUMN_MINUTES, "minutes a week:", "minuten per week:");
    show_also(show, table, row, WIJK_ACTIONS_COLUMN_PAUSED, "pauses since", "onderbroken sinds");
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
        show_also(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_VERSION, "version", "versie");
        show_also(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_REVIEWED, "reviewed", "geëvalueerd");
        show_also(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_NEXT, "next review", "volgende evaluatie");
        show_also(show, WIJK_TABLE_PLANS, row, WIJK_PLANS_COLUMN_ACHIEVEMENT, "achievement:", "doelrealisatie:");
        printf("\n");
        ROWS(show, goal, WIJK_TABLE_GOALS)
            if (show_same(show, WIJK_TABLE_GOALS, goal, WIJK_GOALS_COLUMN_PLAN, plan))
                show_goal(show, goal);
        ROWS(show, action, WIJK_TABLE_ACTIONS)
            if (show_same(show, WIJK_TABLE_ACTIONS, action, WIJK_ACTIONS_COLUMN_PLAN, plan))
                show_action(show, action);
    }
}

/* ---- a line for each row ---- */

enum kind {
    END,
    PLAIN,    /* "value" */
    AFTER,    /* " word value" */
    COMMA,    /* ", value" */
    BRACKETS, /* " (value)" */
    ALSO,     /* ", word value" */
    STRETCH,  /* ": from value until second", without the end while it lasts */
    SINCE,    /* ": word value" */
    UNLESS    /* ", word" when there is no value */
};

struct part { /* of a line; left out when the row has no value, but for STRETCH and UNLESS */
    enum kind kind;
    uint32_t column, second;
    const char *english, *dutch;
};
enum { PARTS_MOST = 8 };

struct section {
    wijk_table_id table;
    const char *english, *dutch; /* a heading; NULL: under the one before */
    struct part parts[PARTS_MOST];
    uint32_t hide_column; /* rows with this value there are left out; 0: none is */
    int64_t hide_value;
};

#define COLUMN(table, name) WIJK_##table##_COLUMN_##name

static const struct section around[] = {
    {WIJK_TABLE_RELATIONS, "Relations", "Relaties",
     {{PLAIN, COLUMN(RELATIONS, PERSON), 0, NULL, NULL}, {COMMA, COLUMN(RELATIONS, RELATION), 0, NULL, NULL},
      {AFTER, COLUMN(RELATIONS, OF), 0, "of", "van"},
      {STRETCH, COLUMN(RELATIONS, FROM), COLUMN(RELATIONS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(RELATIONS, AUTHORITY), 0, "authority:", "gezag:"}}, 0, 0},
    {WIJK_TABLE_NETWORK, "Network", "Netwerk",
     {{PLAIN, COLUMN(NETWORK, PERSON), 0, NULL, NULL}, {BRACKETS, COLUMN(NETWORK, RELATION), 0, NULL, NULL},
      {STRETCH, COLUMN(NETWORK, FROM), COLUMN(NETWORK, UNTIL), NULL, NULL},
      {ALSO, COLUMN(NETWORK, ACTIONS), 0, "actions:", "inzet:"},
      {ALSO, COLUMN(NETWORK, MINUTES), 0, "minutes a week:", "minuten per week:"}}, 0, 0},
    {WIJK_TABLE_LINEAGE, "Lineage", "Herkomst",
     {{PLAIN, COLUMN(LINEAGE, KIND), 0, NULL, NULL}, {SINCE, COLUMN(LINEAGE, HOUSEHOLD), 0, "", ""},
      {COMMA, COLUMN(LINEAGE, DAY), 0, NULL, NULL}}, 0, 0},
    {WIJK_TABLE_REQUESTS, "Requests", "Hulpvragen",
     {{PLAIN, COLUMN(REQUESTS, KIND), 0, NULL, NULL}, {SINCE, COLUMN(REQUESTS, RECEIVED), 0, "received ", "ontvangen "},
      {ALSO, COLUMN(REQUESTS, OUTCOME), 0, "decided:", "besluit:"}, {BRACKETS, COLUMN(REQUESTS, DECIDED), 0, NULL, NULL},
      {UNLESS, COLUMN(REQUESTS, DECIDED), 0, "still open", "nog open"}}, 0, 0},
};

static const struct section coordination[] = {
    {WIJK_TABLE_COORDINATORS, "Coordination", "Regie",
     {{PLAIN, COLUMN(COORDINATORS, PROFESSIONAL), 0, NULL, NULL},
      {STRETCH, COLUMN(COORDINATORS, FROM), COLUMN(COORDINATORS, UNTIL), NULL, NULL}}, 0, 0},
    {WIJK_TABLE_OFFERS, NULL, NULL, /* who accepted stands above */
     {{AFTER, COLUMN(OFFERS, PROFESSIONAL), 0, "offered to", "aangeboden aan"}, {AFTER, COLUMN(OFFERS, OFFERED), 0, "", ""},
      {COMMA, COLUMN(OFFERS, ANSWER), 0, NULL, NULL}, {ALSO, COLUMN(OFFERS, ANSWER_BY), 0, "answer by", "antwoord uiterlijk"}},
     COLUMN(OFFERS, ANSWER), WIJK_ANSWER_ACCEPTED},
    {WIJK_TABLE_ACTING, NULL, NULL,
     {{AFTER, COLUMN(ACTING, PROFESSIONAL), 0, "acting:", "waarneming door"},
      {AFTER, COLUMN(ACTING, COORDINATOR), 0, "for", "voor"},
      {STRETCH, COLUMN(ACTING, FROM), COLUMN(ACTING, UNTIL), NULL, NULL}}, 0, 0},
    {WIJK_TABLE_CLAIMS, NULL, NULL,
     {{AFTER, COLUMN(CLAIMS, PARTY), 0, "claimed by", "geclaimd door"}, {AFTER, COLUMN(CLAIMS, CLAIMED), 0, "on", "op"},
      {ALSO, COLUMN(CLAIMS, SOURCE), 0, "source:", "bron:"}, {COMMA, COLUMN(CLAIMS, RESOLUTION), 0, NULL, NULL},
      {UNLESS, COLUMN(CLAIMS, RESOLVED), 0, "NOT RESOLVED", "NIET OPGELOST"}}, 0, 0},
};

static const struct section path[] = {
    {WIJK_TABLE_TIER_STAYS, "Tiers of care", "Treden van zorg",
     {{PLAIN, COLUMN(TIER_STAYS, LADDER), 0, NULL, NULL}, {COMMA, COLUMN(TIER_STAYS, TIER), 0, NULL, NULL},
      {BRACKETS, COLUMN(TIER_STAYS, DIRECTION), 0, NULL, NULL},
      {STRETCH, COLUMN(TIER_STAYS, FROM), COLUMN(TIER_STAYS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(TIER_STAYS, DAYS), 0, "days:", "dagen:"}}, 0, 0},
    {WIJK_TABLE_SETTING_STAYS, "Settings", "Settingen",
     {{PLAIN, COLUMN(SETTING_STAYS, SETTING), 0, NULL, NULL},
      {STRETCH, COLUMN(SETTING_STAYS, FROM), COLUMN(SETTING_STAYS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(SETTING_STAYS, DAYS), 0, "days:", "dagen:"}}, 0, 0},
    {WIJK_TABLE_STEPS, "Steps", "Stappen",
     {{PLAIN, COLUMN(STEPS, DIRECTION), 0, NULL, NULL}, {AFTER, COLUMN(STEPS, TIER), 0, "to", "naar"},
      {ALSO, COLUMN(STEPS, PROPOSED), 0, "proposed", "voorgesteld"},
      {ALSO, COLUMN(STEPS, CONSULTED), 0, "talked over", "besproken"},
      {ALSO, COLUMN(STEPS, DECISION), 0, "decision:", "besluit:"},
      {ALSO, COLUMN(STEPS, ENTERED), 0, "entered", "ingegaan"}}, 0, 0},
    {WIJK_TABLE_DISSENTS, NULL, NULL,
     {{AFTER, COLUMN(DISSENTS, PARTY), 0, "not agreed:", "niet ingestemd:"},
      {AFTER, COLUMN(DISSENTS, STEP), 0, "with", "met"},
      {COMMA, COLUMN(DISSENTS, DISSENTED), 0, NULL, NULL}}, 0, 0},
    {WIJK_TABLE_OVERRIDES, "Emergency steps", "Noodstappen",
     {{PLAIN, COLUMN(OVERRIDES, TIER), 0, NULL, NULL}, {SINCE, COLUMN(OVERRIDES, ENTERED), 0, "", ""},
      {ALSO, COLUMN(OVERRIDES, REVIEWED), 0, "reviewed", "geëvalueerd"},
      {ALSO, COLUMN(OVERRIDES, JUSTIFIED), 0, "justified:", "terecht:"},
      {UNLESS, COLUMN(OVERRIDES, REVIEWED), 0, "NOT REVIEWED", "NIET GEËVALUEERD"}}, 0, 0},
    {WIJK_TABLE_SIGNALS, "Signals", "Signalen",
     {{PLAIN, COLUMN(SIGNALS, KIND), 0, NULL, NULL}, {SINCE, COLUMN(SIGNALS, REPORTED), 0, "reported ", "gemeld "},
      {ALSO, COLUMN(SIGNALS, CLOSED), 0, "closed", "afgesloten"},
      {UNLESS, COLUMN(SIGNALS, CLOSED), 0, "still open", "nog open"}}, 0, 0},
    {WIJK_TABLE_SAFETY, "Safety", "Veiligheid",
     {{PLAIN, COLUMN(SAFETY, VERDICT), 0, NULL, NULL}, {SINCE, COLUMN(SAFETY, WEIGHED), 0, "weighed ", "gewogen "},
      {COMMA, COLUMN(SAFETY, UNSAFETY), 0, NULL, NULL}, {ALSO, COLUMN(SAFETY, AGAIN), 0, "again by", "opnieuw uiterlijk"},
      {ALSO, COLUMN(SAFETY, REPORTED), 0, "reported", "gemeld"}}, 0, 0},
    {WIJK_TABLE_CONSULTS, "Experts", "Experts",
     {{PLAIN, COLUMN(CONSULTS, EXPERTISE), 0, NULL, NULL}, {SINCE, COLUMN(CONSULTS, ASKED), 0, "asked ", "gevraagd "},
      {ALSO, COLUMN(CONSULTS, ANSWERED), 0, "answered", "beantwoord"},
      {UNLESS, COLUMN(CONSULTS, ANSWERED), 0, "not answered", "niet beantwoord"}}, 0, 0},
    {WIJK_TABLE_SUPPORTS, NULL, NULL,
     {{PLAIN, COLUMN(SUPPORTS, NAME), 0, NULL, NULL},
      {STRETCH, COLUMN(SUPPORTS, FROM), COLUMN(SUPPORTS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(SUPPORTS, END), 0, "to end by", "uiterlijk tot"}}, 0, 0},
    {WIJK_TABLE_REFERRALS, "Referrals", "Verwijzingen",
     {{PLAIN, COLUMN(REFERRALS, PROVISION), 0, NULL, NULL}, {SINCE, COLUMN(REFERRALS, MADE), 0, "", ""},
      {ALSO, COLUMN(REFERRALS, SOURCE), 0, "by", "door"}, {COMMA, COLUMN(REFERRALS, ANSWER), 0, NULL, NULL},
      {AFTER, COLUMN(REFERRALS, ANSWERED), 0, "", ""}}, 0, 0},
    {WIJK_TABLE_WAITS, "Waits", "Wachten",
     {{PLAIN, COLUMN(WAITS, PROVISION), 0, NULL, NULL}, {STRETCH, COLUMN(WAITS, FROM), COLUMN(WAITS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(WAITS, BRIDGED), 0, "times bridged:", "keren overbrugd:"}, {ALSO, COLUMN(WAITS, OUTCOME), 0, "end:", "einde:"},
      {ALSO, COLUMN(WAITS, INTERIM), 0, "meanwhile responsible:", "intussen verantwoordelijk:"},
      {ALSO, COLUMN(WAITS, CHECKED), 0, "safety checked", "veiligheid gecheckt"}}, 0, 0},
    {WIJK_TABLE_PILOT_LIGHTS, "Pilot light", "Waakvlam",
     {{PLAIN, COLUMN(PILOT_LIGHTS, RESPONSIBLE), 0, NULL, NULL},
      {STRETCH, COLUMN(PILOT_LIGHTS, FROM), COLUMN(PILOT_LIGHTS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(PILOT_LIGHTS, INTERVAL), 0, "days between contacts:", "dagen tussen contacten:"},
      {ALSO, COLUMN(PILOT_LIGHTS, CONTACTS), 0, "times reached:", "keren bereikt:"},
      {ALSO, COLUMN(PILOT_LIGHTS, LAST_CONTACT), 0, "last", "laatst"},
      {ALSO, COLUMN(PILOT_LIGHTS, MISSED), 0, "missed:", "gemist:"}}, 0, 0},
    {WIJK_TABLE_CASE_PAUSES, "Pauses", "Pauzes",
     {{PLAIN, COLUMN(CASE_PAUSES, WHY), 0, NULL, NULL},
      {STRETCH, COLUMN(CASE_PAUSES, FROM), COLUMN(CASE_PAUSES, UNTIL), NULL, NULL},
      {ALSO, COLUMN(CASE_PAUSES, EXPECTED), 0, "expected until", "verwacht tot"}}, 0, 0},
    {WIJK_TABLE_DAYS, "What the days were spent on", "Waar de dagen aan zijn besteed",
     {{PLAIN, COLUMN(DAYS, KIND), 0, NULL, NULL}, {STRETCH, COLUMN(DAYS, FROM), COLUMN(DAYS, UNTIL), NULL, NULL},
      {ALSO, COLUMN(DAYS, DAYS), 0, "days:", "dagen:"}}, 0, 0},
};

static void show_part(const struct show *show, wijk_table_id table, uint32_t row, const struct part *part, bool first) {
    const char *word = part->english ? in(show, part->english, part->dutch) : "";
    if (part->kind == STRETCH)
        show_stretch(show, table, row, part->column, part->second);
    if (part->kind == UNLESS && !show_has(show, table, row, part->column))
        printf(", %s", word);
    if (part->kind == STRETCH || part->kind == UNLESS || !show_has(show, table, row, part->column))
        return;
    static const char *const before[] = {
        [PLAIN] = "", [AFTER] = " ", [COMMA] = ", ", [BRACKETS] = " (", [ALSO] = ", ", [SINCE] = ": "};
    printf("%s%s%s", first ? "" : before[part->kind], word,
           (part->kind == AFTER || part->kind == ALSO) && *word ? " " : "");
    show_cell(show, table, row, part->column);
    if (part->kind == BRACKETS)
        printf(")");
}

static bool hidden(const struct show *show, const struct section *section, uint32_t row) {
    return section->hide_column != 0 &&
           wijk_table_int(show->tables[section->table], section->hide_column, row) == section->hide_value;
}

static void show_section(const struct show *show, const struct section *section) {
    ROWS(show, row, section->table) {
        if (hidden(show, section, row))
            continue;
        printf("  ");
        for (uint32_t i = 0; i < PARTS_MOST && section->parts[i].kind != END; i++)
            show_part(show, section->table, row, &section->parts[i], i == 0);
        printf("\n");
    }
}

/* A heading stands above the rows of its section and of those after it that have none of their own. */
static void show_sections(const struct show *show, const struct section *sections, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t rows = show_rows(show, sections[i].table);
        for (size_t j = i + 1; j < count && sections[j].english == NULL; j++)
            rows += show_rows(show, sections[j].table);
        if (sections[i].english && rows > 0)
            heading(show, sections[i].english, sections[i].dutch);
        show_section(show, &sections[i]);
    }
}

void show_summary(const struct show *show) {
    show_household(show);
    show_sections(show, around, sizeof around / sizeof *around);
    show_plans(show);
    show_sections(show, coordination, sizeof coordination / sizeof *coordination);
    show_sections(show, path, sizeof path / sizeof *path);
}
