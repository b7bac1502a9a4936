/* wijkteam stats: figures of many people, from a file of comma-separated values. */
#include "figures.h"

#include <math.h>

/* ---- shares ---- */

static const struct own_option wilson_options[] = {
    LEVEL_OPTION,
    {"--finite", OWN_FLAG, NULL, "correct for a population that is not much larger than n (column population)",
     "corrigeer voor een populatie die niet veel groter is dan n (kolom population)"},
    {.name = NULL},
};
static const struct own_option exact_options[] = {LEVEL_OPTION, {.name = NULL}};

static int run_proportions(struct cli *cli, int32_t interval) {
    bool finite = interval == WIJK_PROPORTION_INTERVAL_WILSON_FINITE;
    struct csv csv;
    struct csv_column columns[] = {
        {.name = "successes", .kind = CSV_WHOLE, .required = true, .filled = true},
        {.name = "n", .kind = CSV_WHOLE, .required = true, .filled = true},
        {.name = "population", .kind = CSV_WHOLE, .required = true, .filled = true},
    };
    wijk_table *table = NULL;
    if (!csv_read(cli, cli->words[0], columns, finite ? 3 : 2, &csv)) {
        csv_free(&csv);
        return CLI_BAD;
    }
    wijk_status status = wijk_proportions(cli->context, columns[0].wholes, columns[1].wholes,
                                          finite ? columns[2].wholes : NULL, csv.rows, interval,
                                          own_real(&cli->options, "--level", LEVEL_USUAL), &table, cli->error);
    return figures_end(cli, &csv, table, status);
}

static int run_wilson(struct cli *cli) {
    return run_proportions(cli, own_given(&cli->options, "--finite") ? WIJK_PROPORTION_INTERVAL_WILSON_FINITE
                                                                      : WIJK_PROPORTION_INTERVAL_WILSON);
}

static int run_exact(struct cli *cli) { return run_proportions(cli, WIJK_PROPORTION_INTERVAL_EXACT); }

/* ---- pairs ---- */

static const struct own_option paired_options[] = {LEVEL_OPTION, {.name = NULL}};

/* Two columns of reals, filled on every row. */
static bool read_pairs(struct cli *cli, const char *first, const char *second, struct csv_column columns[2],
                       struct csv *csv) {
    columns[0] = (struct csv_column){.name = first, .kind = CSV_REAL, .required = true, .filled = true};
    columns[1] = (struct csv_column){.name = second, .kind = CSV_REAL, .required = true, .filled = true};
    if (csv_read(cli, cli->words[0], columns, 2, csv))
        return true;
    csv_free(csv);
    return false;
}

static int run_paired(struct cli *cli) {
    struct csv csv;
    struct csv_column columns[2];
    wijk_table *table = NULL;
    if (!read_pairs(cli, "before", "after", columns, &csv))
        return CLI_BAD;
    wijk_status status =
        wijk_paired_statistics(cli->context, columns[0].reals, columns[1].reals, csv.rows,
                               own_real(&cli->options, "--level", LEVEL_USUAL), &table, cli->error);
    return figures_end(cli, &csv, table, status);
}

static int run_spearman(struct cli *cli) {
    static const char *const names[] = {"n", "rho", "p_value"};
    struct csv csv;
    struct csv_column columns[2];
    struct out out;
    double rho, p;
    if (!read_pairs(cli, "x", "y", columns, &csv))
        return CLI_BAD;
    wijk_status status =
        wijk_spearman(cli->context, columns[0].reals, columns[1].reals, csv.rows, &rho, &p, cli->error);
    if (status < 0)
        return figures_end(cli, &csv, NULL, status);
    out_begin(&out, cli, names, sizeof names / sizeof *names);
    out_whole(&out, (int64_t)csv.rows);
    out_real(&out, status == WIJK_OK ? rho : (double)NAN);
    out_real(&out, status == WIJK_OK ? p : (double)NAN);
    csv_free(&csv);
    return out_end(&out);
}

const struct command stats_commands[] = {
    {"stats", "wilson", "FILE", 1, 1, 0, run_wilson,
     "add to each row (successes, n) its share and Wilson's interval of it",
     "voeg aan elke rij (successes, n) het aandeel en het Wilson-interval daarvan toe",
     {"wijkteam stats wilson shares.csv",
      "printf 'successes,n\\n81,263\\n' | wijkteam stats wilson - --level 0.9 --json"},
     wilson_options},
    {"stats", "exact", "FILE", 1, 1, 0, run_exact,
     "add to each row (successes, n) its share and the exact interval of it (Clopper and Pearson)",
     "voeg aan elke rij (successes, n) het aandeel en het exacte interval daarvan toe (Clopper en Pearson)",
     {"wijkteam stats exact shares.csv"}, exact_options},
    {"stats", "paired", "FILE", 1, 1, 0, run_paired,
     "give effect sizes and tests of scores before and after (columns before, after)",
     "geef effectgroottes en toetsen van scores voor en na (kolommen before, after)",
     {"wijkteam stats paired scores.csv --level 0.9"}, paired_options},
    {"stats", "spearman", "FILE", 1, 1, 0, run_spearman,
     "give the correlation of ranks of two columns (x, y)",
     "geef de rangcorrelatie van twee kolommen (x, y)",
     {"wijkteam stats spearman pairs.csv"}, NULL},
    {.name = NULL},
};
