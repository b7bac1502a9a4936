/* The second half of the command show: how the household stands, subject by subject. What is no more than a line for
 * each row is described in tables below; the household and its plans have code of their own. */
#include "show_lines.h"

#include <inttypes.h>

#define ROWS(show, row, table) for (uint32_t row = 0; row < show_rows(show, table); row++)

static const char *in(const struct show *show, const char *english, const char *dutch) {
    return in_language(show->language, english, dutch);
}

void show_heading_of(const struct show *show, const char *english, const char *dutch) {
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

/* Why it ended and how that counts. A national code is shown with its words, because a code alone says nothing. */
static void show_exit(const struct show *show, uint32_t row) {
    const wijk_table_id table = WIJK_TABLE_EPISODES;
    int32_t list, code;
    size_t length;
    show_also(show, table, row, WIJK_EPISODES_COLUMN_EXIT, "exit:", "uitstroom:");
    show_also(show, table, row, WIJK_EPISODES_COLUMN_DESTINATION, "to:", "naar:");
    show_also(show, table, row, WIJK_EPISODES_COLUMN_CODE, "code", "code");
    const char *name = wijk_table_text(show->tables[table], WIJK_EPISODES_COLUMN_CODE, row, &length);
    if (name && wijk_standard_code(name, length, &list, &code, NULL) == WIJK_OK)
        printf(" (%s)", wijk_catalog_member_term(WIJK_CATALOG_STANDARDS, list, code, show->language));
    show_also(show, table, row, WIJK_EPISODES_COLUMN_ENDING, "counted as:", "geteld als:");
}

static void show_household(const struct show *show) {
    show_heading_of(show, "Household", "Gezin");
    ROWS(show, row, WIJK_TABLE_EPISODES) {
        printf("  %s", in(show, "dossier open", "dossier open"));
        show_stretch(show, WIJK_TABLE_EPISODES, row, WIJK_EPISODES_COLUMN_FROM, WIJK_EPISODES_COLUMN_UNTIL);
        show_exit(show, row);
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
        show_heading_of(show, "Plans", "Plannen");
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

static const struct section around[] = {
    {WIJK_TABLE_RELATIONS, "Relations", "Relaties",
     {CELL(PLAIN, COLUMN(RELATIONS, PERSON)), CELL(COMMA, COLUMN(RELATIONS, RELATION)),
      SAID(AFTER, COLUMN(RELATIONS, OF), "of", "van"),
      LASTS(COLUMN(RELATIONS, FROM), COLUMN(RELATIONS, UNTIL)),
      SAID(ALSO, COLUMN(RELATIONS, AUTHORITY), "authority:", "gezag:")}, 0, 0},
    {WIJK_TABLE_NETWORK, "Network", "Netwerk",
     {CELL(PLAIN, COLUMN(NETWORK, PERSON)), CELL(BRACKETS, COLUMN(NETWORK, RELATION)),
      LASTS(COLUMN(NETWORK, FROM), COLUMN(NETWORK, UNTIL)),
      SAID(ALSO, COLUMN(NETWORK, ACTIONS), "actions:", "inzet:"),
      SAID(ALSO, COLUMN(NETWORK, MINUTES), "minutes a week:", "minuten per week:")}, 0, 0},
    {WIJK_TABLE_LINEAGE, "Lineage", "Herkomst",
     {CELL(PLAIN, COLUMN(LINEAGE, KIND)), SAID(SINCE, COLUMN(LINEAGE, HOUSEHOLD), "", ""),
      CELL(COMMA, COLUMN(LINEAGE, DAY))}, 0, 0},
    {WIJK_TABLE_REQUESTS, "Requests", "Hulpvragen",
     {CELL(PLAIN, COLUMN(REQUESTS, KIND)), SAID(SINCE, COLUMN(REQUESTS, RECEIVED), "received ", "ontvangen "),
      SAID(ALSO, COLUMN(REQUESTS, OUTCOME), "decided:", "besluit:"), CELL(BRACKETS, COLUMN(REQUESTS, DECIDED)),
      SAID(UNLESS, COLUMN(REQUESTS, DECIDED), "still open", "nog open")}, 0, 0},
};

static const struct section coordination[] = {
    {WIJK_TABLE_COORDINATORS, "Coordination", "Regie",
     {CELL(PLAIN, COLUMN(COORDINATORS, PROFESSIONAL)),
      LASTS(COLUMN(COORDINATORS, FROM), COLUMN(COORDINATORS, UNTIL))}, 0, 0},
    {WIJK_TABLE_OFFERS, NULL, NULL, /* who accepted stands above */
     {SAID(AFTER, COLUMN(OFFERS, PROFESSIONAL), "offered to", "aangeboden aan"),
      SAID(AFTER, COLUMN(OFFERS, OFFERED), "", ""),
      CELL(COMMA, COLUMN(OFFERS, ANSWER)), SAID(ALSO, COLUMN(OFFERS, ANSWER_BY), "answer by", "antwoord uiterlijk")},
     COLUMN(OFFERS, ANSWER), WIJK_ANSWER_ACCEPTED},
    {WIJK_TABLE_ACTING, NULL, NULL,
     {SAID(AFTER, COLUMN(ACTING, PROFESSIONAL), "acting:", "waarneming door"),
      SAID(AFTER, COLUMN(ACTING, COORDINATOR), "for", "voor"),
      LASTS(COLUMN(ACTING, FROM), COLUMN(ACTING, UNTIL))}, 0, 0},
    {WIJK_TABLE_CLAIMS, NULL, NULL,
     {SAID(AFTER, COLUMN(CLAIMS, PARTY), "claimed by", "geclaimd door"),
      SAID(AFTER, COLUMN(CLAIMS, CLAIMED), "on", "op"),
      SAID(ALSO, COLUMN(CLAIMS, SOURCE), "source:", "bron:"), CELL(COMMA, COLUMN(CLAIMS, RESOLUTION)),
      SAID(UNLESS, COLUMN(CLAIMS, RESOLVED), "NOT RESOLVED", "NIET OPGELOST")}, 0, 0},
};

static bool holds(const struct show *show, wijk_table_id table, uint32_t row, const struct part *part) {
    return part->when == 0 || wijk_table_int(show->tables[table], part->when, row) == part->is;
}

static void show_part(const struct show *show, wijk_table_id table, uint32_t row, const struct part *part, bool first) {
    const char *word = part->english ? in(show, part->english, part->dutch) : "";
    bool has = part->kind != WORD && show_has(show, table, row, part->column);
    if (part->kind == SOME && has)
        has = wijk_table_int(show->tables[table], part->column, row) != 0;
    if (part->kind == STRETCH)
        show_stretch(show, table, row, part->column, part->second);
    if (part->kind == WORD || (part->kind == UNLESS && !has))
        printf(", %s", word);
    if (part->kind == STRETCH || part->kind == UNLESS || !has)
        return;
    static const char *const before[] = {
        [PLAIN] = "", [AFTER] = " ", [COMMA] = ", ", [BRACKETS] = " (", [ALSO] = ", ",
        [SOME] = ", ", [SINCE] = ": "};
    printf("%s%s%s", first ? "" : before[part->kind], word,
           (part->kind == AFTER || part->kind == ALSO || part->kind == SOME) && *word ? " " : "");
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
            if (holds(show, section->table, row, &section->parts[i]))
                show_part(show, section->table, row, &section->parts[i], i == 0);
        printf("\n");
    }
}

/* A heading stands above the rows of its section and of those after it that have none of their own. */
void show_sections(const struct show *show, const struct section *sections, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t rows = show_rows(show, sections[i].table);
        for (size_t j = i + 1; j < count && sections[j].english == NULL; j++)
            rows += show_rows(show, sections[j].table);
        if (sections[i].english && rows > 0)
            show_heading_of(show, sections[i].english, sections[i].dutch);
        show_section(show, &sections[i]);
    }
}

void show_summary(const struct show *show) {
    show_household(show);
    show_sections(show, around, sizeof around / sizeof *around);
    show_plans(show);
    show_sections(show, coordination, sizeof coordination / sizeof *coordination);
    show_path(show);
}
