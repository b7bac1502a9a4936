/* Options: a table of what many commands take, and one reader; a command may have some of its own beside it. */
#include "commands.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
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
    const struct cli cli = {.options = *options, .language = options->language};
    say_misuse(&cli, argument, english, dutch);
    return false;
}

static bool read_option(struct options *options, const struct option *option, const char *value) {
    wijk_status status = option->read(value, (char *)options + option->member);
    options->seen |= option->bit;
    if (status == WIJK_OK)
        return true;
    if (status == WIJK_E_UNKNOWN)
        return misuse(options, option->name, "there is no such choice", "die keuze is er niet");
    return misuse(options, option->name, wijk_status_text(status, WIJK_ENGLISH), wijk_status_text(status, WIJK_DUTCH));
}

/* Read the option at `*place`, and its value, which may be the next argument. */
static bool take(struct options *options, int count, char **arguments, int *place) {
    const char *argument = arguments[*place], *value;
    const struct option *option = find(argument, &value);
    const struct own_option *own = own_named(argument, strcspn(argument, "="));
    const char *name = option ? option->name : own ? own->name : argument;
    if (!option && !own)
        return misuse(options, argument, "there is no such option", "die optie is er niet");
    bool valued = (option ? option->value : own->value) != NULL;
    if (!valued && value)
        return misuse(options, name, "it takes no value", "hier hoort geen waarde bij");
    if (valued && !value)
        value = ++*place < count ? arguments[*place] : NULL;
    if (valued && !value)
        return misuse(options, name, "a value must follow", "hier moet een waarde op volgen");
    if (option && (option->bit & TAKES_ANY || option->bit == 0))
        return read_option(options, option, value);
    if (options->given_count == GIVEN_MOST)
        return misuse(options, name, "there are too many options", "er zijn te veel opties");
    options->given[options->given_count++] = (struct given){name, value};
    return true;
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
        const char *argument = arguments[i];
        if (only_words || argument[0] != '-' || argument[1] == 0) {
            if (options->word_count == WORDS_MOST - 1) /* the last one stays NULL */
                return misuse(options, argument, "there are too many words", "er zijn te veel woorden");
            options->words[options->word_count++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            only_words = true;
        } else if (!take(options, count, arguments, &i)) {
            return false;
        }
    }
    return true;
}

/* ---- those of a command's own ---- */

static const struct own_option *find_own(const struct own_option *own, const char *name) {
    for (; own && own->name; own++)
        if (strcmp(own->name, name) == 0)
            return own;
    return NULL;
}

/* Numbers with commas between; answers how many, 0 when something else stands there. Puts down the first `most`. */
static size_t read_numbers(const char *text, double *values, size_t most) {
    for (size_t count = 0;; text++) {
        char *end;
        size_t length = strcspn(text, ",");
        double value = strtod(text, &end); /* the command never leaves the locale "C" */
        if (length == 0 || strspn(text, "0123456789.+-eE") != length || end != text + length || !isfinite(value))
            return 0;
        if (count++ < most)
            values[count - 1] = value;
        text = end;
        if (!*text)
            return count;
    }
}

static bool is_whole(const char *text) {
    size_t digits = strlen(text += *text == '-' || *text == '+');
    return digits > 0 && digits < 10 && strspn(text, "0123456789") == digits;
}

/* Why a value is not one of its kind; NULL when it is. */
static const char *wrong_kind(const struct own_option *own, const char *value, wijk_language language) {
    if (own->kind == OWN_WHOLE && !is_whole(value))
        return in_language(language, "a whole number is wanted", "hier hoort een geheel getal");
    size_t count = own->kind >= OWN_REAL ? read_numbers(value, NULL, 0) : 1;
    if (count == 0 || (own->kind == OWN_REAL && count > 1))
        return in_language(language, "a number is wanted, with a decimal point",
                           "hier hoort een getal, met een decimale punt");
    return NULL;
}

static const char *given_value(const struct options *options, const char *name, bool *given) {
    *given = false;
    for (int i = options->given_count; i-- > 0;)
        if (strcmp(options->given[i].name, name) == 0) {
            *given = true;
            return options->given[i].value;
        }
    return NULL;
}

bool own_given(const struct options *options, const char *name) {
    bool given;
    given_value(options, name, &given);
    return given;
}

const char *own_text(const struct options *options, const char *name) {
    bool given;
    return given_value(options, name, &given);
}

int32_t own_whole(const struct options *options, const char *name, int32_t otherwise) {
    const char *text = own_text(options, name);
    return text ? (int32_t)strtol(text, NULL, 10) : otherwise;
}

double own_real(const struct options *options, const char *name, double otherwise) {
    const char *text = own_text(options, name);
    if (text)
        read_numbers(text, &otherwise, 1);
    return otherwise;
}

size_t own_reals(const struct options *options, const char *name, double *values, size_t most) {
    const char *text = own_text(options, name);
    return text ? read_numbers(text, values, most) : 0;
}

/* ---- what goes with a command ---- */

/* The option that a command with those in `bits` means by a name; NULL: none. */
static const struct option *meant(unsigned bits, const char *name) {
    for (size_t i = 0; i < OPTIONS; i++)
        if ((list[i].bit & bits) && strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

const char *options_foreign(const struct options *options, unsigned bits, const struct own_option *own) {
    for (int i = 0; i < options->given_count; i++)
        if (!find_own(own, options->given[i].name) && !meant(bits, options->given[i].name))
            return options->given[i].name;
    return NULL;
}

bool options_settle(struct options *options, unsigned bits, const struct own_option *own) {
    for (int i = 0; i < options->given_count; i++) {
        const struct given *given = &options->given[i];
        const struct own_option *mine = find_own(own, given->name);
        const struct option *option = mine ? NULL : meant(bits, given->name);
        const char *wrong = mine ? wrong_kind(mine, given->value, options->language) : NULL;
        if (wrong)
            return misuse(options, given->name, wrong, wrong);
        if (option && !read_option(options, option, given->value))
            return false;
    }
    return true;
}

static void help_line(const char *name, const char *value, const char *text, FILE *to) {
    int width = fprintf(to, "  %s%s%s", name, value ? " " : "", value ? value : "");
    fprintf(to, "%*s%s\n", width < 22 ? 22 - width : 1, "", text);
}

void options_help(unsigned bits, const struct own_option *own, wijk_language language, FILE *to) {
    for (; own && own->name; own++)
        help_line(own->name, own->value, in_language(language, own->english, own->dutch), to);
    for (size_t i = 0; i < OPTIONS; i++) {
        const struct option *option = &list[i];
        bool shown = option->bit ? (option->bit & bits) != 0 : bits == TAKES_ANY; /* of the command as a whole */
        if (shown)
            help_line(option->name, option->value, in_language(language, option->english, option->dutch), to);
    }
}
