/* wijkteam score: figures about one person, from a file of comma-separated values with an id on every row. */
#include "figures.h"

#include <math.h>
#include <stdlib.h>

/* ---- the rows of each id ---- */

struct persons { /* in the order in which they first appear */
    struct csv_groups groups;
    size_t *first; /* of each, where its rows begin in `rows`; one more ends the last */
    size_t *rows;
    int32_t *order; /* of appearance: which group */
};

static void persons_of(const struct csv *csv, size_t column, struct persons *out) {
    csv_group(csv, column, &out->groups);
    size_t count = out->groups.count, seen = 0;
    size_t *place = cli_allocate((count + 1) * sizeof *place);
    out->first = cli_allocate((count + 1) * sizeof *out->first);
    out->rows = cli_allocate((csv->rows + 1) * sizeof *out->rows);
    out->order = cli_allocate((count + 1) * sizeof *out->order);
    for (size_t row = 0; row < csv->rows; row++) {
        int32_t group = out->groups.of_row[row];
        if (out->first[group + 1]++ == 0)
            out->order[seen++] = group;
    }
    for (size_t group = 0; group < count; group++)
        place[group] = out->first[group + 1] += out->first[group];
    for (size_t row = csv->rows; row-- > 0;)
        out->rows[--place[out->groups.of_row[row]]] = row;
    free(place);
}

static void persons_free(struct persons *persons) {
    csv_groups_free(&persons->groups);
    free(persons->first);
    free(persons->rows);
    free(persons->order);
}

/* ---- goal attainment ---- */

enum { GAS_ID, GAS_WEIGHT, GAS_LEVEL, GAS_COLUMNS };

static const struct own_option gas_options[] = {
    {"--rho", OWN_REAL, "R", "the correlation between goals that is assumed; 0.3 when not given",
     "de correlatie tussen doelen die wordt aangenomen; 0.3 als dit ontbreekt"},
    {"--lowest", OWN_WHOLE, "LEVEL", "the lowest level there is; -2 when not given",
     "het laagste niveau dat er is; -2 als dit ontbreekt"},
    {"--highest", OWN_WHOLE, "LEVEL", "the highest level there is; 2 when not given",
     "het hoogste niveau dat er is; 2 als dit ontbreekt"},
    {"--drop-missing", OWN_FLAG, NULL, "leave goals without a level out, and say how many; else there is no score",
     "laat doelen zonder niveau weg, en zeg hoeveel; anders is er geen score"},
    {.name = NULL},
};

struct gas {
    struct cli *cli;
    const struct csv *csv;
    const struct csv_column *columns;
    int32_t lowest, highest, missing;
    double rho;
    double *weights; /* of one person */
    int32_t *levels;
};
struct gas_score {
    bool has;
    double score;
    uint64_t counted, dropped;
};

/* A level as the library takes it; one that does not fit is outside any range, and stays so. */
static int32_t level_of(const struct gas *gas, size_t row) {
    int64_t level = gas->columns[GAS_LEVEL].wholes[row];
    if (level == INT64_MIN)
        return WIJK_LEVEL_NONE;
    return level > INT32_MAX || level <= INT32_MIN ? INT32_MAX : (int32_t)level;
}

static int score_person(struct gas *gas, const size_t *rows, size_t count, struct gas_score *out) {
    for (size_t i = 0; i < count; i++) {
        gas->weights[i] = gas->columns[GAS_WEIGHT].present ? gas->columns[GAS_WEIGHT].reals[rows[i]] : 1;
        gas->levels[i] = level_of(gas, rows[i]);
    }
    wijk_status status =
        wijk_gas_score(gas->weights, gas->levels, count, gas->lowest, gas->highest, gas->rho, gas->missing, &out->score,
                       &out->counted, &out->dropped, gas->cli->error);
    out->has = status == WIJK_OK;
    return status < 0 ? figures_failure(gas->cli, gas->csv, rows, status) : CLI_OK;
}

static int print_scores(struct gas *gas, const struct persons *persons, const struct gas_score *scores) {
    static const char *const names[] = {"id", "goals", "t_score", "dropped"};
    bool drop = gas->missing == WIJK_MISSING_DROP;
    struct out out;
    out_begin(&out, gas->cli, names, drop ? 4 : 3);
    for (size_t i = 0; i < persons->groups.count; i++) {
        const struct gas_score *score = &scores[persons->order[i]];
        out_text(&out, persons->groups.names[persons->order[i]]);
        out_whole(&out, (int64_t)score->counted);
        out_real(&out, score->has ? score->score : (double)NAN);
        if (drop)
            out_whole(&out, (int64_t)score->dropped);
    }
    return out_end(&out);
}

static int run_gas(struct cli *cli) {
    struct csv csv;
    struct csv_column columns[GAS_COLUMNS] = {
        [GAS_ID] = {.name = "id", .kind = CSV_TEXT, .required = true, .filled = true},
        [GAS_WEIGHT] = {.name = "weight", .kind = CSV_REAL, .filled = true},
        [GAS_LEVEL] = {.name = "level", .kind = CSV_WHOLE, .required = true},
    };
    if (!csv_read(cli, cli->words[0], columns, GAS_COLUMNS, &csv)) {
        csv_free(&csv);
        return CLI_BAD;
    }
    struct gas gas = {
        .cli = cli,
        .csv = &csv,
        .columns = columns,
        .lowest = own_whole(&cli->options, "--lowest", -2),
        .highest = own_whole(&cli->options, "--highest", 2),
        .missing = own_given(&cli->options, "--drop-missing") ? WIJK_MISSING_DROP : WIJK_MISSING_UNDEFINED,
        .rho = own_real(&cli->options, "--rho", 0.3),
        .weights = cli_allocate((csv.rows + 1) * sizeof *gas.weights),
        .levels = cli_allocate((csv.rows + 1) * sizeof *gas.levels),
    };
    struct persons persons;
    persons_of(&csv, GAS_ID, &persons);
    struct gas_score *scores = cli_allocate((persons.groups.count + 1) * sizeof *scores);
    int answer = CLI_OK;
    for (size_t i = 0; i < persons.groups.count && answer == CLI_OK; i++)
        answer = score_person(&gas, persons.rows + persons.first[i], persons.first[i + 1] - persons.first[i],
                              &scores[i]);
    if (answer == CLI_OK)
        answer = print_scores(&gas, &persons, scores);
    persons_free(&persons);
    free(scores);
    free(gas.weights);
    free(gas.levels);
    csv_free(&csv);
    return answer;
}

/* ---- reliable change ---- */

static const struct own_option rci_options[] = {
    {"--sd", OWN_REAL, "S", "standard deviation of the scores before", "standaarddeviatie van de scores voor"},
    {"--sd-after", OWN_REAL, "S", "of those after, for maassen", "van die na, voor maassen"},
    {"--reliability", OWN_REAL, "R", "of the instrument, below 1", "van het instrument, onder 1"},
    {"--higher-is-better", OWN_FLAG, NULL, "a higher score is better", "een hogere score is beter"},
    {"--lower-is-better", OWN_FLAG, NULL, "a lower score is better", "een lagere score is beter"},
    {"--cutoff", OWN_REAL, "C", "the score from which the problem is over; without it nobody is said to have recovered",
     "de score vanaf waar het probleem over is; zonder deze heet niemand hersteld"},
    {"--critical", OWN_REAL, "Z", "how far is reliable; 1.96 when not given",
     "hoe ver betrouwbaar is; 1.96 als dit ontbreekt"},
    {"--variant", OWN_TEXT, "jacobson-truax|maassen", "how the standard error is made; jacobson-truax when not given",
     "hoe de standaardfout wordt gemaakt; jacobson-truax als dit ontbreekt"},
    {.name = NULL},
};

enum { RCI_ID, RCI_BEFORE, RCI_AFTER, RCI_COLUMNS };

struct rci {
    int32_t variant, direction;
    double sd, sd_after, reliability, critical, cutoff;
    bool has_cutoff;
};

/* What was given; what is missing or wrong was said. */
static bool read_rci(const struct cli *cli, struct rci *rci) {
    const struct options *given = &cli->options;
    const char *variant = own_text(given, "--variant");
    bool higher = own_given(given, "--higher-is-better"), lower = own_given(given, "--lower-is-better");
    *rci = (struct rci){
        .variant = variant ? figures_code("change-error", variant) : WIJK_CHANGE_ERROR_JACOBSON_TRUAX,
        .direction = higher ? WIJK_INDICATOR_DIRECTION_HIGHER : WIJK_INDICATOR_DIRECTION_LOWER,
        .sd = own_real(given, "--sd", 0),
        .sd_after = own_real(given, "--sd-after", 0),
        .reliability = own_real(given, "--reliability", 1),
        .critical = own_real(given, "--critical", 1.96),
        .cutoff = own_real(given, "--cutoff", 0),
        .has_cutoff = own_given(given, "--cutoff"),
    };
    static const char *const needed[] = {"--sd", "--reliability"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!own_given(given, needed[i]))
            return say_misuse(cli, needed[i], "it must be given", "dit moet worden gegeven") == CLI_OK;
    if (higher == lower)
        return say_misuse(cli, "--higher-is-better, --lower-is-better", "say which of the two",
                          "zeg welke van de twee") == CLI_OK;
    if (rci->variant == 0)
        return say_misuse(cli, "--variant", "there is no such choice", "die keuze is er niet") == CLI_OK;
    if (rci->variant == WIJK_CHANGE_ERROR_MAASSEN && !own_given(given, "--sd-after"))
        return say_misuse(cli, "--sd-after", "it must be given", "dit moet worden gegeven") == CLI_OK;
    return true;
}

/* Rows that have both scores, put together; who was lost keeps a row without figures. */
static size_t pair_up(const struct csv_column *columns, size_t count, double *before, double *after, size_t *rows) {
    size_t pairs = 0;
    for (size_t row = 0; row < count; row++) {
        if (isnan(columns[RCI_BEFORE].reals[row]) || isnan(columns[RCI_AFTER].reals[row]))
            continue;
        before[pairs] = columns[RCI_BEFORE].reals[row];
        after[pairs] = columns[RCI_AFTER].reals[row];
        rows[pairs++] = row;
    }
    return pairs;
}

static int print_changes(struct cli *cli, const struct csv *csv, const wijk_table *table, const size_t *rows,
                         size_t pairs) {
    static const char *const names[] = {"id", "change", "rci", "class"};
    int32_t list = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "clinical-change", WIJK_NUL_TERMINATED);
    struct out out;
    out_begin(&out, cli, names, sizeof names / sizeof *names);
    for (size_t row = 0, pair = 0; row < csv->rows; row++) {
        bool has = pair < pairs && rows[pair] == row;
        uint32_t at = (uint32_t)pair;
        out_text(&out, csv_text(csv, RCI_ID, row));
        out_real(&out, has ? wijk_table_real(table, WIJK_RELIABLE_CHANGES_COLUMN_CHANGE, at) : (double)NAN);
        out_real(&out, has ? wijk_table_real(table, WIJK_RELIABLE_CHANGES_COLUMN_RCI, at) : (double)NAN);
        int32_t number = (int32_t)wijk_table_int(table, WIJK_RELIABLE_CHANGES_COLUMN_CLASS, at);
        out_text(&out, has ? wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, number) : NULL);
        pair += has;
    }
    return out_end(&out);
}

static int run_rci(struct cli *cli) {
    struct rci rci;
    struct csv csv;
    struct csv_column columns[RCI_COLUMNS] = {
        [RCI_ID] = {.name = "id", .kind = CSV_TEXT, .required = true, .filled = true},
        [RCI_BEFORE] = {.name = "before", .kind = CSV_REAL, .required = true},
        [RCI_AFTER] = {.name = "after", .kind = CSV_REAL, .required = true},
    };
    if (!read_rci(cli, &rci))
        return CLI_BAD;
    if (!csv_read(cli, cli->words[0], columns, RCI_COLUMNS, &csv)) {
        csv_free(&csv);
        return CLI_BAD;
    }
    double *before = cli_allocate((csv.rows + 1) * sizeof *before);
    double *after = cli_allocate((csv.rows + 1) * sizeof *after);
    size_t *rows = cli_allocate((csv.rows + 1) * sizeof *rows);
    size_t pairs = pair_up(columns, csv.rows, before, after, rows);
    wijk_table *table = NULL;
    wijk_status status = wijk_reliable_changes(cli->context, before, after, pairs, rci.variant, rci.sd, rci.sd_after,
                                               rci.reliability, rci.critical, rci.direction,
                                               rci.has_cutoff ? &rci.cutoff : NULL, &table, cli->error);
    int answer = status == WIJK_OK ? print_changes(cli, &csv, table, rows, pairs)
                                   : figures_failure(cli, &csv, rows, status);
    wijk_table_unref(table);
    free(before);
    free(after);
    free(rows);
    csv_free(&csv);
    return answer;
}

const struct command score_commands[] = {
    {"score", "gas", "FILE", 1, 1, 0, run_gas,
     "give each id the T-score of its goals (columns id, level, and weight if they do not weigh the same)",
     "geef elke id de T-score van zijn doelen (kolommen id, level, en weight als ze niet even zwaar wegen)",
     {"wijkteam score gas goals.csv", "wijkteam score gas goals.csv --rho 0.2 --drop-missing --lang nl"}, gas_options},
    {"score", "rci", "FILE", 1, 1, 0, run_rci,
     "say of each id whether its score (columns id, before, after) changed reliably, and which way",
     "zeg van elke id of de score (kolommen id, before, after) betrouwbaar veranderde, en welke kant op",
     {"wijkteam score rci scores.csv --sd 7.5 --reliability 0.8 --higher-is-better --cutoff 50"}, rci_options},
    {"score", "instrument", "NAME FILE", 2, 2, TAKES_POLICY, command_score_instrument,
     "score answers to an instrument of the rules: a column `id` and one for each item in, and out for each scale\n"
     "    the score, how many items had an answer, and the band it is in",
     "scoor antwoorden op een instrument van het beleid: een kolom `id` en een per vraag erin, en eruit per schaal\n"
     "    de score, het aantal beantwoorde vragen, en de klasse waar zij in valt",
     {"wijkteam score instrument sdq answers.csv", "wijkteam score instrument zrm-2017 - --json < answers.csv"}, NULL},
    {.name = NULL},
};
