/* The picture of how long it takes: a curve for each group, with its limits, and a mark where somebody was lost from
 * sight. */
#include "chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TIME, EVENT, GROUP, COLUMNS };

struct curves {
    const wijk_table *table;
    const struct csv_groups *groups; /* NULL: all are one */
    const char *english, *dutch;     /* which limits */
    double level;
};

static const char template[] =
    "{'$schema':'https://vega.github.io/schema/vega-lite/v5.json','background':'white','width':640,'height':380,"
    "'title':{'text':'<Without the event so far|Nog zonder de gebeurtenis>','subtitle':@subtitle@,'anchor':'start',"
    "'fontSize':16,'subtitleFontSize':12,'subtitleColor':'#444444'},"
    "'config':{'axis':{'labelFontSize':12,'titleFontSize':13,'gridColor':'#eeeeee'},"
    "'legend':{'labelFontSize':12,'titleFontSize':12,'labelLimit':240},'view':{'stroke':null}},"
    "'data':{'values':[@points@]},"
    "'encoding':{'x':{'field':'time','type':'quantitative','title':'<Time|Tijd>'},"
    "'color':{'field':'group','type':'nominal','title':'<Group|Groep>','sort':null,"
    "'legend':{'symbolOpacity':1,'symbolType':'stroke','symbolSize':400},"
    "'scale':{'range':['#0072B2','#D55E00','#009E73','#E69F00','#56B4E9','#CC79A7','#000000']}},"
    "'strokeDash':{'field':'group','type':'nominal','sort':null,'legend':null}},"
    "'layer':["
    "{'mark':{'type':'area','interpolate':'step-after','opacity':0.15},"
    "'encoding':{'y':{'field':'lower','type':'quantitative'},'y2':{'field':'upper'}}},"
    "{'mark':{'type':'line','interpolate':'step-after','strokeWidth':2},"
    "'encoding':{'y':{'field':'survival','type':'quantitative','title':'<Share|Aandeel>',"
    "'scale':{'domain':[0,1]},'axis':{'format':'.0%'}}}},"
    "{'transform':[{'filter':{'field':'censored','gt':0}}],"
    "'mark':{'type':'tick','orient':'vertical','thickness':1.5,'height':9},"
    "'encoding':{'y':{'field':'survival','type':'quantitative'},"
    "'tooltip':[{'field':'group','title':'<Group|Groep>'},{'field':'time','title':'<Time|Tijd>'},"
    "{'field':'survival','title':'<Share|Aandeel>','format':'.1%'},{'field':'at_risk','title':'<At risk|Nog gevolgd>'},"
    "{'field':'censored','title':'<Lost from sight|Uit beeld>'}]}}]}";

static const struct curves *of(const struct chart *chart) { return chart->data; }

/* ---- parts ---- */

static void write_group(struct chart *chart, int64_t group) {
    const struct csv_groups *groups = of(chart)->groups;
    fputs("\"group\":", chart->to);
    chart_text(chart, groups ? groups->names[group] : in_language(chart->cli->language, "all", "alle"));
}

static double cell(const wijk_table *table, uint32_t column, uint32_t row) {
    return wijk_table_is_null(table, column, row) ? (double)NAN : wijk_table_real(table, column, row);
}

static void write_point(struct chart *chart, uint32_t row) {
    static const struct {
        const char *name;
        uint32_t column;
    } reals[] = {{"time", WIJK_SURVIVAL_CURVES_COLUMN_TIME},
                 {"survival", WIJK_SURVIVAL_CURVES_COLUMN_SURVIVAL},
                 {"lower", WIJK_SURVIVAL_CURVES_COLUMN_LOWER},
                 {"upper", WIJK_SURVIVAL_CURVES_COLUMN_UPPER}};
    const wijk_table *table = of(chart)->table;
    putc('{', chart->to);
    write_group(chart, wijk_table_int(table, WIJK_SURVIVAL_CURVES_COLUMN_GROUP, row));
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        fprintf(chart->to, ",\"%s\":", reals[i].name);
        chart_real(chart, cell(table, reals[i].column, row));
    }
    fprintf(chart->to, ",\"at_risk\":%lld,\"censored\":%lld}",
            (long long)wijk_table_int(table, WIJK_SURVIVAL_CURVES_COLUMN_AT_RISK, row),
            (long long)wijk_table_int(table, WIJK_SURVIVAL_CURVES_COLUMN_CENSORED, row));
}

/* The curve of each group begins with all at time 0. */
static void write_points(struct chart *chart) {
    const wijk_table *table = of(chart)->table;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        int64_t group = wijk_table_int(table, WIJK_SURVIVAL_CURVES_COLUMN_GROUP, row);
        bool first = row == 0 || wijk_table_int(table, WIJK_SURVIVAL_CURVES_COLUMN_GROUP, row - 1) != group;
        fputs(row ? "," : "", chart->to);
        if (first) {
            putc('{', chart->to);
            write_group(chart, group);
            fputs(",\"time\":0,\"survival\":1,\"lower\":1,\"upper\":1,\"censored\":0},", chart->to);
        }
        write_point(chart, row);
    }
}

static void write_subtitle(struct chart *chart) {
    char text[160];
    wijk_language language = chart->cli->language;
    snprintf(text, sizeof text, "Kaplan-Meier; %s %g %%, %s; %s", in_language(language, "limits", "grenzen"),
             of(chart)->level * 100, in_language(language, of(chart)->english, of(chart)->dutch),
             in_language(language, "a mark: lost from sight", "een streepje: uit beeld geraakt"));
    chart_text(chart, text);
}

/* ---- the command ---- */

/* Events as the library takes them; what is neither 0 nor 1 was said. */
static bool as_events(const struct csv *csv, const double *values, int32_t *events) {
    for (size_t row = 0; row < csv->rows; row++) {
        if (values[row] != 0 && values[row] != 1) {
            csv_bad(csv, row, "event", "it must be 1, or 0 for who was lost from sight",
                    "dit moet 1 zijn, of 0 voor wie uit beeld raakte");
            return false;
        }
        events[row] = values[row] == 1;
    }
    return true;
}

static wijk_status curves_of(struct cli *cli, const struct csv *csv, const struct csv_column *columns,
                             const int32_t *events, const struct csv_groups *groups, int32_t interval, double level,
                             wijk_table **out) {
    wijk_survival *survival = NULL;
    wijk_status status = wijk_survival_new(cli->context, columns[TIME].reals, events, NULL,
                                           groups ? groups->of_row : NULL, csv->rows, &survival, cli->error);
    if (status == WIJK_OK)
        status = wijk_survival_curve(survival, interval, level, NULL, 0, out, cli->error);
    wijk_survival_destroy(survival);
    return status;
}

static int draw(struct cli *cli, const struct csv *csv, const struct csv_column *columns,
                const struct csv_groups *groups, int32_t interval) {
    static const struct chart_part parts[] = {{"subtitle", write_subtitle}, {"points", write_points}, {NULL, NULL}};
    const wijk_catalog_part lists = WIJK_CATALOG_CODE_LISTS;
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_RESULTS, WIJK_RESULT_SURVIVAL_CURVES,
                                            WIJK_SURVIVAL_CURVES_COLUMN_INTERVAL);
    int32_t *events = cli_allocate((csv->rows + 1) * sizeof *events);
    struct curves curves = {.groups = groups,
                            .english = wijk_catalog_member_term(lists, list, interval, WIJK_ENGLISH),
                            .dutch = wijk_catalog_member_term(lists, list, interval, WIJK_DUTCH),
                            .level = own_real(&cli->options, "--level", LEVEL_USUAL)};
    wijk_table *table = NULL;
    int answer = CLI_BAD;
    if (as_events(csv, columns[EVENT].reals, events)) {
        wijk_status status = curves_of(cli, csv, columns, events, groups, interval, curves.level, &table);
        struct chart chart = {.cli = cli, .template = template, .parts = parts, .data = &curves};
        curves.table = table;
        answer = status == WIJK_OK ? chart_write(&chart) : figures_failure(cli, csv, NULL, status);
    }
    wijk_table_unref(table);
    free(events);
    return answer;
}

int chart_survival(struct cli *cli) {
    const char *by = own_text(&cli->options, "--by"), *word = own_text(&cli->options, "--interval");
    struct csv csv;
    struct csv_groups groups = {0};
    struct csv_column columns[COLUMNS] = {
        {.name = "time", .kind = CSV_REAL, .required = true, .filled = true},
        {.name = "event", .kind = CSV_REAL, .required = true, .filled = true},
        {.name = by ? by : "group", .kind = CSV_TEXT, .required = by != NULL, .filled = true},
    };
    int answer = CLI_BAD;
    int32_t interval = compare_code(WIJK_RESULT_SURVIVAL_CURVES, WIJK_SURVIVAL_CURVES_COLUMN_INTERVAL,
                                    word ? word : "log");
    if (interval == 0)
        return say_misuse(cli, "--interval", "there is no such choice", "die keuze is er niet");
    if (!chart_wanted(cli))
        return CLI_BAD;
    if (csv_read(cli, cli->words[0], columns, COLUMNS, &csv)) {
        if (columns[GROUP].present)
            csv_group(&csv, GROUP, &groups);
        answer = draw(cli, &csv, columns, columns[GROUP].present ? &groups : NULL, interval);
        csv_groups_free(&groups);
    }
    csv_free(&csv);
    return answer;
}
