/* The picture of a funnel: units as points, limits as lines that narrow. */
#include "chart.h"

#include <math.h>
#include <stdlib.h>

enum { GRID = 120 }; /* sizes for which the lines are reckoned */

struct funnel {
    const struct comparison *comparison;
    const wijk_table *lines; /* limits by size */
};

/* Colours that people with each kind of colour blindness can tell apart (Okabe and Ito), and shapes beside them. */
static const char template[] =
    "{'$schema':'https://vega.github.io/schema/vega-lite/v5.json','background':'white','width':640,'height':400,"
    "'title':{'text':'<Each unit against the limits for its size|Elke eenheid tegen de grenzen voor haar omvang>',"
    "'subtitle':[@subtitle@],'anchor':'start','fontSize':16,'subtitleFontSize':12,'subtitleColor':'#444444'},"
    "'config':{'axis':{'labelFontSize':12,'titleFontSize':13,'gridColor':'#eeeeee'},"
    "'legend':{'labelFontSize':12,'titleFontSize':12,'labelLimit':240},'view':{'stroke':null}},"
    "'datasets':{'units':[@units@],'lines':[@lines@]},"
    "'encoding':{'x':{'field':'size','type':'quantitative','title':'@size@','scale':{'nice':true}},"
    "'y':{'type':'quantitative','title':'@value@','axis':{'format':'@format@'}}},"
    "'layer':["
    "{'data':{'name':'lines'},'mark':{'type':'line','color':'#555555','strokeWidth':1.2},"
    "'encoding':{'y':{'field':'value'},'detail':{'field':'side'},"
    "'strokeDash':{'field':'limit','type':'nominal','title':'<Limits|Grenzen>',"
    "'scale':{'domain':['95 %','99.8 %'],'range':[[5,4],[1,0]]},'legend':{'symbolStrokeColor':'#555555'}}}},"
    "{'data':{'values':[{'target':@target@}]},'mark':{'type':'rule','color':'#000000','strokeWidth':1},"
    "'encoding':{'x':null,'y':{'field':'target'}}},"
    "{'data':{'name':'units'},'mark':{'type':'point','filled':true,'size':80,'opacity':0.9},"
    "'encoding':{'y':{'field':'value'},"
    "'color':{'field':'class','type':'nominal','title':'<Class|Klasse>','scale':{'domain':[@classes@],"
    "'range':['#777777','#56B4E9','#E69F00','#0072B2','#D55E00','#CCCCCC','#CCCCCC']}},"
    "'shape':{'field':'class','type':'nominal','title':'<Class|Klasse>','scale':{'domain':[@classes@],"
    "'range':['circle','triangle-down','triangle-up','triangle-down','triangle-up','cross','cross']}},"
    "'tooltip':[{'field':'unit','title':'<Unit|Eenheid>'},{'field':'observed','title':'<Observed|Waargenomen>'},"
    "{'field':'size','title':'@size@'},{'field':'value','title':'@value@','format':'@format@'},"
    "{'field':'class','title':'<Class|Klasse>'},{'field':'reason','title':'<Reason|Reden>'}]}},"
    "{'data':{'name':'units'},'transform':[{'filter':'datum.label != null'}],"
    "'encoding':{'y':{'field':'value'},'text':{'field':'label'}},'layer':["
    "{'mark':{'type':'text','align':'left','dx':9,'fontSize':11,'limit':260,'stroke':'white','strokeWidth':4}},"
    "{'mark':{'type':'text','align':'left','dx':9,'fontSize':11,'limit':260}}]}]}";

static const struct funnel *of(const struct chart *chart) { return chart->data; }

static const char *in(const struct chart *chart, const char *english, const char *dutch) {
    return in_language(chart->cli->language, english, dutch);
}

static const char *class_term(const struct chart *chart, int32_t class) {
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_RESULTS, WIJK_RESULT_FUNNEL_UNITS,
                                            WIJK_FUNNEL_UNITS_COLUMN_CLASS);
    return wijk_catalog_member_term(WIJK_CATALOG_CODE_LISTS, list, class, chart->cli->language);
}

/* ---- parts ---- */

static double fit_real(const struct chart *chart, uint32_t column) {
    const wijk_table *fit = of(chart)->comparison->fit;
    return wijk_table_is_null(fit, column, 0) ? (double)NAN : wijk_table_real(fit, column, 0);
}

static void write_subtitle(struct chart *chart) {
    const wijk_table *fit = of(chart)->comparison->fit;
    char text[512];
    double p = fit_real(chart, WIJK_FUNNEL_FIT_COLUMN_P);
    int32_t list = wijk_catalog_member_list(WIJK_CATALOG_RESULTS, WIJK_RESULT_FUNNEL_FIT,
                                            WIJK_FUNNEL_FIT_COLUMN_LIMITS);
    const char *limits = wijk_catalog_member_term(
        WIJK_CATALOG_CODE_LISTS, list, (int32_t)wijk_table_int(fit, WIJK_FUNNEL_FIT_COLUMN_LIMITS, 0),
        chart->cli->language);
    snprintf(text, sizeof text, "%s: %s", in(chart, "Limits", "Grenzen"), limits);
    chart_text(chart, text);
    if (isnan(p))
        return;
    snprintf(text, sizeof text, "%s %.1f %s %d, p %s%.3f; phi %.2f",
             in(chart, "Do units differ by more than chance? chi-square",
                "Verschillen eenheden meer dan door toeval? chi-kwadraat"),
             fit_real(chart, WIJK_FUNNEL_FIT_COLUMN_CHI_SQUARE), in(chart, "on", "op"),
             (int)wijk_table_int(fit, WIJK_FUNNEL_FIT_COLUMN_DEGREES, 0), p < 0.001 ? "< " : "", fmax(p, 0.001),
             fit_real(chart, WIJK_FUNNEL_FIT_COLUMN_PHI));
    putc(',', chart->to);
    chart_text(chart, text);
}

/* Units beyond the limits carry their name, and the reason that was given for them. */
static void write_label(struct chart *chart, uint32_t row, int64_t class) {
    const struct comparison *comparison = of(chart)->comparison;
    const char *unit = csv_text(&comparison->csv, COMPARE_LABEL, row);
    const char *reason = csv_text(&comparison->csv, COMPARE_REASON, row);
    char label[512];
    bool beyond = class != WIJK_UNIT_CLASS_WITHIN && class != WIJK_UNIT_CLASS_TOO_SMALL &&
                  class != WIJK_UNIT_CLASS_CANNOT_TELL;
    fputs(",\"unit\":", chart->to);
    chart_text(chart, unit);
    fputs(",\"reason\":", chart->to);
    chart_text(chart, reason ? reason : "");
    fputs(",\"label\":", chart->to);
    if (!beyond) {
        fputs("null", chart->to);
        return;
    }
    if (snprintf(label, sizeof label, reason ? "%s: %s" : "%s", unit, reason ? reason : "") < (int)sizeof label)
        chart_text(chart, label);
    else
        chart_text(chart, unit);
}

static void write_units(struct chart *chart) {
    const wijk_table *table = of(chart)->comparison->table;
    bool any = false;
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        int64_t class = wijk_table_int(table, WIJK_FUNNEL_UNITS_COLUMN_CLASS, row);
        if (wijk_table_is_null(table, WIJK_FUNNEL_UNITS_COLUMN_VALUE, row))
            continue; /* it has no place in the picture */
        fprintf(chart->to, "%s{\"size\":", any ? "," : "");
        chart_real(chart, wijk_table_real(table, WIJK_FUNNEL_UNITS_COLUMN_SIZE, row));
        fputs(",\"observed\":", chart->to);
        chart_real(chart, wijk_table_real(table, WIJK_FUNNEL_UNITS_COLUMN_OBSERVED, row));
        fputs(",\"value\":", chart->to);
        chart_real(chart, wijk_table_real(table, WIJK_FUNNEL_UNITS_COLUMN_VALUE, row));
        fputs(",\"class\":", chart->to);
        chart_text(chart, class_term(chart, (int32_t)class));
        write_label(chart, row, class);
        putc('}', chart->to);
        any = true;
    }
}

static void write_lines(struct chart *chart) {
    static const struct {
        uint32_t column;
        const char *limit, *side;
    } lines[] = {{WIJK_FUNNEL_UNITS_COLUMN_LOWER_998, "99.8 %", "lower"},
                 {WIJK_FUNNEL_UNITS_COLUMN_LOWER_95, "95 %", "lower"},
                 {WIJK_FUNNEL_UNITS_COLUMN_UPPER_95, "95 %", "upper"},
                 {WIJK_FUNNEL_UNITS_COLUMN_UPPER_998, "99.8 %", "upper"}};
    const wijk_table *table = of(chart)->lines;
    bool any = false;
    for (size_t line = 0; line < sizeof lines / sizeof *lines; line++)
        for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
            if (wijk_table_is_null(table, lines[line].column, row))
                continue;
            fprintf(chart->to, "%s{\"limit\":\"%s\",\"side\":\"%s\",\"size\":", any ? "," : "", lines[line].limit,
                    lines[line].side);
            chart_real(chart, wijk_table_real(table, WIJK_FUNNEL_UNITS_COLUMN_SIZE, row));
            fputs(",\"value\":", chart->to);
            chart_real(chart, wijk_table_real(table, lines[line].column, row));
            putc('}', chart->to);
            any = true;
        }
}

static void write_classes(struct chart *chart) {
    for (int32_t class = WIJK_UNIT_CLASS_WITHIN; class <= WIJK_UNIT_CLASS_CANNOT_TELL; class++) {
        if (class > WIJK_UNIT_CLASS_WITHIN)
            putc(',', chart->to);
        chart_text(chart, class_term(chart, class));
    }
}

static void write_target(struct chart *chart) { chart_real(chart, fit_real(chart, WIJK_FUNNEL_FIT_COLUMN_TARGET)); }

static void write_size(struct chart *chart) {
    fputs(of(chart)->comparison->ratio ? in(chart, "Expected number", "Verwacht aantal")
                                       : in(chart, "Number in the unit", "Aantal in de eenheid"),
          chart->to);
}

static void write_value(struct chart *chart) {
    fputs(of(chart)->comparison->ratio ? in(chart, "Observed / expected", "Waargenomen / verwacht")
                                       : in(chart, "Share", "Aandeel"),
          chart->to);
}

static void write_format(struct chart *chart) { fputs(of(chart)->comparison->ratio ? ".2f" : ".0%", chart->to); }

/* ---- lines ---- */

/* The limits for sizes from the smallest to the largest. Where they hang on how the units differ, those of the units
 * themselves are drawn; the others are asked for again, of units that are made for it. */
static wijk_status lines_of(struct cli *cli, const struct comparison *comparison, wijk_table **out) {
    const wijk_table *units = comparison->table, *fit = comparison->fit;
    int32_t limits = (int32_t)wijk_table_int(fit, WIJK_FUNNEL_FIT_COLUMN_LIMITS, 0);
    double least = INFINITY, most = 0, sizes[GRID], none[GRID] = {0};
    double target = wijk_table_real(fit, WIJK_FUNNEL_FIT_COLUMN_TARGET, 0);
    for (uint32_t row = 0; row < wijk_table_rows(units); row++) {
        double size = wijk_table_real(units, WIJK_FUNNEL_UNITS_COLUMN_SIZE, row);
        least = size > 0 ? fmin(least, size) : least;
        most = fmax(most, size);
    }
    bool own = limits == WIJK_FUNNEL_LIMITS_ADDITIVE || limits == WIJK_FUNNEL_LIMITS_MULTIPLICATIVE;
    if (own || most <= 0 || wijk_table_is_null(fit, WIJK_FUNNEL_FIT_COLUMN_TARGET, 0)) {
        *out = wijk_table_ref((wijk_table *)(uintptr_t)units);
        return WIJK_OK;
    }
    for (int i = 0; i < GRID; i++) {
        sizes[i] = least + (most - least) * i / (GRID - 1);
        if (!comparison->ratio)
            sizes[i] = round(sizes[i]);
    }
    return wijk_funnel(cli->context, comparison->ratio ? WIJK_FUNNEL_FIGURE_RATIO : WIJK_FUNNEL_FIGURE_PROPORTION,
                       limits, none, sizes, GRID, &target, 0, out, NULL, cli->error);
}

int chart_funnel(struct cli *cli) {
    static const struct chart_part parts[] = {
        {"subtitle", write_subtitle}, {"units", write_units}, {"lines", write_lines},   {"classes", write_classes},
        {"target", write_target},     {"size", write_size},   {"value", write_value}, {"format", write_format},
        {NULL, NULL},
    };
    struct comparison comparison;
    wijk_table *lines = NULL;
    int answer = CLI_BAD;
    if (!chart_wanted(cli))
        return CLI_BAD;
    if (funnel_compare(cli, cli->words[0], &comparison)) {
        wijk_status status = lines_of(cli, &comparison, &lines);
        const struct funnel funnel = {&comparison, lines};
        struct chart chart = {.cli = cli, .template = template, .parts = parts, .data = &funnel};
        answer = status == WIJK_OK ? chart_write(&chart) : say_failure(cli, cli->words[0], status);
    }
    wijk_table_unref(lines);
    comparison_end(&comparison);
    return answer;
}
