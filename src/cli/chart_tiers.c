/* The picture of a ladder: how many households are in each tier, through time. Numbers only: nobody can be found in it. */
#include "chart.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

#define USUAL_LADDER "care"
enum { SAMPLES = 180, TIERS_MOST = 64 }; /* days that are looked at; what does not fit is one tier, the last */

struct stay {
    int32_t from, until;
    uint32_t tier;
};
struct tier {
    char *key;
    int64_t rank;
};
struct tiers {
    const char *ladder;
    const wijk_policy *policy;
    struct stay *stays;
    size_t count, capacity;
    struct tier list[TIERS_MOST];
    uint32_t tier_count;
    int32_t first, end; /* days */
};

static const char template[] =
    "{'$schema':'https://vega.github.io/schema/vega-lite/v5.json','background':'white','width':640,'height':360,"
    "'title':{'text':'<Households in each tier|Gezinnen op elke trede>','subtitle':@subtitle@,'anchor':'start',"
    "'fontSize':16,'subtitleFontSize':12,'subtitleColor':'#444444'},"
    "'config':{'axis':{'labelFontSize':12,'titleFontSize':13,'gridColor':'#eeeeee'},"
    "'legend':{'labelFontSize':12,'titleFontSize':12,'labelLimit':240},'view':{'stroke':null}},"
    "'data':{'values':[@counts@]},"
    "'mark':{'type':'area','interpolate':'step-after','line':{'color':'white','strokeWidth':0.7}},"
    "'encoding':{'x':{'field':'day','type':'temporal','title':null,'axis':{'format':'%m-%Y','labelAngle':0}},"
    "'y':{'field':'households','type':'quantitative','stack':'zero','title':'<Households|Gezinnen>',"
    "'axis':{'format':'d','labelExpr':'datum.value % 1 == 0 ? datum.label : null'}},"
    "'color':{'field':'tier','type':'ordinal','title':'<Tier|Trede>','sort':'descending','scale':{'domain':[@tiers@],"
    "'scheme':'viridis'}},'order':{'field':'rank','type':'quantitative'},"
    "'tooltip':[{'field':'day','type':'temporal','title':'<Day|Dag>'},{'field':'tier','title':'<Tier|Trede>'},"
    "{'field':'households','title':'<Households|Gezinnen>'}]}}";

/* ---- gathering ---- */

/* The place of a tier in the list; it may be new. */
static uint32_t tier_of(struct tiers *tiers, const char *key, size_t length, int64_t rank) {
    uint32_t place = 0;
    while (place < tiers->tier_count &&
           (strlen(tiers->list[place].key) != length || memcmp(tiers->list[place].key, key, length) != 0))
        place++;
    if (place == TIERS_MOST)
        return TIERS_MOST - 1;
    if (place == tiers->tier_count)
        tiers->list[tiers->tier_count++] = (struct tier){memcpy(cli_allocate(length + 1), key, length), rank};
    return place;
}

/* Stays on the ladder; one that lasts does so until the day `end`, on which nothing is counted any more. */
static void gather(struct tiers *tiers, const wijk_table *table, wijk_date end) {
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        size_t ladder_length, length;
        const char *ladder = wijk_table_text(table, WIJK_TIER_STAYS_COLUMN_LADDER, row, &ladder_length);
        const char *tier = wijk_table_text(table, WIJK_TIER_STAYS_COLUMN_TIER, row, &length);
        if (!ladder || !tier || strlen(tiers->ladder) != ladder_length ||
            memcmp(ladder, tiers->ladder, ladder_length) != 0)
            continue;
        bool lasts = wijk_table_is_null(table, WIJK_TIER_STAYS_COLUMN_UNTIL, row);
        int32_t from = (int32_t)wijk_table_int(table, WIJK_TIER_STAYS_COLUMN_FROM, row);
        int32_t until = lasts ? end : (int32_t)wijk_table_int(table, WIJK_TIER_STAYS_COLUMN_UNTIL, row);
        if (until <= from)
            continue;
        if (tiers->count == tiers->capacity) {
            tiers->capacity = tiers->capacity ? tiers->capacity * 2 : 1024;
            tiers->stays = cli_reallocate(tiers->stays, tiers->capacity * sizeof *tiers->stays);
        }
        int64_t rank = wijk_table_int(table, WIJK_TIER_STAYS_COLUMN_RANK, row);
        tiers->stays[tiers->count++] = (struct stay){from, until, tier_of(tiers, tier, length, rank)};
        tiers->first = from < tiers->first ? from : tiers->first;
        tiers->end = until > tiers->end ? until : tiers->end;
    }
}

static int visit(struct cli *cli, struct walk *walk, const wijk_dossier *dossier) {
    const struct options *options = &cli->options;
    wijk_table *stays = NULL, *dossiers = NULL;
    wijk_status status = wijk_dossier_table(dossier, WIJK_TABLE_TIER_STAYS, options->on, options->known, &stays,
                                            cli->error);
    if (status == WIJK_OK)
        status = wijk_dossier_table(dossier, WIJK_TABLE_DOSSIERS, options->on, options->known, &dossiers, cli->error);
    if (status == WIJK_OK) {
        bool closed = !wijk_table_is_null(dossiers, WIJK_DOSSIERS_COLUMN_CLOSED, 0);
        gather(walk->data, stays,
               closed ? (wijk_date)wijk_table_int(dossiers, WIJK_DOSSIERS_COLUMN_CLOSED, 0) : cli_today(cli) + 1);
    }
    wijk_table_unref(dossiers);
    wijk_table_unref(stays);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, cli->words[0], status);
}

/* ---- drawing ---- */

static const struct tiers *of(const struct chart *chart) { return chart->data; }

static const char *name_of(const struct chart *chart, uint32_t tier) {
    const char *key = of(chart)->list[tier].key;
    const char *term = wijk_policy_term(of(chart)->policy, WIJK_LIST_TIERS, key, WIJK_NUL_TERMINATED,
                                        chart->cli->language);
    return term ? term : key;
}

static void write_subtitle(struct chart *chart) {
    const char *term = wijk_policy_term(of(chart)->policy, WIJK_LIST_LADDERS, of(chart)->ladder, WIJK_NUL_TERMINATED,
                                        chart->cli->language);
    chart_text(chart, term ? term : of(chart)->ladder);
}

/* In order of rank, as on the ladder. */
static void write_tiers(struct chart *chart) {
    bool written[TIERS_MOST] = {false};
    for (uint32_t i = 0; i < of(chart)->tier_count; i++) {
        uint32_t lowest = TIERS_MOST;
        for (uint32_t tier = 0; tier < of(chart)->tier_count; tier++)
            if (!written[tier] && (lowest == TIERS_MOST || of(chart)->list[tier].rank < of(chart)->list[lowest].rank))
                lowest = tier;
        written[lowest] = true;
        fputs(i ? "," : "", chart->to);
        chart_text(chart, name_of(chart, lowest));
    }
}

/* Who is in a tier on a day: one number for each tier. */
static void count_on(const struct tiers *tiers, int32_t day, int64_t *households) {
    for (size_t i = 0; i < tiers->count; i++)
        households[tiers->stays[i].tier] += tiers->stays[i].from <= day && day < tiers->stays[i].until;
}

static void write_counts(struct chart *chart) {
    const struct tiers *tiers = of(chart);
    int32_t step = (tiers->end - tiers->first) / SAMPLES + 1;
    bool any = false;
    for (int32_t day = tiers->first; day < tiers->end; day += step) {
        int64_t households[TIERS_MOST] = {0};
        count_on(tiers, day, households);
        for (uint32_t tier = 0; tier < tiers->tier_count; tier++) {
            fprintf(chart->to, "%s{\"day\":", any ? "," : "");
            chart_day(chart, day);
            fputs(",\"tier\":", chart->to);
            chart_text(chart, name_of(chart, tier));
            fprintf(chart->to, ",\"rank\":%lld,\"households\":%lld}", (long long)tiers->list[tier].rank,
                    (long long)households[tier]);
            any = true;
        }
    }
}

static int draw(struct cli *cli, struct walk *walk) {
    static const struct chart_part parts[] = {
        {"subtitle", write_subtitle}, {"tiers", write_tiers}, {"counts", write_counts}, {NULL, NULL}};
    struct tiers *tiers = walk->data;
    if (tiers->count == 0)
        return say_misuse(cli, tiers->ladder, "nobody is on this ladder; see --ladder",
                          "niemand staat op deze ladder; zie --ladder");
    struct chart chart = {.cli = cli, .template = template, .parts = parts, .data = tiers};
    tiers->policy = walk->policy;
    return chart_write(&chart);
}

int chart_tiers(struct cli *cli) {
    const char *ladder = own_text(&cli->options, "--ladder");
    struct tiers tiers = {.ladder = ladder ? ladder : USUAL_LADDER, .first = INT32_MAX, .end = INT32_MIN};
    struct walk walk = {.visit = visit, .after = draw, .data = &tiers};
    int answer = chart_wanted(cli) ? walk_store(cli, &walk, NULL) : CLI_BAD;
    for (uint32_t i = 0; i < tiers.tier_count; i++)
        free(tiers.list[i].key);
    free(tiers.stays);
    return answer;
}
