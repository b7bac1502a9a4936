/* The command steps in words: for each ladder where the household is, who carries what there, and its steps. */
#include "steps.h"

#include <inttypes.h>
#include <string.h>

static const char *in(const struct steps *steps, const char *english, const char *dutch) {
    return in_language(steps->show.language, english, dutch);
}

static bool has(const struct steps *steps, uint32_t row, uint32_t column) {
    return show_has(&steps->show, WIJK_TABLE_OPTIONS, row, column);
}

static void cell(const struct steps *steps, uint32_t row, uint32_t column) {
    show_cell(&steps->show, WIJK_TABLE_OPTIONS, row, column);
}

static int64_t number(const struct steps *steps, uint32_t row, uint32_t column) {
    return wijk_table_int(steps->show.tables[WIJK_TABLE_OPTIONS], column, row);
}

/* A whole id, because another act may have to name it, and behind it what it is called, when that is asked for. */
static void say_id(const struct steps *steps, const wijk_id *id) {
    char text[WIJK_ID_TEXT_SIZE];
    wijk_id_format(id, text);
    fputs(text, stdout);
    if (steps->names)
        show_name_behind(&steps->show, id);
}

static void say_act(const struct steps *steps, wijk_act_type type) {
    const char *term = wijk_catalog_term(WIJK_CATALOG_ACTS, type, steps->show.language);
    const char *name = wijk_catalog_name(WIJK_CATALOG_ACTS, type);
    if (term && name)
        printf("%s (%s)", term, name);
}

/* ---- who carries what ---- */

static const uint32_t carried[] = {WIJK_OPTIONS_COLUMN_CASE_COORDINATION, WIJK_OPTIONS_COLUMN_PROCESS_COORDINATION,
                                   WIJK_OPTIONS_COLUMN_OPERATIONAL, WIJK_OPTIONS_COLUMN_ADMINISTRATIVE};

/* Any step to a tier says who carries what there, and every tier has one or is an entry. NO_ROW: the rules do not know
 * the tier, or there is none. */
static uint32_t row_to(const struct steps *steps, wijk_table_id table, uint32_t row, uint32_t column, uint32_t ladder) {
    uint32_t rows = show_has(&steps->show, table, row, column) ? show_rows(&steps->show, WIJK_TABLE_OPTIONS) : 0;
    for (uint32_t i = 0; i < rows; i++)
        if (steps_same_key(steps, WIJK_TABLE_OPTIONS, i, WIJK_OPTIONS_COLUMN_LADDER, WIJK_TABLE_OPTIONS, ladder,
                           WIJK_OPTIONS_COLUMN_LADDER) &&
            steps_same_key(steps, WIJK_TABLE_OPTIONS, i, WIJK_OPTIONS_COLUMN_TIER, table, row, column))
            return i;
    return NO_ROW;
}

/* "before case coordination: coordinator; ...", of those that are not carried by the same role in the tier before.
 * Answers whether there are any. */
static bool say_carriers(const struct steps *steps, uint32_t row, uint32_t tier_before, const char *before) {
    bool any = false;
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++) {
        if (tier_before == NO_ROW ? !has(steps, row, carried[i])
                                  : steps_same_key(steps, WIJK_TABLE_OPTIONS, row, carried[i], WIJK_TABLE_OPTIONS,
                                                   tier_before, carried[i]))
            continue;
        printf("%s%s: ", any ? "; " : before,
               wijk_catalog_member_term(WIJK_CATALOG_TABLES, WIJK_TABLE_OPTIONS, (int32_t)carried[i],
                                        steps->show.language));
        if (has(steps, row, carried[i]))
            cell(steps, row, carried[i]);
        else
            fputs(in(steps, "nobody in particular", "niemand in het bijzonder"), stdout);
        any = true;
    }
    return any;
}

static void say_here(const struct steps *steps, const struct rungs *rungs) {
    uint32_t row = row_to(steps, WIJK_TABLE_TIER_STAYS, rungs->stay, WIJK_TIER_STAYS_COLUMN_TIER, rungs->first);
    if (row == NO_ROW)
        printf("  %s\n", in(steps, "the rules do not know this tier", "het beleid kent deze trede niet"));
    else if (say_carriers(steps, row, NO_ROW, "  "))
        putchar('\n');
}

/* ---- one step ---- */

static void say_title(const struct steps *steps, uint32_t row, bool here) {
    if (!has(steps, row, WIJK_OPTIONS_COLUMN_FROM_TIER)) {
        printf("  %s ", in(steps, "begin at", "beginnen bij"));
    } else {
        printf("  ");
        cell(steps, row, WIJK_OPTIONS_COLUMN_DIRECTION);
        if (!here) {
            printf(" %s ", in(steps, "from", "van"));
            cell(steps, row, WIJK_OPTIONS_COLUMN_FROM_TIER);
        }
        printf(" %s ", in(steps, "to", "naar"));
    }
    cell(steps, row, WIJK_OPTIONS_COLUMN_TIER);
    if (!here) {
        printf(": %s\n", in(steps, "not from here", "niet vanaf hier"));
        return;
    }
    bool allowed = number(steps, row, WIJK_OPTIONS_COLUMN_ALLOWED) != 0;
    printf(": %s", allowed ? in(steps, "can be taken now", "kan nu") : in(steps, "not yet", "nog niet"));
    if (has(steps, row, WIJK_OPTIONS_COLUMN_NEXT)) {
        fputs(allowed ? ": " : in(steps, "; next: ", "; eerst: "), stdout);
        say_act(steps, (wijk_act_type)number(steps, row, WIJK_OPTIONS_COLUMN_NEXT));
    }
    putchar('\n');
}

static void say_day(const struct steps *steps, uint32_t step, uint32_t column, const char *english, const char *dutch) {
    if (!show_has(&steps->show, WIJK_TABLE_STEPS, step, column))
        return;
    printf("%s ", in(steps, english, dutch));
    show_cell(&steps->show, WIJK_TABLE_STEPS, step, column);
}

/* How far the proposal is, and with names also its reason, which is personal. */
static void say_proposal(const struct steps *steps, uint32_t row) {
    const struct show *show = &steps->show;
    const wijk_id *id = wijk_table_cell_id(show->tables[WIJK_TABLE_OPTIONS], WIJK_OPTIONS_COLUMN_STEP, row);
    char text[WIJK_ID_TEXT_SIZE];
    uint32_t step = 0;
    while (id && step < show_rows(show, WIJK_TABLE_STEPS) &&
           !show_same(show, WIJK_TABLE_STEPS, step, WIJK_STEPS_COLUMN_ACT, id))
        step++;
    if (!id || step == show_rows(show, WIJK_TABLE_STEPS))
        return;
    wijk_id_format(id, text);
    say_day(steps, step, WIJK_STEPS_COLUMN_PROPOSED, "    proposed", "    voorgesteld");
    say_day(steps, step, WIJK_STEPS_COLUMN_CONSULTED, ", talked over", ", besproken");
    say_day(steps, step, WIJK_STEPS_COLUMN_DECIDED, ", accepted", ", akkoord");
    if (wijk_table_int(show->tables[WIJK_TABLE_STEPS], WIJK_STEPS_COLUMN_DISSENTS, step) > 0) {
        printf(", %s ", in(steps, "dissents:", "niet ingestemd:"));
        show_cell(show, WIJK_TABLE_STEPS, step, WIJK_STEPS_COLUMN_DISSENTS);
    }
    printf(": %s\n", text);
    if (steps->names && show_has(show, WIJK_TABLE_STEPS, step, WIJK_STEPS_COLUMN_WHY)) {
        printf("    %s: ", in(steps, "reason", "reden"));
        show_cell(show, WIJK_TABLE_STEPS, step, WIJK_STEPS_COLUMN_WHY);
        putchar('\n');
    }
}

static void say_missing(const struct steps *steps, uint32_t finding) {
    const struct show *show = &steps->show;
    const struct saying said = {.to = stdout, .findings = steps->findings, .index = finding, .policy = show->policy,
                                .language = show->language, .names = steps->names ? show : NULL, .briefly = true};
    for (uint32_t fact = 0; fact < wijk_findings_missing_count(steps->findings, finding);) {
        wijk_act_type mend = wijk_findings_missing_mend(steps->findings, finding, fact);
        printf("    %s: ", in(steps, "missing", "ontbreekt"));
        fact = say_fact(&said, fact);
        if (mend != 0) {
            fputs(" -> ", stdout);
            say_act(steps, mend);
        }
        putchar('\n');
    }
}

/* Why the rules would have the step considered: the words for the fact when it holds. */
static void say_reason(const struct steps *steps, uint32_t row) {
    const wijk_table *suggestions = steps->show.tables[WIJK_TABLE_SUGGESTIONS];
    size_t length;
    const char *text = wijk_table_text(suggestions, WIJK_SUGGESTIONS_COLUMN_REASON, row, &length);
    wijk_fact fact = text ? wijk_catalog_find(WIJK_CATALOG_FACTS, text, length) : 0;
    const char *met = wijk_catalog_fact_met(fact, steps->show.language);
    const wijk_id *subject = wijk_table_cell_id(suggestions, WIJK_SUGGESTIONS_COLUMN_SUBJECT, row);
    printf("    %s: %s", in(steps, "to consider", "te overwegen"), met ? met : "?");
    text = wijk_table_text(suggestions, WIJK_SUGGESTIONS_COLUMN_KEY, row, &length);
    if (text) {
        fputs(": ", stdout);
        say_key(stdout, steps->show.policy, fact, text, length, steps->show.language);
    }
    if (subject) {
        fputs(": ", stdout);
        say_id(steps, subject);
    }
    putchar('\n');
}

/* Whether the coordinator stays, and what somebody else carries from then on. */
static void say_after(const struct steps *steps, uint32_t row) {
    bool step = has(steps, row, WIJK_OPTIONS_COLUMN_FROM_TIER);
    uint32_t from = row_to(steps, WIJK_TABLE_OPTIONS, row, WIJK_OPTIONS_COLUMN_FROM_TIER, row);
    const char *word = in(steps, "    afterwards: ", "    daarna: ");
    if (step) {
        fputs(word, stdout);
        cell(steps, row, WIJK_OPTIONS_COLUMN_COORDINATION);
    }
    if (say_carriers(steps, row, from, step ? "; " : word) || step)
        putchar('\n');
}

static void say_step(const struct steps *steps, uint32_t row) {
    uint32_t finding = steps_finding(steps, row);
    say_title(steps, row, number(steps, row, WIJK_OPTIONS_COLUMN_HERE) != 0);
    for (uint32_t i = 0; i < show_rows(&steps->show, WIJK_TABLE_SUGGESTIONS); i++)
        if (steps_reason(steps, i, row))
            say_reason(steps, i);
    say_proposal(steps, row);
    if (finding != NO_ROW)
        say_missing(steps, finding);
    say_after(steps, row);
}

/* ---- all of it ---- */

static void say_coordinator(const struct steps *steps) {
    const struct show *show = &steps->show;
    const wijk_table_id table = WIJK_TABLE_COORDINATORS;
    for (uint32_t row = 0; row < show_rows(show, table); row++) {
        if (show_has(show, table, row, WIJK_COORDINATORS_COLUMN_UNTIL))
            continue;
        printf("%s ", in(steps, "coordinated by", "regie bij"));
        say_id(steps, wijk_table_cell_id(show->tables[table], WIJK_COORDINATORS_COLUMN_PROFESSIONAL, row));
        printf(", %s ", in(steps, "since", "sinds"));
        show_cell(show, table, row, WIJK_COORDINATORS_COLUMN_FROM);
        putchar('\n');
        return;
    }
    printf("%s\n", in(steps, "nobody coordinates", "niemand heeft de regie"));
}

static void say_stay(const struct steps *steps, uint32_t stay) {
    const struct show *show = &steps->show;
    const wijk_table *stays = show->tables[WIJK_TABLE_TIER_STAYS];
    show_cell(show, WIJK_TABLE_TIER_STAYS, stay, WIJK_TIER_STAYS_COLUMN_TIER);
    printf(", %s ", in(steps, "since", "sinds"));
    show_cell(show, WIJK_TABLE_TIER_STAYS, stay, WIJK_TIER_STAYS_COLUMN_FROM);
    if (wijk_table_int(stays, WIJK_TIER_STAYS_COLUMN_EMERGENCY, stay) == 1)
        printf(", %s", in(steps, "by an emergency step", "door een noodstap"));
    if (wijk_table_int(stays, WIJK_TIER_STAYS_COLUMN_RETURNED, stay) == 1)
        printf(", %s", in(steps, "back from the pilot light", "terug vanuit de waakvlam"));
}

static void say_ladder(const struct steps *steps, const struct rungs *rungs) {
    bool any = false;
    putchar('\n');
    cell(steps, rungs->first, WIJK_OPTIONS_COLUMN_LADDER);
    printf(": ");
    if (rungs->stay == NO_ROW)
        fputs(in(steps, "on no tier", "op geen trede"), stdout);
    else
        say_stay(steps, rungs->stay);
    putchar('\n');
    if (rungs->stay != NO_ROW)
        say_here(steps, rungs);
    for (uint32_t row = rungs->first; row < rungs->end; row++) {
        if (!steps_wanted(steps, row))
            continue;
        say_step(steps, row);
        any = true;
    }
    if (!any)
        printf("  %s\n", in(steps, "no step begins here", "hier begint geen stap"));
}

void steps_say(const struct steps *steps) {
    struct rungs rungs = {0};
    printf("%s ", in(steps, "Dossier", "Dossier"));
    say_id(steps, wijk_dossier_id(steps->show.dossier));
    printf(", %s ", in(steps, "on", "op"));
    show_date(steps->on);
    putchar('\n');
    say_coordinator(steps);
    if (show_rows(&steps->show, WIJK_TABLE_OPTIONS) == 0)
        printf("\n%s\n", in(steps, "no step can be taken: the dossier is not open, or the rules have no ladder",
                            "er kan geen stap worden gezet: het dossier is niet open, of het beleid heeft geen ladder"));
    while (steps_next(steps, &rungs))
        say_ladder(steps, &rungs);
}
