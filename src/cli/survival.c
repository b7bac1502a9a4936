/* wijkteam stats km, cif and multistate: time until an event, and states over time. */
#include "figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TIMES_MOST = 1 << 20 };

#define AT_OPTION                                                                                     \
    {"--at", OWN_REALS, "T,...", "at these times only; else at every time at which something happens", \
     "alleen op deze tijden; anders op elke tijd waarop iets gebeurt"}
#define INTERVAL_OPTION                                                                                          \
    {"--interval", OWN_TEXT, "log|log-log|plain", "how the limits are found; log, as R does, when not given",    \
     "hoe de grenzen worden gevonden; log, zoals R, als dit ontbreekt"}
#define BY_OPTION                                                                           \
    {"--by", OWN_TEXT, "COLUMN", "the column with the groups; group, if there is one, when not given", \
     "de kolom met de groepen; group, als die er is, als dit ontbreekt"}

/* ---- what was asked ---- */

struct asked {
    double level;
    wijk_survival_interval interval;
    double *at; /* ascending */
    size_t at_count;
};

static int by_size(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The number that a word has in a list whose values are numbered from 1; 0: it has none. */
static int32_t word_number(const char *word, const char *const *words, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return i + 1;
    return 0;
}

static bool read_asked(struct cli *cli, struct asked *asked) {
    static const char *const intervals[] = {"log", "log-log", "plain"};
    const char *interval = own_text(&cli->options, "--interval");
    *asked = (struct asked){.level = own_real(&cli->options, "--level", LEVEL_USUAL)};
    asked->interval = word_number(interval ? interval : "log", intervals, 3);
    if (asked->interval == 0) {
        say_misuse(cli, "--interval", "there is no such choice", "die keuze is er niet");
        return false;
    }
    asked->at = cli_allocate(TIMES_MOST * sizeof *asked->at);
    size_t given = own_reals(&cli->options, "--at", asked->at, TIMES_MOST);
    if (given > TIMES_MOST) {
        say_misuse(cli, "--at", "there are too many times", "er zijn te veel tijden");
        return false;
    }
    qsort(asked->at, given, sizeof *asked->at, by_size);
    for (size_t i = 0; i < given; i++) /* a time that was given twice is one time */
        if (i == 0 || asked->at[i] > asked->at[i - 1])
            asked->at[asked->at_count++] = asked->at[i];
    return true;
}

/* ---- rows out ---- */

struct names { /* of the numbers in a column */
    const char *column;
    const char *const *names;
    int64_t first; /* the number of the first name */
};

static void print_cell(struct out *out, const wijk_table *table, uint32_t column, uint32_t row,
                       const struct names *names) {
    const char *name = wijk_catalog_member_name(WIJK_CATALOG_RESULTS, wijk_table_get_id(table), (int32_t)column);
    while (names->column && strcmp(names->column, name) != 0)
        names++;
    if (names->column && !wijk_table_is_null(table, column, row))
        out_text(out, names->names ? names->names[wijk_table_int(table, column, row) - names->first] : NULL);
    else
        out_cell(out, table, column, row);
}

static int print_table(struct cli *cli, const wijk_table *table, uint32_t rows, const struct names *names) {
    uint32_t columns = wijk_table_columns(table);
    const char **heads = cli_allocate(columns * sizeof *heads);
    struct out out;
    for (uint32_t i = 0; i < columns; i++)
        heads[i] = wijk_catalog_member_name(WIJK_CATALOG_RESULTS, wijk_table_get_id(table), (int32_t)i);
    out_begin(&out, cli, heads, columns);
    for (uint32_t row = 0; row < rows; row++)
        for (uint32_t column = 0; column < columns; column++)
            print_cell(&out, table, column, row, names);
    free(heads);
    return out_end(&out);
}

/* ---- time until an event ---- */

enum { EVENT_TIME, EVENT_EVENT, EVENT_ENTRY, EVENT_GROUP, EVENT_COLUMNS };

struct events {
    struct csv csv;
    struct csv_column columns[EVENT_COLUMNS];
    struct csv_groups groups;
    wijk_survival *survival;
};

static void events_free(struct events *events) {
    wijk_survival_destroy(events->survival);
    csv_groups_free(&events->groups);
    csv_free(&events->csv);
}

static bool read_causes(struct events *events, int64_t most, int32_t *causes) {
    const struct csv_column *column = &events->columns[EVENT_EVENT];
    for (size_t row = 0; row < events->csv.rows; row++) {
        if (column->wholes[row] < 0 || column->wholes[row] > most) {
            if (most == 1)
                csv_bad(&events->csv, row, column->name, "it must be 0 (censored) or 1 (the event)",
                        "dit moet 0 (gecensureerd) of 1 (de gebeurtenis) zijn");
            else
                csv_bad(&events->csv, row, column->name, "it must be 0 (censored) or a cause from 1 to 255",
                        "dit moet 0 (gecensureerd) of een oorzaak van 1 tot en met 255 zijn");
            return false;
        }
        causes[row] = (int32_t)column->wholes[row];
    }
    return true;
}

/* Read the file and count it. On false all was said. */
static bool read_events(struct cli *cli, const char *event, int64_t most, struct events *events) {
    const char *by = own_text(&cli->options, "--by");
    *events = (struct events){.columns = {
        [EVENT_TIME] = {.name = "time", .kind = CSV_REAL, .required = true, .filled = true},
        [EVENT_EVENT] = {.name = event, .kind = CSV_WHOLE, .required = true, .filled = true},
        [EVENT_ENTRY] = {.name = "entry", .kind = CSV_REAL, .filled = true},
        [EVENT_GROUP] = {.name = by ? by : "group", .kind = CSV_TEXT, .required = by != NULL, .filled = true},
    }};
    if (!csv_read(cli, cli->words[0], events->columns, EVENT_COLUMNS, &events->csv))
        return false;
    size_t rows = events->csv.rows;
    if (events->columns[EVENT_GROUP].present)
        csv_group(&events->csv, EVENT_GROUP, &events->groups);
    int32_t *causes = cli_allocate((rows + 1) * sizeof *causes);
    bool good = read_causes(events, most, causes);
    if (good) {
        wijk_status status = wijk_survival_new(
            cli->context, events->columns[EVENT_TIME].reals, causes,
            events->columns[EVENT_ENTRY].present ? events->columns[EVENT_ENTRY].reals : NULL,
            events->columns[EVENT_GROUP].present ? events->groups.of_row : NULL, rows, &events->survival, cli->error);
        good = status == WIJK_OK;
        if (!good)
            figures_failure(cli, &events->csv, NULL, status);
    }
    free(causes);
    return good;
}

static int end_events(struct cli *cli, struct events *events, wijk_table *table, wijk_status status) {
    const struct names names[] = {{"group", events->groups.names, 0}, {.column = NULL}};
    int answer = status == WIJK_OK ? print_table(cli, table, wijk_table_rows(table), names)
                                   : figures_failure(cli, &events->csv, NULL, status);
    wijk_table_unref(table);
    return answer;
}

static const struct own_option km_options[] = {
    BY_OPTION,
    AT_OPTION,
    INTERVAL_OPTION,
    LEVEL_OPTION,
    {"--median", OWN_FLAG, NULL, "the median time of each group instead",
     "in plaats daarvan de mediane tijd per groep"},
    {"--rmst", OWN_REAL, "T", "the restricted mean until this time instead",
     "in plaats daarvan het beperkte gemiddelde tot deze tijd"},
    {"--logrank", OWN_FLAG, NULL, "the log-rank test of the groups instead",
     "in plaats daarvan de logranktoets van de groepen"},
    {"--rho", OWN_REAL, "R", "with --logrank: count early times for more; 1 is the test of Peto and Peto",
     "met --logrank: laat vroege tijden zwaarder tellen; 1 is de toets van Peto en Peto"},
    {.name = NULL},
};

/* Which of the options that ask for another table was given; false when they do not go together. */
static bool choose(struct cli *cli, const char **choice) {
    static const char *const choices[] = {"--median", "--rmst", "--logrank"};
    *choice = "";
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (!own_given(&cli->options, choices[i]))
            continue;
        if (**choice) {
            say_misuse(cli, choices[i], "ask for one thing at a time", "vraag één ding tegelijk");
            return false;
        }
        *choice = choices[i];
    }
    if (**choice && own_given(&cli->options, "--at")) {
        say_misuse(cli, "--at", "ask for one thing at a time", "vraag één ding tegelijk");
        return false;
    }
    return true;
}

static wijk_status ask_km(struct cli *cli, const struct events *events, const struct asked *asked, const char *choice,
                          wijk_table **table) {
    if (strcmp(choice, "--median") == 0)
        return wijk_survival_median(events->survival, asked->interval, asked->level, table, cli->error);
    if (strcmp(choice, "--rmst") == 0)
        return wijk_survival_mean(events->survival, own_real(&cli->options, "--rmst", 0), table, cli->error);
    if (strcmp(choice, "--logrank") == 0)
        return wijk_survival_test(events->survival, own_real(&cli->options, "--rho", 0), table, cli->error);
    return wijk_survival_curve(events->survival, asked->interval, asked->level, asked->at, asked->at_count, table,
                               cli->error);
}

static int run_km(struct cli *cli) {
    struct asked asked = {.at = NULL};
    struct events events = {.survival = NULL};
    const char *choice;
    wijk_table *table = NULL;
    int answer = CLI_BAD;
    if (!choose(cli, &choice))
        return CLI_BAD;
    if (own_given(&cli->options, "--rmst") && !(own_real(&cli->options, "--rmst", 0) > 0))
        return say_misuse(cli, "--rmst", "it must be above 0", "dit moet boven 0 zijn");
    if (own_given(&cli->options, "--rho") && strcmp(choice, "--logrank") != 0)
        return say_misuse(cli, "--rho", "only with --logrank", "alleen bij --logrank");
    if (own_real(&cli->options, "--rho", 0) < 0)
        return say_misuse(cli, "--rho", "it must be 0 or more", "dit moet 0 of meer zijn");
    if (read_asked(cli, &asked) && read_events(cli, "event", 1, &events)) {
        wijk_status status = ask_km(cli, &events, &asked, choice, &table);
        answer = end_events(cli, &events, table, status);
    }
    free(asked.at);
    events_free(&events);
    return answer;
}

static const struct own_option cif_options[] = {
    BY_OPTION,
    AT_OPTION,
    {"--variance", OWN_TEXT, "aalen|greenwood", "the formula of the standard error; aalen when not given",
     "de formule van de standaardfout; aalen als dit ontbreekt"},
    INTERVAL_OPTION,
    LEVEL_OPTION,
    {.name = NULL},
};

static int run_cif(struct cli *cli) {
    static const char *const variances[] = {"aalen", "greenwood"};
    const char *variance = own_text(&cli->options, "--variance");
    int32_t number = word_number(variance ? variance : "aalen", variances, 2);
    struct asked asked = {.at = NULL};
    struct events events = {.survival = NULL};
    wijk_table *table = NULL;
    int answer = CLI_BAD;
    if (number == 0)
        return say_misuse(cli, "--variance", "there is no such choice", "die keuze is er niet");
    if (read_asked(cli, &asked) && read_events(cli, "cause", WIJK_SURVIVAL_CAUSE_MOST, &events)) {
        wijk_status status = wijk_survival_incidence(events.survival, number, asked.interval, asked.level, asked.at,
                                                     asked.at_count, &table, cli->error);
        answer = end_events(cli, &events, table, status);
    }
    free(asked.at);
    events_free(&events);
    return answer;
}

/* ---- states over time ---- */

enum { STAY_ID, STAY_ENTRY, STAY_EXIT, STAY_FROM, STAY_TO, STAY_COLUMNS };

struct stays {
    struct csv csv;
    struct csv_column columns[STAY_COLUMNS];
    const char **names; /* of the states, in the order of their bytes; the first is state 1 */
    int32_t states;
    wijk_multistate *multistate;
};

static void stays_free(struct stays *stays) {
    wijk_multistate_destroy(stays->multistate);
    free(stays->names);
    csv_free(&stays->csv);
}

/* The states of both columns as one list, and the number that each name of a column has in it. */
static void join_names(struct stays *stays, const struct csv_groups *from, const struct csv_groups *to,
                       int32_t *from_state, int32_t *to_state) {
    stays->names = cli_allocate((from->count + to->count + 1) * sizeof *stays->names);
    for (size_t f = 0, t = 0; f < from->count || t < to->count;) {
        int order = f == from->count ? 1 : t == to->count ? -1 : strcmp(from->names[f], to->names[t]);
        stays->names[stays->states++] = order <= 0 ? from->names[f] : to->names[t];
        if (order <= 0)
            from_state[f++] = stays->states;
        if (order >= 0)
            to_state[t++] = stays->states;
    }
}

/* What the library said of the stays, at the row. */
static int stays_failure(struct cli *cli, const struct stays *stays, wijk_status status) {
    int64_t item = wijk_error_index(cli->error);
    bool of_row = item >= 0, history = of_row && status == WIJK_E_HISTORY;
    const char *argument = wijk_error_path(cli->error);
    if (history && strcmp(argument, "entry") == 0)
        return csv_bad(&stays->csv, (size_t)item, "entry", "this stay overlaps an earlier one of the same id",
                       "dit verblijf overlapt een eerder verblijf van dezelfde id");
    if (history)
        return csv_bad(&stays->csv, (size_t)item, "from", "the stay before this one ended in another state",
                       "het verblijf hiervoor eindigde in een andere toestand");
    if (status == WIJK_E_RANGE && strcmp(argument, "states") == 0)
        return csv_bad(&stays->csv, SIZE_MAX, "from, to", "there are more than 256 different states",
                       "er zijn meer dan 256 verschillende toestanden");
    if (of_row && status == WIJK_E_RANGE && strcmp(argument, "to") == 0)
        return csv_bad(&stays->csv, (size_t)item, "to", "a stay cannot end in the state that it is in",
                       "een verblijf kan niet eindigen in de toestand zelf");
    return figures_failure(cli, &stays->csv, NULL, status);
}

static bool count_stays(struct cli *cli, struct stays *stays) {
    struct csv_groups ids, from, to;
    size_t rows = stays->csv.rows;
    csv_group(&stays->csv, STAY_ID, &ids);
    csv_group(&stays->csv, STAY_FROM, &from);
    csv_group(&stays->csv, STAY_TO, &to);
    int32_t *from_state = cli_allocate((from.count + 1) * sizeof *from_state);
    int32_t *to_state = cli_allocate((to.count + 1) * sizeof *to_state);
    int64_t *subjects = cli_allocate((rows + 1) * sizeof *subjects);
    join_names(stays, &from, &to, from_state, to_state);
    for (size_t row = 0; row < rows; row++) {
        subjects[row] = ids.of_row[row];
        from.of_row[row] = from_state[from.of_row[row]];
        to.of_row[row] = to.of_row[row] < 0 ? 0 : to_state[to.of_row[row]];
    }
    wijk_status status = wijk_multistate_new(cli->context, subjects, stays->columns[STAY_ENTRY].reals,
                                             stays->columns[STAY_EXIT].reals, from.of_row, to.of_row, rows,
                                             stays->states > 0 ? stays->states : 1, &stays->multistate, cli->error);
    if (status != WIJK_OK)
        stays_failure(cli, stays, status);
    free(subjects);
    free(to_state);
    free(from_state);
    csv_groups_free(&to);
    csv_groups_free(&from);
    csv_groups_free(&ids);
    return status == WIJK_OK;
}

static bool read_stays(struct cli *cli, struct stays *stays) {
    *stays = (struct stays){.columns = {
        [STAY_ID] = {.name = "id", .kind = CSV_TEXT, .required = true, .filled = true},
        [STAY_ENTRY] = {.name = "entry", .kind = CSV_REAL, .required = true, .filled = true},
        [STAY_EXIT] = {.name = "exit", .kind = CSV_REAL, .required = true, .filled = true},
        [STAY_FROM] = {.name = "from", .kind = CSV_TEXT, .required = true, .filled = true},
        [STAY_TO] = {.name = "to", .kind = CSV_TEXT, .required = true},
    }};
    return csv_read(cli, cli->words[0], stays->columns, STAY_COLUMNS, &stays->csv) && count_stays(cli, stays);
}

static const struct own_option multistate_options[] = {
    {"--from", OWN_TEXT, "STATE", "of who is in this state at the start; else of all, as they were seen then",
     "van wie bij het begin in deze toestand is; anders van iedereen, zoals toen gezien"},
    {"--start", OWN_REAL, "T", "from this time; 0 when not given", "vanaf deze tijd; 0 als dit ontbreekt"},
    AT_OPTION,
    INTERVAL_OPTION,
    LEVEL_OPTION,
    {"--elos", OWN_REAL, "T", "the expected time in each state until this time instead",
     "in plaats daarvan de verwachte tijd in elke toestand tot deze tijd"},
    {.name = NULL},
};

static int ask_states(struct cli *cli, const struct stays *stays, const struct asked *asked) {
    const char *name = own_text(&cli->options, "--from");
    double start = own_real(&cli->options, "--start", 0), until = own_real(&cli->options, "--elos", 0);
    int32_t from = name ? word_number(name, stays->names, stays->states) : 0;
    const struct names names[] = {{"state", stays->names, 1}, {"from", stays->names, 1}, {.column = NULL}};
    wijk_table *table = NULL;
    if (name && from == 0)
        return say_misuse(cli, "--from", "the file has no such state", "die toestand staat niet in het bestand");
    wijk_status status = own_given(&cli->options, "--elos")
                             ? wijk_multistate_stays(stays->multistate, from, start, until, &table, cli->error)
                             : wijk_multistate_probabilities(stays->multistate, from, start, asked->interval,
                                                             asked->level, asked->at, asked->at_count, &table,
                                                             cli->error);
    uint32_t rows = stays->csv.rows > 0 ? wijk_table_rows(table) : 0; /* a file without stays has no states */
    int answer = status == WIJK_OK ? print_table(cli, table, rows, names)
                                   : figures_failure(cli, &stays->csv, NULL, status);
    wijk_table_unref(table);
    return answer;
}

static int run_multistate(struct cli *cli) {
    struct asked asked = {.at = NULL};
    struct stays stays = {.multistate = NULL};
    double start = own_real(&cli->options, "--start", 0);
    int answer = CLI_BAD;
    if (start < 0)
        return say_misuse(cli, "--start", "it must be 0 or more", "dit moet 0 of meer zijn");
    if (own_given(&cli->options, "--elos") && !(own_real(&cli->options, "--elos", 0) > start))
        return say_misuse(cli, "--elos", "it must be after the start", "dit moet na het begin zijn");
    if (own_given(&cli->options, "--elos") && own_given(&cli->options, "--at"))
        return say_misuse(cli, "--at", "ask for one thing at a time", "vraag één ding tegelijk");
    if (read_asked(cli, &asked) && (asked.at_count == 0 || asked.at[0] >= start)) {
        if (read_stays(cli, &stays))
            answer = ask_states(cli, &stays, &asked);
    } else if (asked.at_count > 0) {
        say_misuse(cli, "--at", "no time may be before the start", "geen tijd mag vóór het begin liggen");
    }
    free(asked.at);
    stays_free(&stays);
    return answer;
}

const struct command survival_commands[] = {
    {"stats", "km", "FILE", 1, 1, 0, run_km,
     "write for each group which part has not had the event yet at each time (Kaplan-Meier); columns time, event (1,\n"
     "    or 0 when it had not come when last seen), and if there are such entry and group",
     "schrijf per groep welk deel de gebeurtenis op elke tijd nog niet had (Kaplan-Meier); kolommen time, event (1,\n"
     "    of 0 als die nog niet was gekomen toen iemand het laatst werd gezien), en eventueel entry en group",
     {"wijkteam stats km closed.csv --at 30,90,365", "wijkteam stats km closed.csv --by team --logrank",
      "wijkteam stats km closed.csv --median --interval log-log --lang nl"}, km_options},
    {"stats", "cif", "FILE", 1, 1, 0, run_cif,
     "write which part has had an event from each cause at each time, when causes compete; columns time, cause (1, 2,\n"
     "    ..., 0 when none had come when last seen), and if there are such entry and group",
     "schrijf welk deel op elke tijd een gebeurtenis door elke oorzaak had, als oorzaken concurreren; kolommen time,\n"
     "    cause (1, 2, ..., 0 als er nog geen was gekomen), en eventueel entry en group",
     {"wijkteam stats cif endings.csv --at 90,365 --variance greenwood"}, cif_options},
    {"stats", "multistate", "FILE", 1, 1, 0, run_multistate,
     "write which part is in each state at each time (Aalen-Johansen); a row is a stay: id, entry, exit, from, to\n"
     "    (empty when it was seen no longer)",
     "schrijf welk deel op elke tijd in elke toestand is (Aalen-Johansen); een rij is een verblijf: id, entry, exit,\n"
     "    from, to (leeg als het niet langer werd gezien)",
     {"wijkteam stats multistate stays.csv --from team-plan --at 90,180,365",
      "wijkteam stats multistate stays.csv --elos 365"}, multistate_options},
    {.name = NULL},
};
