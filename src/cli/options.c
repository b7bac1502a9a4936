/* Options: a table of what there is, and one reader. */
#include "cli.h"

#include <stddef.h>
#include <string.h>

/* Readers put a value into the member of the options that it is for, and answer WIJK_OK, or why it is wrong. */
static wijk_status read_date(const char *value, void *to) {
    return wijk_date_parse(value, WIJK_NUL_TERMINATED, to, NULL);
}

/* An instant, or a day, which then counts to its end. */
static wijk_status read_moment(const char *value, void *to) {
    char end_of_day[] = "0000-00-00T23:59:59.999999Z";
    if (strlen(value) != WIJK_DATE_TEXT_SIZE - 1)
        return wijk_time_parse(value, WIJK_NUL_TERMINATED, to, NULL);
    memcpy(end_of_day, value, WIJK_DATE_TEXT_SIZE - 1);
    return wijk_time_parse(end_of_day, WIJK_NUL_TERMINATED, to, NULL);
}

static wijk_status read_text(const char *value, void *to) {
    *(const char **)to = value;
    return WIJK_OK;
}

static wijk_status read_format(const char *value, void *to) {
    wijk_text_format *format = to;
    if (strcmp(value, "csv") == 0)
        *format = WIJK_FORMAT_CSV;
    else if (strcmp(value, "jsonl") == 0)
        *format = WIJK_FORMAT_JSON_LINES;
    else
        return WIJK_E_UNKNOWN;
    return WIJK_OK;
}

/* At most a hundred years. */
static wijk_status read_days(const char *value, void *to) {
    enum { MOST = 36600 };
    int32_t *days = to;
    size_t length = strlen(value);
    if (length == 0 || length > 5 || strspn(value, "0123456789") != length)
        return WIJK_E_RANGE;
    *days = 0;
    for (; *value; value++)
        *days = *days * 10 + (*value - '0');
    return *days <= MOST ? WIJK_OK : WIJK_E_RANGE;
}

static wijk_status read_language(const char *value, void *to) {
    wijk_language *language = to;
    if (strcmp(value, "en") == 0)
        *language = WIJK_ENGLISH;
    else if (strcmp(value, "nl") == 0)
        *language = WIJK_DUTCH;
    else
        return WIJK_E_UNKNOWN;
    return WIJK_OK;
}

static wijk_status read_flag(const char *value, void *to) {
    (void)value;
    *(bool *)to = true;
    return WIJK_OK;
}

/* An option that is only there or not there is told by its bit in `seen`. */
static wijk_status read_nothing(const char *value, void *to) {
    (void)value;
    (void)to;
    return WIJK_OK;
}

#define READ(kind, member) read_##kind, offsetof(struct options, member)

static const struct option {
    const char *name;
    const char *value; /* what follows it, for the help text; NULL for nothing */
    unsigned bit;
    wijk_status (*read)(const char *value, void *to);
    size_t member; /* of struct options */
    const char *english, *dutch;
} list[] = {
    {"--on", "DATE", TAKES_ON, READ(date, on),
     "as of this day, such as 2026-03-01", "per deze dag, zoals 2026-03-01"},
    {"--from", "DATE", TAKES_FROM, READ(date, from),
     "the first day; today when not given",
     "de eerste dag; vandaag als dit ontbreekt"},
    {"--until", "DATE", TAKES_UNTIL, READ(date, until),
     "the last day; four weeks after the first when not given",
     "de laatste dag; vier weken na de eerste als dit ontbreekt"},
    {"--from", "DATE", TAKES_PERIOD, READ(date, from),
     "the first day; the first opening of each dossier when not given",
     "de eerste dag; de eerste opening van elk dossier als dit ontbreekt"},
    {"--until", "DATE", TAKES_PERIOD, READ(date, until),
     "the last day; today when not given",
     "de laatste dag; vandaag als dit ontbreekt"},
    {"--within", "DAYS", TAKES_WITHIN, READ(days, within),
     "how soon somebody comes back who counts as returning; 182 when not given",
     "hoe snel iemand terugkomt die als terugkeer telt; 182 als dit ontbreekt"},
    {"--by", "team|provider", TAKES_GROUP, READ(text, by),
     "for each team too, or for each provider that is waited for",
     "ook per team, of per aanbieder waarop wordt gewacht"},
    {"--known", "TIME", TAKES_KNOWN, READ(moment, known),
     "as known at this instant (2026-03-01T12:00:00Z) or day",
     "zoals bekend op dit tijdstip (2026-03-01T12:00:00Z) of deze dag"},
    {"--since", "TIME", TAKES_SINCE, READ(moment, since),
     "what became known after this instant or day",
     "wat na dit tijdstip of deze dag bekend werd"},
    {"--names", NULL, TAKES_NAMES, read_nothing, 0, "say also what the dossier calls whom; then it is personal data",
     "noem ook hoe het dossier iemand noemt; dan zijn het persoonsgegevens"},
    {"--because", "TEXT", TAKES_BECAUSE, READ(text, because),
     "the reason, which stays on record",
     "de reden, die bewaard blijft"},
    {"--by", "ID", TAKES_BY, READ(text, by),
     "the professional who does it", "de professional die het doet"},
    {"--plan", "ID", TAKES_PLAN, READ(text, plan),
     "the active plan that goes on for both",
     "het actieve plan dat voor beide doorgaat"},
    {"--policy", "FILE", TAKES_POLICY, READ(text, policy),
     "rules to use; else the store's last, else the built-in ones",
     "te gebruiken beleid; anders het laatste van de opslag, anders het ingebouwde"},
    {"--store", "STORE", TAKES_STORE, READ(text, store),
     "the last rules that this store keeps",
     "het laatste beleid dat deze opslag bewaart"},
    {"--format", "csv|jsonl", TAKES_FORMAT, READ(format, format),
     "how rows are written; csv when not given",
     "hoe rijen worden geschreven; csv als dit ontbreekt"},
    {"--each", NULL, TAKES_EACH, read_nothing, 0, "store every good line, report the others (this is the default)",
     "bewaar elke goede regel en meld de andere (dit is de gewone gang)"},
    {"--all", NULL, TAKES_ALL, read_nothing, 0, "store nothing unless all lines are good",
     "bewaar niets, tenzij alle regels goed zijn"},
    {"--ladder", "KEY", TAKES_LADDER, READ(text, ladder),
     "this ladder only, such as care", "alleen deze ladder, zoals care"},
    {"--all", NULL, TAKES_ALL_STEPS, read_nothing, 0, "also the steps that do not begin where the household is",
     "ook de stappen die niet beginnen waar het gezin is"},
    {"--dry-run", NULL, TAKES_DRY_RUN, read_nothing, 0, "judge everything, store nothing",
     "beoordeel alles en bewaar niets"},
    {"--dot", NULL, TAKES_DOT, read_nothing, 0, "the ladders as a drawing for Graphviz (dot -Tsvg)",
     "de ladders als tekening voor Graphviz (dot -Tsvg)"},
    {"--json", NULL, TAKES_ANY, READ(flag, json),
     "JSON, for machines", "JSON, voor machines"},
    {"--lang", "nl|en", TAKES_ANY, READ(language, language),
     "language of what is said", "taal van wat wordt gezegd"},
    {"--help", NULL, TAKES_ANY, READ(flag, help),
     "this text", "deze tekst"},
    {"--version", NULL, 0, READ(flag, version),
     "version of the command and the library",
     "versie van het programma en de bibliotheek"},
};
enum { OPTIONS = sizeof list / sizeof *list };

/* The first option that an argument names, and the value in the argument itself, after `=`. */
static const struct option *find(const char *argument, const char **value) {
    size_t length = strcspn(argument, "=");
    *value = argument[length] ? argument + length + 1 : NULL;
    for (size_t i = 0; i < OPTIONS; i++)
        if (strlen(list[i].name) == length && memcmp(list[i].name, argument, length) == 0)
            return &list[i];
    return NULL;
}

static bool misuse(const struct options *options, const char *argument, const char *english, const char *dutch) {
    fprintf(stderr, "wijkteam: %s: %s\n", argument, in_language(options->language, english, dutch));
    return false;
}

static bool read_option(struct options *options, const struct option *option, const char *value) {
    wijk_status status = option->read(value, (char *)options + option->member);
    for (size_t i = 0; i < OPTIONS; i++) /* one word may be an option of several commands */
        if (strcmp(list[i].name, option->name) == 0)
            options->seen |= list[i].bit;
    if (status == WIJK_OK)
        return true;
    if (status == WIJK_E_UNKNOWN)
        return misuse(options, option->name, "there is no such choice", "die keuze is er niet");
    return misuse(options, option->name, wijk_status_text(status, WIJK_ENGLISH), wijk_status_text(status, WIJK_DUTCH));
}

bool options_read(struct options *options, int count, char **arguments) {
    bool only_words = false;
    *options = (struct options){.on = WIJK_DATE_NONE,
                                .from = WIJK_DATE_NONE,
                                .until = WIJK_DATE_NONE,
                                .known = WIJK_TIME_NONE,
                                .since = WIJK_TIME_NONE,
                                .within = -1,
                                .language = WIJK_ENGLISH};
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i], *value;
        if (only_words || argument[0] != '-' || argument[1] == 0) {
            if (options->word_count == WORDS_MOST - 1) /* the last one stays NULL */
                return misuse(options, argument, "there are too many words", "er zijn te veel woorden");
            options->words[options->word_count++] = argument;
            continue;
        }
        if (strcmp(argument, "--") == 0) {
            only_words = true;
            continue;
        }
        const struct option *option = find(argument, &value);
        if (!option)
            return misuse(options, argument, "there is no such option", "die optie is er niet");
        if (!option->value && value)
            return misuse(options, option->name, "it takes no value", "hier hoort geen waarde bij");
        if (option->value && !value)
            value = ++i < count ? arguments[i] : NULL;
        if (option->value && !value)
            return misuse(options, option->name, "a value must follow", "hier moet een waarde op volgen");
        if (!read_option(options, option, value))
            return false;
    }
    return true;
}

void options_help(unsigned bits, wijk_language language, FILE *to) {
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *option = &list[i];
        if (option->bit && !(option->bit & bits))
            continue;
        if (!option->bit && bits != TAKES_ANY) /* of the command as a whole */
            continue;
        int width = fprintf(to, "  %s%s%s", option->name, option->value ? " " : "", option->value ? option->value : "");
        fprintf(to, "%*s%s\n", width < 22 ? 22 - width : 1, "", in_language(language, option->english, option->dutch));
    }
}

/* Whether a command that takes the options in `bits` takes some option of this name. */
static bool takes(unsigned bits, const char *name) {
    for (size_t i = 0; i < OPTIONS; i++)
        if ((list[i].bit & bits) && strcmp(list[i].name, name) == 0)
            return true;
    return false;
}

const char *options_foreign(const struct options *options, unsigned bits) {
    for (size_t i = 0; i < OPTIONS; i++)
        if ((list[i].bit & options->seen) && !takes(bits, list[i].name))
            return list[i].name;
    return NULL;
}
