/* wijkteam chart: Vega-Lite specifications, and pictures that vl-convert draws of them. */
#include "chart.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ---- values ---- */

void chart_bytes(struct chart *chart, const char *text, size_t length) { json_text(chart->to, text, length); }

void chart_text(struct chart *chart, const char *text) { chart_bytes(chart, text, strlen(text)); }

void chart_real(struct chart *chart, double value) {
    if (isfinite(value))
        fprintf(chart->to, "%.12g", value);
    else
        fputs("null", chart->to);
}

void chart_day(struct chart *chart, wijk_date day) {
    char text[WIJK_DATE_TEXT_SIZE];
    wijk_date_format(day, text);
    fprintf(chart->to, "\"%s\"", text);
}

/* ---- the specification ---- */

/* Of <English|Dutch>, from behind the `<`, the words of one language. */
static const char *write_words(const struct chart *chart, const char *at) {
    const char *middle = strchr(at, '|'), *end = strchr(at, '>');
    bool dutch = chart->cli->language == WIJK_DUTCH;
    const char *from = dutch ? middle + 1 : at, *until = dutch ? end : middle;
    fwrite(from, 1, (size_t)(until - from), chart->to);
    return end + 1;
}

static const char *write_part(struct chart *chart, const char *at) {
    size_t length = strcspn(at, "@");
    for (const struct chart_part *part = chart->parts; part->name; part++)
        if (strlen(part->name) == length && memcmp(part->name, at, length) == 0)
            part->write(chart);
    return at + length + 1;
}

static void write_specification(struct chart *chart) {
    for (const char *at = chart->template; *at;) {
        char c = *at++;
        if (c == '<')
            at = write_words(chart, at);
        else if (c == '@')
            at = write_part(chart, at);
        else
            putc(c == '\'' ? '"' : c, chart->to);
    }
    putc('\n', chart->to);
}

/* ---- pictures ---- */

/* Run a program without a shell and wait for it; its own words about what goes wrong are passed over. */
static bool run_program(const char *const *arguments) {
    pid_t child;
    int status;
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    bool begun = posix_spawnp(&child, arguments[0], &actions, NULL, (char *const *)(uintptr_t)arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    if (!begun)
        return false;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The command vl-convert when there is one, else the Python package of that name. */
static bool convert(const char *from, const char *to, bool png) {
    static const char script[] = "import sys, vl_convert\n"
                                 "text = open(sys.argv[1], encoding='utf-8').read()\n"
                                 "png = sys.argv[3] == 'png'\n"
                                 "draw = vl_convert.vegalite_to_png if png else vl_convert.vegalite_to_svg\n"
                                 "made = draw(text, vl_version='5.20', **({'scale': 2} if png else {}))\n"
                                 "open(sys.argv[2], 'wb').write(made if png else made.encode())\n";
    const char *const command[] = {"vl-convert", png ? "vl2png" : "vl2svg", "--vl-version", "5.20",
                                   "--input",    from,                      "--output",     to, NULL};
    const char *const python[] = {"python3", "-c", script, from, to, png ? "png" : "svg", NULL};
    return run_program(command) || run_program(python);
}

static bool ends_in(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

bool chart_wanted(struct cli *cli) {
    const char *out = own_text(&cli->options, "--out");
    if (out && (ends_in(out, ".vl.json") || ends_in(out, ".svg") || ends_in(out, ".png")))
        return true;
    say_misuse(cli, "--out", "name a file that ends in .vl.json, .svg or .png",
               "noem een bestand dat eindigt op .vl.json, .svg of .png");
    return false;
}

/* A name beside a file, for what is not whole yet. */
static char *beside(const char *path, const char *end) {
    size_t room = strlen(path) + strlen(end) + 1;
    char *name = cli_allocate(room);
    snprintf(name, room, "%s%s", path, end);
    return name;
}

static int say_no_file(const struct cli *cli, const char *path) { return say_failure(cli, path, WIJK_E_IO); }

/* Draw the specification and put the picture, or else the specification itself, in its place. */
static int place(struct cli *cli, const char *specification, const char *out) {
    if (ends_in(out, ".vl.json"))
        return rename(specification, out) == 0 ? CLI_OK : say_no_file(cli, out);
    char *picture = beside(out, ".drawn");
    int answer = CLI_OK;
    if (!convert(specification, picture, ends_in(out, ".png")))
        answer = say_misuse(cli, out,
                            "vl-convert is needed to draw: pip install vl-convert-python; or ask for a .vl.json",
                            "om te tekenen is vl-convert nodig: pip install vl-convert-python; of vraag een .vl.json");
    else if (rename(picture, out) != 0)
        answer = say_no_file(cli, out);
    if (answer != CLI_OK)
        remove(picture);
    free(picture);
    return answer;
}

int chart_write(struct chart *chart) {
    const char *out = own_text(&chart->cli->options, "--out");
    char *specification = beside(out, ".unfinished");
    chart->to = fopen(specification, "wb");
    int answer = chart->to ? CLI_OK : say_no_file(chart->cli, out);
    if (chart->to) {
        write_specification(chart);
        bool whole = !ferror(chart->to);
        if (fclose(chart->to) != 0 || !whole)
            answer = say_no_file(chart->cli, out);
        else
            answer = place(chart->cli, specification, out);
        remove(specification);
    }
    free(specification);
    return answer;
}

/* ---- the commands ---- */

static const struct own_option funnel_options[] = {OUT_OPTION, FUNNEL_OPTIONS, {.name = NULL}};
static const struct own_option survival_options[] = {
    OUT_OPTION,
    {"--by", OWN_TEXT, "COLUMN", "a curve for each text in this column; group when not given and there is one",
     "een kromme voor elke tekst in deze kolom; group als dit ontbreekt en die er is"},
    {"--interval", OWN_TEXT, "log|log-log|plain", "which limits; log when not given",
     "welke grenzen; log als dit ontbreekt"},
    LEVEL_OPTION,
    {.name = NULL},
};
static const struct own_option tiers_options[] = {
    OUT_OPTION,
    {"--ladder", OWN_TEXT, "KEY", "which ladder; care when not given", "welke ladder; care als dit ontbreekt"},
    {.name = NULL},
};
static const struct own_option timeline_options[] = {OUT_OPTION, {.name = NULL}};

const struct command chart_commands[] = {
    {"chart", "funnel", "FILE.csv", 1, 1, 0, chart_funnel,
     "draw a funnel of units, from the same file as stats funnel takes",
     "teken een trechter van eenheden, van hetzelfde bestand als stats funnel neemt",
     {"wijkteam chart funnel teams.csv --out teams.svg",
      "wijkteam chart funnel teams.csv --over-dispersion additive --out teams.vl.json --lang nl"},
     funnel_options},
    {"chart", "survival", "FILE.csv", 1, 1, 0, chart_survival,
     "draw how many have not had the event yet, through time (time, event [, group]), after Kaplan and Meier",
     "teken hoevelen de gebeurtenis nog niet hadden, door de tijd (time, event [, group]), naar Kaplan en Meier",
     {"wijkteam chart survival days-to-help.csv --out help.svg"}, survival_options},
    {"chart", "tiers", "STORE", 1, 1, TAKES_ON | TAKES_KNOWN | TAKES_POLICY, chart_tiers,
     "draw how many households are in each tier of a ladder over time",
     "teken hoeveel gezinnen op elke trede van een ladder zijn door de tijd",
     {"wijkteam chart tiers team.db --out tiers.svg"}, tiers_options},
    {"chart", "timeline", "STORE DOSSIER", 2, 2, TAKES_ON | TAKES_KNOWN | TAKES_POLICY | TAKES_NAMES, chart_timeline,
     "draw one household over time: tiers, settings, waits, goals and scores",
     "teken één gezin door de tijd: treden, settingen, wachten, doelen en scores",
     {"wijkteam chart timeline team.db 0b8c1c0e-0000-4000-8000-000000000001 --out household.svg"}, timeline_options},
    {.name = NULL},
};
