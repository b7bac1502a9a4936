/* wijkteam stats funnel, standardise, spc, cusum, series: units and periods against each other, in the order of the
 * file. */
#include "compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int32_t compare_code(int32_t result, uint32_t column, const char *word) {
    return figures_code_of(wijk_catalog_member_list(WIJK_CATALOG_RESULTS, result, (int32_t)column), word);
}

/* ---- reading ---- */

static struct csv_column asked(const char *name, enum csv_kind kind, bool required, bool filled) {
    return (struct csv_column){.name = name, .kind = kind, .required = required, .filled = filled};
}

/* A file with a column of labels, one of reasons, and figures. */
static bool read_file(struct cli *cli, const char *path, const char *label, bool required,
                      struct comparison *comparison) {
    comparison->columns[COMPARE_LABEL] = asked(label, CSV_TEXT, required, required);
    comparison->columns[COMPARE_REASON] = asked("reason", CSV_TEXT, false, false);
    return csv_read(cli, path, comparison->columns, comparison->count, &comparison->csv);
}

static void add_column(struct comparison *comparison, const char *name, bool required) {
    if (comparison->count < COMPARE_A)
        comparison->count = COMPARE_A;
    comparison->columns[comparison->count++] = asked(name, CSV_REAL, required, true);
}

void comparison_end(struct comparison *comparison) {
    csv_free(&comparison->csv);
    wijk_table_unref(comparison->table);
    wijk_table_unref(comparison->fit);
}

/* By argument of the library: the option that it came from, or the first or the second column, and what is asked. */
static const struct {
    const char *argument, *option;
    bool second;
    const char *english, *dutch;
} reasons[] = {
    {"events", NULL, false, "it must be a whole number, 0 or more, and no more than there are",
     "dit moet een heel getal zijn, 0 of meer, en niet meer dan er zijn"},
    {"values", NULL, false, "it is too far from zero to be a figure", "dit is te ver van nul om een cijfer te zijn"},
    {"sizes", NULL, true, "it must be 0 or more, and whole where persons are counted",
     "dit moet 0 of meer zijn, en heel waar personen worden geteld"},
    {"risks", NULL, true, "it must be between 0 and 1", "dit moet tussen 0 en 1 liggen"},
    {"target", "--target", false, "it must be 0 or more, and for a share at most 1",
     "dit moet 0 of meer zijn, en voor een aandeel hoogstens 1"},
    {"minimum", "--minimum", false, "it must be 0 or more", "dit moet 0 of meer zijn"},
    {"k", "--k", false, "it must be 0 or more, and not that large", "dit moet 0 of meer zijn, en niet zo groot"},
    {"h", "--h", false, "it must be above 0", "dit moet boven 0 liggen"},
    {"odds_ratio", "--odds-ratio", false, "it must be above 0 and not 1", "dit moet boven 0 liggen en niet 1 zijn"},
    {"first_after", "--break", false, "it must be a period of the series after the first",
     "dit moet een periode van de reeks na de eerste zijn"},
    {"season", "--season", false, "it must be 0 or more, and not that large", "dit moet 0 of meer zijn, en niet zo groot"},
    {"lag", "--lag", false, "it must be less than there are periods", "dit moet minder zijn dan er perioden zijn"},
    {"level", "--level", false, "it must be between 0 and 1", "dit moet tussen 0 en 1 liggen"},
};

/* What the library said against it, at its place. */
static bool comparison_failed(const struct cli *cli, const struct comparison *comparison, wijk_status status) {
    const char *argument = wijk_error_code(cli->error) == status ? wijk_error_path(cli->error) : "";
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons && status == WIJK_E_RANGE; i++) {
        if (strcmp(reasons[i].argument, argument) != 0)
            continue;
        if (reasons[i].option)
            say_misuse(cli, reasons[i].option, reasons[i].english, reasons[i].dutch);
        else
            csv_bad(&comparison->csv, (size_t)wijk_error_index(cli->error),
                    reasons[i].second ? comparison->second : comparison->first, reasons[i].english, reasons[i].dutch);
        return false;
    }
    say_failure(cli, comparison->csv.path, status);
    return false;
}

/* The code that an option names; `usual` when it was not given, 0 when there is no such choice, which was said. */
static int32_t choice(const struct cli *cli, const char *option, int32_t result, uint32_t column, int32_t usual) {
    const char *word = own_text(&cli->options, option);
    int32_t code = word ? compare_code(result, column, word) : usual;
    if (code == 0)
        say_misuse(cli, option, "there is no such choice", "die keuze is er niet");
    return code;
}

/* ---- writing ---- */

/* The rows of a result, each after its label and its reason where the file has them. */
static int write_rows(struct cli *cli, const struct comparison *comparison) {
    const wijk_table *table = comparison->table;
    const char *names[2 + 16];
    struct out out;
    size_t before = 0;
    for (size_t i = COMPARE_LABEL; i <= COMPARE_REASON; i++)
        if (comparison->columns[i].present)
            names[before++] = comparison->columns[i].name;
    uint32_t columns = wijk_table_columns(table);
    for (uint32_t i = 0; i < columns; i++)
        names[before + i] = wijk_catalog_member_name(WIJK_CATALOG_RESULTS, wijk_table_get_id(table), (int32_t)i);
    out_begin(&out, cli, names, before + columns);
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        for (size_t i = COMPARE_LABEL; i <= COMPARE_REASON; i++)
            if (comparison->columns[i].present)
                out_text(&out, csv_text(&comparison->csv, i, row));
        for (uint32_t i = 0; i < columns; i++)
            out_cell(&out, table, i, row);
    }
    return out_end(&out);
}

/* The end of a command: rows with labels, or with --fit the row about the whole. */
static int finish(struct cli *cli, struct comparison *comparison, bool good, bool labels) {
    int answer = CLI_BAD;
    if (good && own_given(&cli->options, "--fit"))
        answer = out_table(cli, comparison->fit);
    else if (good)
        answer = labels ? write_rows(cli, comparison) : out_table(cli, comparison->table);
    comparison_end(comparison);
    return answer;
}

#define FIT_OPTION                                                                                     \
    {"--fit", OWN_FLAG, NULL, "one row about the whole instead", "in plaats daarvan één rij over het geheel"}

/* ---- funnel ---- */

/* Which limits were asked for; 0: a wrong one, which was said. */
static int32_t funnel_limits(const struct cli *cli, bool ratio) {
    const char *spread = own_text(&cli->options, "--over-dispersion");
    int32_t usual = ratio ? WIJK_FUNNEL_LIMITS_EXACT : WIJK_FUNNEL_LIMITS_INTERPOLATED;
    const uint32_t column = WIJK_FUNNEL_UNITS_COLUMN_LIMITS;
    if (!spread || strcmp(spread, "none") == 0)
        return choice(cli, "--limits", WIJK_RESULT_FUNNEL_UNITS, column, usual);
    if (own_given(&cli->options, "--limits")) {
        say_misuse(cli, "--limits", "limits that allow for over-dispersion are normal ones",
                   "grenzen die ruimte laten voor overdispersie zijn normale");
        return 0;
    }
    int32_t limits = choice(cli, "--over-dispersion", WIJK_RESULT_FUNNEL_UNITS, column, usual);
    if (limits == WIJK_FUNNEL_LIMITS_INTERPOLATED || limits == WIJK_FUNNEL_LIMITS_EXACT) {
        say_misuse(cli, "--over-dispersion", "there is no such choice", "die keuze is er niet");
        return 0;
    }
    return limits;
}

bool funnel_compare(struct cli *cli, const char *path, struct comparison *comparison) {
    static const char *const names[] = {"events", "n", "observed", "expected"};
    *comparison = (struct comparison){.csv = {.cli = cli}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_column(comparison, names[i], false);
    if (!read_file(cli, path, "unit", true, comparison))
        return false;
    const struct csv_column *columns = comparison->columns;
    bool shares = columns[COMPARE_A].present && columns[COMPARE_B].present;
    comparison->ratio = columns[COMPARE_C].present && columns[COMPARE_D].present;
    if (shares == comparison->ratio) {
        say_misuse(cli, path, "it needs the columns events and n, or observed and expected",
                   "dit heeft de kolommen events en n nodig, of observed en expected");
        return false;
    }
    const struct csv_column *first = &columns[shares ? COMPARE_A : COMPARE_C], *second = first + 1;
    comparison->first = first->name;
    comparison->second = second->name;
    int32_t limits = funnel_limits(cli, comparison->ratio);
    if (limits == 0)
        return false;
    double target = own_real(&cli->options, "--target", 0);
    wijk_status status =
        wijk_funnel(cli->context, comparison->ratio ? WIJK_FUNNEL_FIGURE_RATIO : WIJK_FUNNEL_FIGURE_PROPORTION, limits,
                    first->reals, second->reals, comparison->csv.rows,
                    own_given(&cli->options, "--target") ? &target : NULL, own_real(&cli->options, "--minimum", 0),
                    &comparison->table, &comparison->fit, cli->error);
    return status == WIJK_OK || comparison_failed(cli, comparison, status);
}

static const struct own_option funnel_options[] = {FUNNEL_OPTIONS, FIT_OPTION, {.name = NULL}};

static int run_funnel(struct cli *cli) {
    struct comparison comparison;
    return finish(cli, &comparison, funnel_compare(cli, cli->words[0], &comparison), true);
}

/* ---- standardisation ---- */

enum { STRATUM = COMPARE_REASON }; /* its column, where others have a reason */

static const struct own_option standardise_options[] = {
    {"--interval", OWN_TEXT, "exact|byar", "limits of the ratio; exact when not given",
     "grenzen van de verhouding; exact als dit ontbreekt"},
    LEVEL_OPTION,
    {.name = NULL},
};

/* A column as whole numbers; false when one is not, which was said. */
static bool as_wholes(const struct comparison *comparison, size_t column, int32_t *out) {
    for (size_t row = 0; row < comparison->csv.rows; row++) {
        double value = comparison->columns[column].reals[row];
        if (!(value >= 0 && value <= INT32_MAX && value == floor(value))) {
            csv_bad(&comparison->csv, row, comparison->columns[column].name, "it must be a whole number, 0 or more",
                    "dit moet een heel getal zijn, 0 of meer");
            return false;
        }
        out[row] = (int32_t)value;
    }
    return true;
}

/* The rows of a result, each after the name of its unit. */
static int write_units(struct cli *cli, const struct csv_groups *units, const wijk_table *table) {
    const char *names[1 + 16] = {"unit"};
    struct out out;
    uint32_t columns = wijk_table_columns(table);
    for (uint32_t i = 0; i < columns; i++)
        names[1 + i] = wijk_catalog_member_name(WIJK_CATALOG_RESULTS, wijk_table_get_id(table), (int32_t)i);
    out_begin(&out, cli, names, 1 + columns);
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        out_text(&out, units->names[row]);
        for (uint32_t i = 0; i < columns; i++)
            out_cell(&out, table, i, row);
    }
    return out_end(&out);
}

static int standardise(struct cli *cli, struct comparison *comparison, int32_t interval) {
    struct csv_groups units, strata;
    size_t count = comparison->csv.rows;
    int32_t *events = cli_allocate(2 * (count + 1) * sizeof *events), *sizes = events + count + 1;
    int answer = CLI_BAD;
    csv_group(&comparison->csv, COMPARE_LABEL, &units);
    csv_group(&comparison->csv, STRATUM, &strata);
    if (as_wholes(comparison, COMPARE_A, events) && as_wholes(comparison, COMPARE_B, sizes)) {
        wijk_status status = wijk_standardise(cli->context, units.of_row, strata.of_row, events, sizes, count,
                                              (uint32_t)units.count, (uint32_t)strata.count, NULL, interval,
                                              own_real(&cli->options, "--level", LEVEL_USUAL), &comparison->table,
                                              cli->error);
        if (status == WIJK_OK || comparison_failed(cli, comparison, status))
            answer = write_units(cli, &units, comparison->table);
    }
    csv_groups_free(&strata);
    csv_groups_free(&units);
    free(events);
    return answer;
}

static int run_standardise(struct cli *cli) {
    struct comparison comparison = {.csv = {.cli = cli}, .first = "events", .second = "n"};
    int answer = CLI_BAD;
    add_column(&comparison, "events", true);
    add_column(&comparison, "n", true);
    comparison.columns[COMPARE_LABEL] = asked("unit", CSV_TEXT, true, true);
    comparison.columns[STRATUM] = asked("stratum", CSV_TEXT, true, true);
    int32_t interval = choice(cli, "--interval", WIJK_RESULT_STANDARDISED, WIJK_STANDARDISED_COLUMN_INTERVAL,
                              WIJK_RATIO_INTERVAL_EXACT);
    if (interval != 0 && csv_read(cli, cli->words[0], comparison.columns, comparison.count, &comparison.csv))
        answer = standardise(cli, &comparison, interval);
    comparison_end(&comparison);
    return answer;
}

/* ---- control chart ---- */

static const struct own_option spc_options[] = {
    {"--chart", OWN_TEXT, "p|u|laney-p|laney-u", "which chart; p when not given", "welke kaart; p als dit ontbreekt"},
    {.name = NULL},
};

static int run_spc(struct cli *cli) {
    struct comparison comparison = {.csv = {.cli = cli}, .first = "events", .second = "n"};
    add_column(&comparison, "events", true);
    add_column(&comparison, "n", true);
    const struct csv_column *columns = comparison.columns;
    int32_t chart = choice(cli, "--chart", WIJK_RESULT_CHART_POINTS, WIJK_CHART_POINTS_COLUMN_CHART,
                           WIJK_CONTROL_CHART_P);
    bool good = chart != 0 && read_file(cli, cli->words[0], "period", false, &comparison);
    wijk_status status = good ? wijk_control_chart(cli->context, chart, columns[COMPARE_A].reals,
                                                   columns[COMPARE_B].reals, comparison.csv.rows, &comparison.table,
                                                   cli->error)
                              : WIJK_OK;
    return finish(cli, &comparison, good && (status == WIJK_OK || comparison_failed(cli, &comparison, status)), true);
}

/* ---- cumulative sums ---- */

static const struct own_option cusum_options[] = {
    {"--k", OWN_REAL, "K", "slack, half the shift that matters; 0.5 when not given",
     "speling, de helft van de verschuiving die ertoe doet; 0.5 als dit ontbreekt"},
    {"--h", OWN_REAL, "H", "decision limit; 5 when not given", "beslisgrens; 5 als dit ontbreekt"},
    {"--odds-ratio", OWN_REAL, "R", "risk-adjusted, of columns event and risk: the change that is looked for",
     "met risico verrekend, van kolommen event en risk: de verandering waarnaar wordt gezocht"},
    {"--restart", OWN_FLAG, NULL, "begin at 0 again after a signal", "begin na een signaal weer bij 0"},
    {.name = NULL},
};
enum { USUAL_H = 5 };
#define USUAL_K 0.5

/* Events as the library takes them; what is neither 0 nor 1 becomes 2, which it refuses at its place. */
static int32_t *as_events(const double *values, size_t count) {
    int32_t *events = cli_allocate((count + 1) * sizeof *events);
    for (size_t i = 0; i < count; i++)
        events[i] = values[i] == 0 ? 0 : values[i] == 1 ? 1 : 2;
    return events;
}

static int run_cusum(struct cli *cli) {
    bool risk = own_given(&cli->options, "--odds-ratio"), restart = own_given(&cli->options, "--restart");
    struct comparison comparison = {.csv = {.cli = cli}, .first = risk ? "event" : "value", .second = "risk"};
    double h = own_real(&cli->options, "--h", USUAL_H);
    add_column(&comparison, comparison.first, true);
    if (risk)
        add_column(&comparison, "risk", true);
    if (!read_file(cli, cli->words[0], "period", false, &comparison))
        return finish(cli, &comparison, false, true);
    const struct csv_column *columns = comparison.columns;
    size_t count = comparison.csv.rows;
    int32_t *events = risk ? as_events(columns[COMPARE_A].reals, count) : NULL;
    wijk_status status =
        risk ? wijk_cusum_risk(cli->context, events, columns[COMPARE_B].reals, count,
                               own_real(&cli->options, "--odds-ratio", 0), h, restart, &comparison.table, cli->error)
             : wijk_cusum(cli->context, columns[COMPARE_A].reals, count, own_real(&cli->options, "--k", USUAL_K), h,
                          restart, &comparison.table, cli->error);
    free(events);
    return finish(cli, &comparison, status == WIJK_OK || comparison_failed(cli, &comparison, status), true);
}

/* ---- interrupted series ---- */

static const struct own_option series_options[] = {
    {"--break", OWN_TEXT, "T", "the first period after the change: its number from 1, or its name in column period",
     "de eerste periode na de verandering: haar nummer vanaf 1, of haar naam in kolom period"},
    {"--season", OWN_WHOLE, "N", "periods in a year, such as 12; none when not given",
     "perioden in een jaar, zoals 12; geen als dit ontbreekt"},
    {"--lag", OWN_WHOLE, "L", "how many periods back errors hang together; 4 (n/100)^(2/9) when not given",
     "hoeveel perioden terug fouten samenhangen; 4 (n/100)^(2/9) als dit ontbreekt"},
    {"--errors", OWN_TEXT, "ordinary|newey-west|newey-west-corrected",
     "which standard errors; newey-west-corrected when not given",
     "welke standaardfouten; newey-west-corrected als dit ontbreekt"},
    LEVEL_OPTION,
    FIT_OPTION,
    {.name = NULL},
};

/* Where the series breaks, from 1; 0 when it does not say. */
static size_t break_of(const struct cli *cli, const struct comparison *comparison) {
    const char *word = own_text(&cli->options, "--break");
    size_t number = 0;
    for (size_t row = 0; word && comparison->columns[COMPARE_LABEL].present && row < comparison->csv.rows; row++) {
        const char *period = csv_text(&comparison->csv, COMPARE_LABEL, row);
        if (period && strcmp(period, word) == 0)
            return row + 1;
    }
    if (!word || !*word || strlen(word) > 9 || strspn(word, "0123456789") != strlen(word))
        return 0;
    for (; *word; word++)
        number = number * 10 + (size_t)(*word - '0');
    return number;
}

static bool series_compare(struct cli *cli, struct comparison *comparison) {
    int32_t errors = choice(cli, "--errors", WIJK_RESULT_SERIES_FIT, WIJK_SERIES_FIT_COLUMN_ERRORS,
                            WIJK_SERIES_ERRORS_NEWEY_WEST_CORRECTED);
    if (errors == 0 || !read_file(cli, cli->words[0], "period", false, comparison))
        return false;
    if (own_whole(&cli->options, "--lag", 0) < 0) { /* in the library, below 0 asks for the usual one */
        say_misuse(cli, "--lag", "it must be 0 or more", "dit moet 0 of meer zijn");
        return false;
    }
    wijk_status status =
        wijk_series(cli->context, comparison->columns[COMPARE_A].reals, comparison->csv.rows, break_of(cli, comparison),
                    own_whole(&cli->options, "--season", 0), own_whole(&cli->options, "--lag", -1), errors,
                    own_real(&cli->options, "--level", LEVEL_USUAL), &comparison->table, &comparison->fit, cli->error);
    if (status == WIJK_NONE) {
        say_misuse(cli, cli->words[0], "there are too few periods before or after the change to tell the terms apart",
                   "er zijn te weinig perioden voor of na de verandering om de termen te onderscheiden");
        return false;
    }
    return status == WIJK_OK || comparison_failed(cli, comparison, status);
}

static int run_series(struct cli *cli) {
    struct comparison comparison = {.csv = {.cli = cli}, .first = "value"};
    add_column(&comparison, "value", true);
    return finish(cli, &comparison, series_compare(cli, &comparison), false);
}

/* ---- the commands ---- */

const struct command compare_commands[] = {
    {"stats", "funnel", "FILE", 1, 1, 0, run_funnel,
     "hold each unit (unit, events, n; or unit, observed, expected) against the limits for its size; a column reason\n"
     "    goes along; the order stays that of the file, and nothing is ranked",
     "houd elke eenheid (unit, events, n; of unit, observed, expected) tegen de grenzen voor haar omvang; een kolom\n"
     "    reason gaat mee; de volgorde blijft die van het bestand, en niets krijgt een rangorde",
     {"wijkteam stats funnel teams.csv --minimum 10", "wijkteam stats funnel teams.csv --over-dispersion additive",
      "wijkteam stats funnel teams.csv --fit --json"},
     funnel_options},
    {"stats", "standardise", "FILE", 1, 1, 0, run_standardise,
     "reckon what each unit would have had with the rates of the whole in each stratum (unit, stratum, events, n), and\n"
     "    what it had; stats funnel takes what comes out",
     "reken uit wat elke eenheid had gehad met de cijfers van het geheel in elk stratum (unit, stratum, events, n), en\n"
     "    wat zij had; stats funnel neemt wat eruit komt",
     {"wijkteam stats standardise case-mix.csv", "wijkteam stats standardise case-mix.csv | wijkteam stats funnel -"},
     standardise_options},
    {"stats", "spc", "FILE", 1, 1, 0, run_spc,
     "draw up a control chart of periods ([period,] events, n): centre, limits and signals",
     "maak een regelkaart van perioden ([period,] events, n): midden, grenzen en signalen",
     {"wijkteam stats spc months.csv --chart laney-p"}, spc_options},
    {"stats", "cusum", "FILE", 1, 1, 0, run_cusum,
     "add up what differs from what is expected ([period,] value; with --odds-ratio event, risk) until it is a signal",
     "tel op wat afwijkt van wat wordt verwacht ([period,] value; met --odds-ratio event, risk) tot het een signaal is",
     {"wijkteam stats cusum z.csv --h 4", "wijkteam stats cusum cases.csv --odds-ratio 2 --h 4.5 --restart"},
     cusum_options},
    {"stats", "series", "FILE", 1, 1, 0, run_series,
     "say how the level and the slope of a series ([period,] value) changed at a moment, by segmented regression",
     "zeg hoe niveau en helling van een reeks ([period,] value) op een moment veranderden, met gesegmenteerde regressie",
     {"wijkteam stats series months.csv --break 2025-01 --season 12", "wijkteam stats series months.csv --break 25 --fit"},
     series_options},
    {.name = NULL},
};
