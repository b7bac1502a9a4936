/* The command wijkteam: what its files share. Of the library it sees the public headers only. */
#ifndef WIJK_CLI_CLI_H
#define WIJK_CLI_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include <wijkteam/wijkteam.h>

/* How the command ends. */
enum { CLI_OK = 0, CLI_REFUSED = 1, CLI_BAD = 2 };

/* The longest line of acts and the longest policy: the context's limit for one JSON document. */
#define CLI_JSON_BYTES ((size_t)1 << 20)

/* ---- options (options.c) ---- */

enum option_bit { /* which options a command takes, beside --help, --json and --lang that all take */
    TAKES_ON = 1,
    TAKES_KNOWN = 2,
    TAKES_POLICY = 4,
    TAKES_FORMAT = 8,
    TAKES_STORE = 16,
    TAKES_DRY_RUN = 32,
    TAKES_EACH = 64,
    TAKES_ALL = 128,
    TAKES_ANY = 256, /* the options of every command */
    TAKES_SINCE = 512,
    TAKES_BECAUSE = 1024,
    TAKES_BY = 2048,
    TAKES_FROM = 4096,
    TAKES_UNTIL = 8192,
    TAKES_PLAN = 16384,
    TAKES_NAMES = 32768,
    TAKES_LADDER = 65536,
    TAKES_ALL_STEPS = 131072, /* the same word as TAKES_ALL, of another command */
    TAKES_PERIOD = 262144,    /* likewise as TAKES_FROM and TAKES_UNTIL */
    TAKES_GROUP = 524288,     /* likewise as TAKES_BY */
    TAKES_WITHIN = 1048576,
    TAKES_DOT = 2097152
};
#define WORDS_MOST 24
#define GIVEN_MOST 48

/* An option of one command, or of a few with figures: declared beside the command that takes it, in a list that ends
 * with one without a name. Where others have an option of the same name, all take a value or none does. */
enum own_kind {
    OWN_FLAG,
    OWN_TEXT,
    OWN_WHOLE, /* of at most nine digits */
    OWN_REAL, /* decimal point, exponent allowed; no infinity */
    OWN_REALS /* some, with commas between */
};
struct own_option {
    const char *name; /* such as "--rho" */
    enum own_kind kind;
    const char *value; /* what follows it, for the help text; NULL for nothing */
    const char *english, *dutch;
};

struct options {
    unsigned seen; /* of enum option_bit */
    wijk_date on, from, until; /* WIJK_DATE_NONE when it was not given */
    wijk_time known, since; /* WIJK_TIME_NONE when it was not given */
    int32_t within; /* days; -1 when it was not given */
    const char *because, *by, *plan, *ladder;
    const char *policy, *store;
    wijk_text_format format;
    wijk_language language;
    bool json, help, version;
    const char *words[WORDS_MOST]; /* what is no option */
    int word_count;
    struct given {
        const char *name, *value; /* NULL: it takes none */
    } given[GIVEN_MOST]; /* all but those of every command, in order */
    int given_count;
};
/* Read the arguments: words, the options of every command, and what else was given. All of these say on standard error
 * what is wrong, and then answer false. */
bool options_read(struct options *options, int count, char **arguments);
/* Judge what was given as the options of a command, which takes those in `bits` and its `own` (which may be NULL). */
bool options_settle(struct options *options, unsigned bits, const struct own_option *own);
/* The first option that was given and does not go with such a command; NULL: all do. */
const char *options_foreign(const struct options *options, unsigned bits, const struct own_option *own);
/* The lines of a help text about the options in `bits`, and those of a command's own. */
void options_help(unsigned bits, const struct own_option *own, wijk_language language, FILE *to);
/* What was given for an option of a command's own; the last time counts. */
bool own_given(const struct options *options, const char *name);
const char *own_text(const struct options *options, const char *name);              /* NULL when it was not given */
int32_t own_whole(const struct options *options, const char *name, int32_t otherwise);
double own_real(const struct options *options, const char *name, double otherwise);
size_t own_reals(const struct options *options, const char *name, double *values, size_t most); /* how many there are */

/* ---- what a command gets ---- */

struct cli {
    wijk_context *context;
    wijk_error *error;
    wijk_language language;
    struct options options;
    const char *const *words; /* after the name of the command; NULL ends them */
};

int command_agenda(struct cli *cli);
int command_catalog_print(struct cli *cli);
int command_changes(struct cli *cli);
int command_check(struct cli *cli);
int command_flow(struct cli *cli);
int command_household_merge(struct cli *cli);
int command_household_shared(struct cli *cli);
int command_household_split(struct cli *cli);
int command_household_undo(struct cli *cli);
int command_import(struct cli *cli);
int command_journal_dump(struct cli *cli);
int command_journal_verify(struct cli *cli);
int command_policy_check(struct cli *cli);
int command_policy_print(struct cli *cli);
int command_score_instrument(struct cli *cli);
int command_show(struct cli *cli);
int command_steps(struct cli *cli);
int command_table(struct cli *cli);
int command_undo(struct cli *cli);

/* ---- saying (say.c) ---- */

const char *in_language(wijk_language language, const char *english, const char *dutch);
/* Text of a dossier for a person's eyes: control characters, which a terminal might obey, become spaces. */
void say_text(FILE *to, const char *text, size_t length);
/* What a call that failed said, on standard error, about a file or a dossier, which may be NULL. Returns CLI_BAD. */
int say_failure(const struct cli *cli, const char *subject, wijk_status status);
/* A mistake of whoever runs the command. Returns CLI_BAD. */
int say_misuse(const struct cli *cli, const char *subject, const char *english, const char *dutch);
/* One finding as a compiler would say it; `indent` stands before the lines about what is missing. The policy has the
 * words for keys of its lists. Ids only: standard error ends up in logs. */
void say_finding(FILE *to, const wijk_findings *findings, uint32_t index, const wijk_policy *policy,
                 wijk_language language, const char *indent);
/* All findings about a dossier on standard output, with the names that the dossier has for whom and what they are
 * about, or one JSON object; `lines` is used on the way. */
int say_findings(struct cli *cli, const wijk_dossier *dossier, const wijk_findings *findings, const wijk_policy *policy,
                 wijk_buffer *lines);

struct show;
struct saying { /* one finding of a batch, on its way out */
    FILE *to;
    const wijk_findings *findings;
    uint32_t index;
    const wijk_policy *policy; /* whose words are used for keys; NULL: the keys themselves */
    wijk_language language;
    const struct show *names; /* what things are called, on standard output; NULL: ids only */
    bool briefly;             /* what the finding is about was said; a fact is said once for all that it is about */
};
/* What is missing and of what or whom, without a line end: a fact, and those that follow and are the same for other
 * keys, or briefly of others. Answers which fact comes next. */
uint32_t say_fact(const struct saying *said, uint32_t fact);
/* The word that the policy has for what a fact is about in one of its lists. */
void say_key(FILE *to, const wijk_policy *policy, wijk_fact fact, const char *key, size_t length,
             wijk_language language);

void json_text(FILE *to, const char *text, size_t length); /* a text in quotes */

/* One JSON object on one line, member by member. */
struct object {
    FILE *to;
    bool any;
};
struct object object_start(FILE *to);
void object_text(struct object *object, const char *key, const char *text); /* nothing for NULL */
void object_int(struct object *object, const char *key, int64_t value);
void object_bool(struct object *object, const char *key, bool value);
void object_id(struct object *object, const char *key, const wijk_id *id);
void object_open(struct object *object, const char *key); /* a value that is written by hand follows */
/* Lines of JSON as the items of an array. */
void object_lines(struct object *object, const char *key, const wijk_buffer *lines);
void object_close(struct object *object);
void object_end(struct object *object); /* with a line end */

/* ---- the things that commands work on (common.c) ---- */

void *cli_allocate(size_t size); /* zeroed; ends the command when there is no memory */
void *cli_reallocate(void *memory, size_t size);
wijk_date cli_today(const struct cli *cli); /* the day of --on, else today, which the command may ask */
wijk_time cli_now(void); /* which the command may ask too */
uint64_t cli_random(void); /* a number that nobody outside knows */
wijk_id cli_new_id(void);  /* a random one, version 4 */
/* Who does an act and why, of --by and --because. */
wijk_status cli_sign(const struct cli *cli, wijk_act *act);
/* A whole file, `-` for standard input, at most `most` bytes. */
wijk_status cli_read_file(const char *path, size_t most, wijk_buffer *out);
wijk_status cli_open_store(struct cli *cli, const char *path, wijk_store_flags flags, wijk_store **out);
/* The rules: of --policy, else the last ones of the store (which may be NULL), else the default. What goes wrong was
 * said. */
wijk_status cli_policy(struct cli *cli, wijk_store *store, wijk_policy **out);
/* A dossier from a store; `frames` is filled on the way. `policy` may be NULL. What goes wrong was said. */
wijk_status cli_load(struct cli *cli, wijk_store *store, wijk_policy *policy, const wijk_id *id, wijk_buffer *frames,
                     wijk_dossier **out);
/* The id in a word of the command line; what goes wrong was said. */
bool cli_id(struct cli *cli, const char *word, wijk_id *out);
/* Call for every dossier of a store, in order of the ids; gives the highest of the answers. */
int cli_each_dossier(struct cli *cli, wijk_store *store, int (*visit)(struct cli *cli, const wijk_id *id, void *data),
                     void *data);

#endif
