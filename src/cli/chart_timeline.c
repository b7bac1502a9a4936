/* The picture of one household: what lasted as bars, what was found on a day as points. */
#include "chart.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

/* What is drawn as bars, in this order from above. */
struct lane {
    wijk_table_id table;
    uint32_t from, until;
    uint32_t key; /* the column that tells one bar from another by a word of the rules; 0: none */
    wijk_policy_list list;
    const char *english, *dutch;
};
#define LANE(name, key, list, english, dutch)                                                             \
    {WIJK_TABLE_##name, WIJK_##name##_COLUMN_FROM, WIJK_##name##_COLUMN_UNTIL, key, list, english, dutch}
static const struct lane lanes[] = {
    LANE(TIER_STAYS, WIJK_TIER_STAYS_COLUMN_TIER, WIJK_LIST_TIERS, "tier", "trede"),
    LANE(SETTING_STAYS, WIJK_SETTING_STAYS_COLUMN_SETTING, WIJK_LIST_SETTINGS, "setting", "setting"),
    LANE(WAITS, WIJK_WAITS_COLUMN_PROVISION, WIJK_LIST_PROVISIONS, "wait", "wachten"),
    LANE(CASE_PAUSES, 0, 0, "pause", "pauze"),
    LANE(PILOT_LIGHTS, 0, 0, "pilot light", "waakvlam"),
    LANE(GOALS, 0, 0, "goal", "doel"),
};
enum { LANES = sizeof lanes / sizeof *lanes };

struct household {
    const wijk_policy *policy;
    wijk_table *tables[LANES], *scores;
    wijk_date today;
    const char *name;
};

static const char template[] =
    "{'$schema':'https://vega.github.io/schema/vega-lite/v5.json','background':'white','width':700,"
    "'height':{'step':26},"
    "'title':{'text':'<One household through time|Eén gezin door de tijd>','subtitle':@subtitle@,'anchor':'start',"
    "'fontSize':16,'subtitleFontSize':12,'subtitleColor':'#444444'},"
    "'config':{'axis':{'labelFontSize':12,'titleFontSize':13,'gridColor':'#eeeeee'},'axisY':{'labelLimit':320},"
    "'legend':{'labelFontSize':12,'titleFontSize':12},'view':{'stroke':null}},"
    "'datasets':{'bars':[@bars@],'points':[@points@]},"
    "'encoding':{'y':{'field':'lane','type':'nominal','sort':null,'title':null,'axis':{'grid':true}}},"
    "'layer':["
    "{'data':{'name':'bars'},'mark':{'type':'bar','height':14,'cornerRadius':2,'minBandSize':2},"
    "'encoding':{'x':{'field':'from','type':'temporal','title':null,'axis':{'format':'%d-%m-%Y','labelAngle':0,"
    "'tickCount':6}},'x2':{'field':'until'},"
    "'color':{'field':'kind','type':'nominal','title':null,'sort':null,'scale':{'domain':[@kinds@],"
    "'range':[@colours@]}},"
    "'tooltip':[{'field':'lane','title':'<What|Wat>'},{'field':'from','type':'temporal','title':'<From|Vanaf>'},"
    "{'field':'until','type':'temporal','title':'<Until|Tot>'}]}},"
    "{'data':{'name':'points'},'mark':{'type':'point','filled':true,'size':60,'color':'black','opacity':1},"
    "'encoding':{'x':{'field':'day','type':'temporal'},'tooltip':[{'field':'lane','title':'<What|Wat>'},"
    "{'field':'day','type':'temporal','title':'<Day|Dag>'},{'field':'level','title':'<Level|Niveau>'}]}},"
    "{'data':{'name':'points'},'mark':{'type':'text','dx':6,'align':'left','fontSize':11,'fontWeight':'bold'},"
    "'encoding':{'x':{'field':'day','type':'temporal'},'text':{'field':'level'},'color':{'value':'black'}}}]}";

static const struct household *of(const struct chart *chart) { return chart->data; }

static const char *kind_of(const struct chart *chart, const struct lane *lane) {
    return in_language(chart->cli->language, lane->english, lane->dutch);
}

/* ---- bars ---- */

/* The name of the goal at a row: a number, and only when names were asked for what it says; or that of its scores by
 * a rater. */
static void write_goal(struct chart *chart, uint32_t row, const char *rater) {
    const wijk_table *goals = of(chart)->tables[LANES - 1];
    size_t length;
    const char *title = wijk_table_text(goals, WIJK_GOALS_COLUMN_TITLE, row, &length);
    char text[256];
    bool named = title && (chart->cli->options.seen & TAKES_NAMES);
    int shown = length > 80 ? 80 : (int)length;
    while (named && shown > 0 && shown < (int)length && ((unsigned char)title[shown] & 0xC0) == 0x80)
        shown--; /* not in the middle of a character */
    if (rater)
        snprintf(text, sizeof text, "%s %u, %s: %s", in_language(chart->cli->language, "goal", "doel"),
                 (unsigned)row + 1, in_language(chart->cli->language, "scored by", "gescoord door"), rater);
    else
        snprintf(text, sizeof text, "%s %u%s%.*s", in_language(chart->cli->language, "goal", "doel"),
                 (unsigned)row + 1, named ? ": " : "", named ? shown : 0, named ? title : "");
    chart_text(chart, text);
}

static void write_lane(struct chart *chart, const struct lane *lane, const wijk_table *table, uint32_t row) {
    size_t length;
    const char *key = lane->key ? wijk_table_text(table, lane->key, row, &length) : NULL;
    char text[256];
    if (lane->table == WIJK_TABLE_GOALS) {
        write_goal(chart, row, NULL);
        return;
    }
    if (!key) {
        chart_text(chart, kind_of(chart, lane));
        return;
    }
    const char *term = wijk_policy_term(of(chart)->policy, lane->list, key, length, chart->cli->language);
    snprintf(text, sizeof text, "%s: %.*s", kind_of(chart, lane), term ? 180 : (int)(length < 180 ? length : 180),
             term ? term : key);
    chart_text(chart, text);
}

static void write_bars(struct chart *chart) {
    bool any = false;
    for (size_t i = 0; i < LANES; i++)
        for (uint32_t row = 0; row < wijk_table_rows(of(chart)->tables[i]); row++) {
            const wijk_table *table = of(chart)->tables[i];
            bool lasts = wijk_table_is_null(table, lanes[i].until, row);
            if (wijk_table_is_null(table, lanes[i].from, row))
                continue;
            wijk_date from = (wijk_date)wijk_table_int(table, lanes[i].from, row);
            wijk_date until = lasts ? of(chart)->today : (wijk_date)wijk_table_int(table, lanes[i].until, row);
            fprintf(chart->to, "%s{\"kind\":", any ? "," : "");
            chart_text(chart, kind_of(chart, &lanes[i]));
            fputs(",\"lane\":", chart->to);
            write_lane(chart, &lanes[i], table, row);
            fputs(",\"from\":", chart->to);
            chart_day(chart, from);
            fputs(",\"until\":", chart->to);
            chart_day(chart, until > from ? until : from);
            putc('}', chart->to);
            any = true;
        }
}

/* What is there, or its colour: of those that people with each kind of colour blindness can tell apart (Okabe and
 * Ito). */
static void write_legend(struct chart *chart, bool colours) {
    static const char *const colour[LANES] = {"#0072B2", "#56B4E9", "#D55E00", "#999999", "#F0E442", "#009E73"};
    bool any = false;
    for (size_t i = 0; i < LANES; i++) {
        if (wijk_table_rows(of(chart)->tables[i]) == 0)
            continue;
        fputs(any ? "," : "", chart->to);
        chart_text(chart, colours ? colour[i] : kind_of(chart, &lanes[i]));
        any = true;
    }
}

static void write_kinds(struct chart *chart) { write_legend(chart, false); }
static void write_colours(struct chart *chart) { write_legend(chart, true); }

/* ---- points ---- */

/* The row of a goal; its number of rows when it is not there. */
static uint32_t goal_of(const wijk_table *goals, const wijk_id *goal) {
    uint32_t row = 0;
    while (row < wijk_table_rows(goals)) {
        const wijk_id *id = wijk_table_cell_id(goals, 1, row); /* what an act makes has its id */
        if (goal && id && memcmp(id, goal, sizeof *id) == 0)
            break;
        row++;
    }
    return row;
}

static void write_points(struct chart *chart) {
    const wijk_table *scores = of(chart)->scores, *goals = of(chart)->tables[LANES - 1];
    bool any = false;
    for (uint32_t row = 0; row < wijk_table_rows(scores); row++) {
        uint32_t goal = goal_of(goals, wijk_table_cell_id(scores, WIJK_GOAL_SCORES_COLUMN_GOAL, row));
        int64_t level = wijk_table_int(scores, WIJK_GOAL_SCORES_COLUMN_LEVEL, row);
        int32_t list = wijk_catalog_member_list(WIJK_CATALOG_TABLES, WIJK_TABLE_GOAL_SCORES,
                                                WIJK_GOAL_SCORES_COLUMN_RATER);
        const char *rater = wijk_catalog_member_term(
            WIJK_CATALOG_CODE_LISTS, list, (int32_t)wijk_table_int(scores, WIJK_GOAL_SCORES_COLUMN_RATER, row),
            chart->cli->language);
        if (goal == wijk_table_rows(goals))
            continue;
        fprintf(chart->to, "%s{\"lane\":", any ? "," : "");
        write_goal(chart, goal, rater ? rater : "");
        fputs(",\"day\":", chart->to);
        chart_day(chart, (wijk_date)wijk_table_int(scores, WIJK_GOAL_SCORES_COLUMN_SCORED, row));
        fprintf(chart->to, ",\"level\":\"%s%d\"}", level > 0 ? "+" : "", (int)level);
        any = true;
    }
}

static void write_subtitle(struct chart *chart) { chart_text(chart, of(chart)->name); }

/* ---- the command ---- */

static int draw(struct cli *cli, const struct household *household) {
    static const struct chart_part parts[] = {{"subtitle", write_subtitle}, {"bars", write_bars},
                                              {"points", write_points},     {"kinds", write_kinds},
                                              {"colours", write_colours},   {NULL, NULL}};
    struct chart chart = {.cli = cli, .template = template, .parts = parts, .data = household};
    return chart_write(&chart);
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    char name[WIJK_ID_TEXT_SIZE];
    struct household household = {.policy = walk->policy, .today = cli_today(cli), .name = name};
    const struct options *options = &cli->options;
    wijk_id_format(wijk_dossier_id(dossier), name);
    wijk_status status = wijk_dossier_table(dossier, WIJK_TABLE_GOAL_SCORES, options->on, options->known,
                                            &household.scores, cli->error);
    for (size_t i = 0; i < LANES && status == WIJK_OK; i++)
        status = wijk_dossier_table(dossier, lanes[i].table, options->on, options->known, &household.tables[i],
                                    cli->error);
    int answer = status == WIJK_OK ? draw(cli, &household) : say_failure(cli, cli->words[1], status);
    for (size_t i = 0; i < LANES; i++)
        wijk_table_unref(household.tables[i]);
    wijk_table_unref(household.scores);
    return answer;
}

int chart_timeline(struct cli *cli) {
    struct walk walk = {.visit = visit};
    return chart_wanted(cli) ? walk_store(cli, &walk, cli->words[1]) : CLI_BAD;
}
