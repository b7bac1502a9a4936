/* wijkteam score instrument: answers of persons in, scores out, as the rules say. */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

struct scoring {
    struct cli *cli;
    const wijk_policy *policy;
    const char *instrument;
    uint32_t items, scales;
    struct csv_column *columns; /* the id, then two for each item: as the rules call it, and with `_` for `-` */
    struct csv csv;
    int32_t *answers;
    int64_t *scores;
    int32_t *valid;
};

/* A name with `_` for `-`, as columns are called. */
static char *underline(const char *name) {
    size_t length = strlen(name);
    char *copy = memcpy(cli_allocate(length + 1), name, length);
    for (size_t i = 0; i < length; i++)
        copy[i] = copy[i] == '-' ? '_' : copy[i];
    return copy;
}

static void ask_columns(struct scoring *scoring) {
    scoring->columns = cli_allocate((1 + (size_t)scoring->items * 2) * sizeof *scoring->columns);
    scoring->columns[0] = (struct csv_column){.name = "id", .kind = CSV_TEXT, .required = true, .filled = true};
    for (uint32_t i = 0; i < scoring->items; i++) {
        const char *name = wijk_instrument_item(scoring->policy, scoring->instrument, i);
        scoring->columns[1 + i * 2] = (struct csv_column){.name = name, .kind = CSV_WHOLE};
        scoring->columns[2 + i * 2] = (struct csv_column){.name = underline(name), .kind = CSV_WHOLE};
    }
}

/* An answer that fits no item is refused by the library too; here it is known which column it stands in. */
static int take_answers(struct scoring *scoring) {
    const struct csv *csv = &scoring->csv;
    bool any = false;
    scoring->answers = cli_allocate(csv->rows * scoring->items * sizeof *scoring->answers);
    for (uint32_t i = 0; i < scoring->items; i++) {
        const struct csv_column *plain = &scoring->columns[1 + i * 2], *other = &scoring->columns[2 + i * 2];
        const struct csv_column *column = plain->present ? plain : other;
        any |= column->present;
        for (size_t row = 0; row < csv->rows; row++) {
            int64_t answer = column->present ? column->wholes[row] : INT64_MIN;
            if (answer != INT64_MIN && (answer < -1000000 || answer > 1000000))
                return csv_bad(csv, row, column->name, "the item has no such answer", "dit antwoord is er niet");
            scoring->answers[row * scoring->items + i] = answer == INT64_MIN ? WIJK_NO_ANSWER : (int32_t)answer;
        }
    }
    return any ? CLI_OK
               : say_misuse(scoring->cli, csv->path, "no column is an item of this instrument",
                            "geen kolom is een vraag van dit instrument");
}

/* Which answer of a person is out of range: alone, each item is judged by itself. */
static int bad_answer(struct scoring *scoring, size_t row) {
    const int32_t *answers = scoring->answers + row * scoring->items;
    int32_t *one = cli_allocate(scoring->items * sizeof *one);
    uint32_t bad = 0;
    for (uint32_t i = 0; i < scoring->items; i++)
        one[i] = WIJK_NO_ANSWER;
    for (; bad < scoring->items; one[bad++] = WIJK_NO_ANSWER) {
        one[bad] = answers[bad];
        if (wijk_instrument_score(scoring->policy, scoring->instrument, one, 1, scoring->scores, scoring->valid,
                                  NULL) != WIJK_OK)
            break;
    }
    free(one);
    const struct csv_column *plain = &scoring->columns[1 + bad * 2];
    return csv_bad(&scoring->csv, row, plain->present ? plain->name : plain[1].name, "the item has no such answer",
                   "dit antwoord is er niet");
}

static int write_rows(struct scoring *scoring) {
    static const char *const kinds[] = {"", "_valid", "_band"};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    size_t columns = 1 + (size_t)scoring->scales * KINDS;
    char **names = cli_allocate(columns * sizeof *names);
    struct out out;
    names[0] = underline("id");
    for (size_t i = 1; i < columns; i++) {
        const char *scale =
            wijk_instrument_scale(scoring->policy, scoring->instrument, (uint32_t)((i - 1) / KINDS));
        const char *kind = kinds[(i - 1) % KINDS];
        names[i] = cli_allocate(strlen(scale) + strlen(kind) + 1);
        memcpy(names[i], scale, strlen(scale));
        memcpy(names[i] + strlen(scale), kind, strlen(kind));
    }
    out_begin(&out, scoring->cli, (const char *const *)names, columns);
    for (size_t row = 0; row < scoring->csv.rows; row++) {
        out_text(&out, csv_text(&scoring->csv, 0, row));
        for (uint32_t i = 0; i < scoring->scales; i++) {
            int64_t score = scoring->scores[row * scoring->scales + i];
            if (score == WIJK_NO_SCORE)
                out_none(&out);
            else
                out_real(&out, (double)score / 1000.0);
            out_whole(&out, scoring->valid[row * scoring->scales + i]);
            out_text(&out, wijk_instrument_band(scoring->policy, scoring->instrument, i, score));
        }
    }
    int answer = out_end(&out);
    for (size_t i = 0; i < columns; i++)
        free(names[i]);
    free(names);
    return answer;
}

static int score(struct scoring *scoring, const char *path) {
    ask_columns(scoring);
    if (!csv_read(scoring->cli, path, scoring->columns, 1 + (size_t)scoring->items * 2, &scoring->csv))
        return CLI_BAD;
    int answer = take_answers(scoring);
    if (answer != CLI_OK)
        return answer;
    size_t cells = (scoring->csv.rows + 1) * scoring->scales; /* one more, to try single answers */
    scoring->scores = cli_allocate(cells * sizeof *scoring->scores);
    scoring->valid = cli_allocate(cells * sizeof *scoring->valid);
    wijk_status status = wijk_instrument_score(scoring->policy, scoring->instrument, scoring->answers,
                                               scoring->csv.rows, scoring->scores, scoring->valid,
                                               scoring->cli->error);
    if (status == WIJK_OK)
        return write_rows(scoring);
    return bad_answer(scoring, (size_t)wijk_error_index(scoring->cli->error));
}

int command_score_instrument(struct cli *cli) {
    wijk_policy *policy;
    if (cli_policy(cli, NULL, &policy) != WIJK_OK)
        return CLI_BAD;
    struct scoring scoring = {.cli = cli,
                              .policy = policy,
                              .instrument = cli->words[0],
                              .items = wijk_instrument_items(policy, cli->words[0]),
                              .scales = wijk_instrument_scales(policy, cli->words[0])};
    int answer = scoring.items > 0 ? score(&scoring, cli->words[1])
                                   : say_misuse(cli, cli->words[0], "the rules have no such instrument",
                                                "het beleid heeft dit instrument niet");
    csv_free(&scoring.csv);
    for (uint32_t i = 0; scoring.columns && i < scoring.items; i++)
        free((char *)(uintptr_t)scoring.columns[2 + i * 2].name);
    free(scoring.columns);
    free(scoring.answers);
    free(scoring.scores);
    free(scoring.valid);
    wijk_policy_unref(policy);
    return answer;
}
