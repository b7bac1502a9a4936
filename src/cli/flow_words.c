/* The flow in words: every rate with the counts that it is made of. What there is none of is said, and not divided. */
#include "flow.h"

#include <string.h>

/* How a figure is said. */
enum way {
    SHARE, /* so many of so many, in per cent */
    RATE,  /* so many, in so many case-years */
    MEAN   /* so much on average */
};

static const struct line {
    int32_t figure;
    enum way way;
    const char *english, *dutch; /* what is counted */
    const char *each, *elk;      /* of a mean: over what */
} lines[] = {
    {WIJK_FLOW_DAYS_WORKING, SHARE, "days worked", "dagen gewerkt", NULL, NULL},
    {WIJK_FLOW_DAYS_WAITING_PROVIDER, SHARE, "days waited for a provider", "dagen gewacht op een aanbieder",
     NULL, NULL},
    {WIJK_FLOW_DAYS_WAITING_CLIENT, SHARE, "days waited for the client", "dagen gewacht op de cliënt", NULL, NULL},
    {WIJK_FLOW_DAYS_PILOT_LIGHT, SHARE, "days of pilot light", "dagen waakvlam", NULL, NULL},
    {WIJK_FLOW_DAYS_PAUSED, SHARE, "days paused", "dagen gepauzeerd", NULL, NULL},
    {WIJK_FLOW_DAYS_BRIDGED, SHARE, "waiting days bridged", "overbrugde wachtdagen", NULL, NULL},
    {WIJK_FLOW_DAYS_OVERSTAY, SHARE, "days longer than intended, by waiting", "dagen langer dan bedoeld, door wachten",
     NULL, NULL},
    {WIJK_FLOW_STEPS_UP, RATE, "steps up", "opschalingen", NULL, NULL},
    {WIJK_FLOW_STEPS_DOWN, RATE, "steps down", "afschalingen", NULL, NULL},
    {WIJK_FLOW_SETTING_MOVES, RATE, "setting moves", "verhuizingen tussen settingen", NULL, NULL},
    {WIJK_FLOW_DAYS_TO_STEP_DOWN, MEAN, "days to a step down", "dagen tot een afschaling",
     "steps down", "afschalingen"},
    {WIJK_FLOW_STEPS_CONSULTED, SHARE, "steps with the client consulted", "stappen met raadpleging van de cliënt",
     NULL, NULL},
    {WIJK_FLOW_STEPS_DISSENTED, SHARE, "steps with dissent", "stappen waarmee iemand niet instemde", NULL, NULL},
    {WIJK_FLOW_OVERRIDES, SHARE, "emergency steps, of steps up", "noodstappen, van de opschalingen", NULL, NULL},
    {WIJK_FLOW_OVERRIDES_REVIEWED, SHARE, "emergency steps reviewed", "noodstappen geëvalueerd", NULL, NULL},
    {WIJK_FLOW_CONTACTS_MISSED, SHARE, "pilot-light contacts missed", "waakvlamcontacten gemist", NULL, NULL},
    {WIJK_FLOW_RETURNS_FAST, SHARE, "pilot lights that ended in a return", "waakvlammen die eindigden in terugkeer",
     NULL, NULL},
    {WIJK_FLOW_EXITS_RETURNED, SHARE, "exits with a return within the term",
     "uitstroom met terugkeer binnen de termijn", NULL, NULL},
    {WIJK_FLOW_STARTS_RETURNING, SHARE, "starts within the term after an exit",
     "instroom binnen de termijn na uitstroom", NULL, NULL},
    {WIJK_FLOW_DROP_OUTS, SHARE, "drop-outs, of endings that count", "uitval, van wat als einde telt", NULL, NULL},
    {WIJK_FLOW_REFERRALS_KNOWN, SHARE, "referrals of known households", "verwijzingen van bekende gezinnen",
     NULL, NULL},
    {WIJK_FLOW_REFERRALS_QUICK, SHARE, "own referrals without an attempt first",
     "eigen verwijzingen zonder inzet vooraf", NULL, NULL},
    {WIJK_FLOW_MINUTES_PILOT_LIGHT, MEAN, "minutes of pilot-light contact", "minuten waakvlamcontact",
     "days of pilot light", "dagen waakvlam"},
    {WIJK_FLOW_MINUTES_BRIDGING, MEAN, "minutes of bridging", "minuten overbrugging",
     "days waited for a provider", "dagen gewacht op een aanbieder"},
    {WIJK_FLOW_DWELL_TIER, MEAN, "days in a tier", "dagen in een trede", "stays that ended", "beëindigde verblijven"},
    {WIJK_FLOW_DWELL_SETTING, MEAN, "days in a setting", "dagen in een setting", "stays that ended",
     "beëindigde verblijven"},
};
enum { LINES = sizeof lines / sizeof *lines, WIDTH = 44 };

/* As many spaces as follow a text to fill the width; a character of two bytes takes one place. */
static void say_padded(const char *text, int width) {
    for (const char *at = text; *at; at++)
        width -= ((unsigned char)*at & 0xC0) != 0x80;
    printf("%s%*s", text, width > 1 ? width : 1, "");
}

static double case_years(int64_t days) { return (double)days / 365.25; }

static void say_sum(const struct cli *cli, const struct line *line, const struct sum *sum) {
    const char *of = in_language(cli->language, "of", "van");
    long long count = sum->count, all = sum->of;
    if (line->way == RATE && all > 0)
        printf("%lld, %.2f %s (%.1f %s)\n", count, (double)count / case_years(all),
               in_language(cli->language, "a case-year", "per dossierjaar"), case_years(all),
               in_language(cli->language, "case-years", "dossierjaren"));
    else if (line->way == RATE)
        printf("%lld, %s\n", count, in_language(cli->language, "no day open", "geen dag open"));
    else if (line->way == MEAN && all > 0)
        printf("%lld, %s %.1f %s %lld %s\n", count, in_language(cli->language, "on average", "gemiddeld"),
               (double)count / (double)all, in_language(cli->language, "over", "over"), all,
               in_language(cli->language, line->each, line->elk));
    else if (line->way == MEAN)
        printf("%lld (0 %s)\n", count, in_language(cli->language, line->each, line->elk));
    else if (all > 0)
        printf("%lld %s %lld, %.1f%%\n", count, of, all, 100.0 * (double)count / (double)all);
    else
        printf("%lld %s 0\n", count, of);
}

/* Under the total, what each ladder has of it, or each tier or setting. */
static void say_parts(const struct cli *cli, const struct group *group, const struct line *line) {
    char name[128];
    for (size_t i = 0; i < group->count; i++) {
        const struct sum *sum = &group->sums[i];
        if (sum->figure != line->figure || (!sum->ladder && !sum->key))
            continue;
        if (sum->key)
            snprintf(name, sizeof name, "    %s%s%s", sum->ladder ? sum->ladder : "", sum->ladder ? " " : "", sum->key);
        else
            snprintf(name, sizeof name, "    %s %s", in_language(cli->language, "ladder", "ladder"), sum->ladder);
        say_padded(name, WIDTH);
        say_sum(cli, line, sum);
    }
}

/* Days in tiers and settings have parts, and no total that would mean anything. */
static bool has_keys(const struct group *group, int32_t figure) {
    for (size_t i = 0; i < group->count; i++)
        if (group->sums[i].figure == figure && group->sums[i].key)
            return true;
    return false;
}

static void say_group(const struct cli *cli, const struct group *group) {
    struct sum closed = flow_total(group, WIJK_FLOW_DAYS_CLOSED);
    printf("  ");
    say_padded(in_language(cli->language, "days that a case was open", "dagen dat een dossier open was"), WIDTH - 2);
    printf("%lld %s %lld\n", (long long)(closed.of - closed.count), in_language(cli->language, "of", "van"),
           (long long)closed.of);
    for (size_t i = 0; i < LINES; i++) {
        struct sum total = flow_total(group, lines[i].figure);
        const char *what = in_language(cli->language, lines[i].english, lines[i].dutch);
        if (total.of == 0 && has_keys(group, lines[i].figure)) {
            printf("  %s\n", what);
        } else {
            printf("  ");
            say_padded(what, WIDTH - 2);
            say_sum(cli, &lines[i], &total);
        }
        say_parts(cli, group, &lines[i]);
    }
}

/* ---- providers: the sums of one stand under different figures ---- */

static const struct line *line_of(int32_t figure) {
    for (size_t i = 0; i < LINES; i++)
        if (lines[i].figure == figure)
            return &lines[i];
    return NULL;
}

static void say_provider(const struct cli *cli, const struct group *group, const wijk_id *provider) {
    char id[WIJK_ID_TEXT_SIZE];
    wijk_id_format(provider, id);
    printf("%s %s\n", in_language(cli->language, "provider", "aanbieder"), id);
    for (size_t i = 0; i < group->count; i++) {
        const struct sum *sum = &group->sums[i];
        const struct line *line = line_of(sum->figure);
        if (!line || memcmp(&sum->provider, provider, sizeof *provider) != 0)
            continue;
        printf("  ");
        say_padded(in_language(cli->language, line->english, line->dutch), WIDTH - 2);
        say_sum(cli, line, sum);
    }
}

/* Whoever was waited for has a sum of the days; they stand together in order of their ids. */
static void say_providers(const struct cli *cli, const struct group *group) {
    for (size_t i = 0; i < group->count; i++)
        if (group->sums[i].figure == WIJK_FLOW_DAYS_WAITING_PROVIDER && is_somebody(&group->sums[i].provider))
            say_provider(cli, group, &group->sums[i].provider);
}

/* ---- all of it ---- */

static void say_heading(const struct cli *cli, const struct flows *flows) {
    char from[WIJK_DATE_TEXT_SIZE], until[WIJK_DATE_TEXT_SIZE], seen[WIJK_DATE_TEXT_SIZE];
    wijk_date_format(flows->from, from);
    wijk_date_format(flows->until - 1, until);
    wijk_date_format(flows->seen, seen);
    if (flows->from == WIJK_DATE_MIN)
        fputs(in_language(cli->language, "From the first opening", "Vanaf de eerste opening"), stdout);
    else
        printf("%s %s", in_language(cli->language, "From", "Van"), from);
    printf(" %s %s; ", in_language(cli->language, "to and including", "tot en met"), until);
    printf("%s %d %s %s\n", in_language(cli->language, "returns within", "terugkeer binnen"), (int)flows->within,
           in_language(cli->language, "days, looked for until", "dagen, gezocht tot en met"), seen);
}

void flow_say(const struct cli *cli, const struct flows *flows) {
    char team[WIJK_ID_TEXT_SIZE];
    const char *dossiers = in_language(cli->language, "dossiers", "dossiers");
    say_heading(cli, flows);
    printf("\n%s: %lld\n", in_language(cli->language, "all dossiers", "alle dossiers"), (long long)flows->all.dossiers);
    say_group(cli, &flows->all);
    for (size_t i = 0; i < flows->team_count; i++) {
        const struct group *group = &flows->teams[i];
        wijk_id_format(&group->team, team);
        if (!is_somebody(&group->team))
            printf("\n%s", in_language(cli->language, "no team", "geen team"));
        else
            printf("\n%s %s", in_language(cli->language, "team", "team"), team);
        printf(", %s: %lld\n", dossiers, (long long)group->dossiers);
        say_group(cli, group);
    }
    if (flows->by_provider)
        putchar('\n');
    say_providers(cli, &flows->all);
}
