/* The things that commands work on: files, stores, rules, dossiers. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

void *cli_reallocate(void *memory, size_t size) {
    void *moved = realloc(memory, size ? size : 1);
    if (moved)
        return moved;
    fprintf(stderr, "wijkteam: %s\n", wijk_status_text(WIJK_E_MEMORY, WIJK_ENGLISH));
    exit(CLI_BAD);
}

void *cli_allocate(size_t size) { return memset(cli_reallocate(NULL, size), 0, size); }

wijk_date cli_today(const struct cli *cli) {
    if (cli->options.on != WIJK_DATE_NONE)
        return cli->options.on;
    time_t now = time(NULL);
    struct tm day;
    wijk_date date = WIJK_DATE_NONE;
    if (localtime_r(&now, &day))
        wijk_date_from_ymd(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, &date);
    return date;
}

wijk_time cli_now(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return (wijk_time)time(NULL) * INT64_C(1000000);
    return (wijk_time)now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

uint64_t cli_random(void) {
    uint64_t number;
    return getentropy(&number, sizeof number) == 0 ? number : 0;
}

wijk_id cli_new_id(void) {
    wijk_id id;
    const uint64_t random[] = {cli_random(), cli_random()};
    memcpy(&id, random, sizeof id);
    id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0F) | 0x40);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3F) | 0x80);
    return id;
}

wijk_status cli_sign(const struct cli *cli, wijk_act *act) {
    wijk_id by;
    wijk_status status = WIJK_OK;
    if (cli->options.because)
        status = wijk_act_set_reason(act, cli->options.because, WIJK_NUL_TERMINATED, cli->error);
    if (status != WIJK_OK || !cli->options.by)
        return status;
    status = wijk_id_parse(cli->options.by, WIJK_NUL_TERMINATED, &by, cli->error);
    return status == WIJK_OK ? wijk_act_set_actor(act, &by, NULL, NULL, 0, cli->error) : status;
}

/* ---- files ---- */

wijk_status cli_read_file(const char *path, size_t most, wijk_buffer *out) {
    char piece[16384];
    size_t size;
    wijk_status status = WIJK_OK;
    wijk_buffer_clear(out);
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file)
        return WIJK_E_NOT_FOUND;
    while (status == WIJK_OK && (size = fread(piece, 1, sizeof piece, file)) > 0)
        status = wijk_buffer_size(out) + size > most ? WIJK_E_LIMIT : wijk_store_reply(out, piece, size);
    if (status == WIJK_OK && ferror(file))
        status = WIJK_E_IO;
    if (file != stdin)
        fclose(file);
    return status;
}

wijk_status cli_open_store(struct cli *cli, const char *path, wijk_store_flags flags, wijk_store **out) {
    wijk_status status = wijk_store_open_sqlite(cli->context, path, flags, 10000, out, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, path, status);
    return status;
}

/* ---- rules ---- */

static wijk_status load_policy(struct cli *cli, const char *subject, const wijk_buffer *json, wijk_policy **out) {
    wijk_status status =
        wijk_policy_load(cli->context, wijk_buffer_data(json), wijk_buffer_size(json), out, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, subject, status);
    return status;
}

static wijk_status policy_of_file(struct cli *cli, const char *path, wijk_buffer *json, wijk_policy **out) {
    wijk_status status = cli_read_file(path, CLI_JSON_BYTES, json);
    if (status == WIJK_OK)
        return load_policy(cli, path, json, out);
    say_failure(cli, path, status);
    return status;
}

static wijk_status policy_of_store(struct cli *cli, wijk_store *store, wijk_buffer *json, wijk_policy **out) {
    wijk_status status = wijk_store_policy(store, NULL, json, cli->error);
    if (status == WIJK_OK)
        return load_policy(cli, NULL, json, out);
    if (status != WIJK_NONE)
        say_failure(cli, NULL, status);
    return status;
}

wijk_status cli_policy(struct cli *cli, wijk_store *store, wijk_policy **out) {
    wijk_buffer *json;
    wijk_status status = wijk_buffer_new(cli->context, &json);
    *out = NULL;
    if (status != WIJK_OK) {
        say_failure(cli, NULL, status);
        return status;
    }
    if (cli->options.policy)
        status = policy_of_file(cli, cli->options.policy, json, out);
    else
        status = store ? policy_of_store(cli, store, json, out) : WIJK_NONE;
    wijk_buffer_destroy(json);
    if (status != WIJK_NONE)
        return status;
    status = wijk_policy_load_default(cli->context, out, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    return status;
}

/* ---- dossiers ---- */

bool cli_id(struct cli *cli, const char *word, wijk_id *out) {
    wijk_status status = wijk_id_parse(word, WIJK_NUL_TERMINATED, out, cli->error);
    if (status != WIJK_OK)
        say_failure(cli, word, status);
    return status == WIJK_OK;
}

wijk_status cli_load(struct cli *cli, wijk_store *store, wijk_policy *policy, const wijk_id *id, wijk_buffer *frames,
                     wijk_dossier **out) {
    char subject[WIJK_ID_TEXT_SIZE];
    *out = NULL;
    wijk_status status = wijk_store_read(store, id, frames, cli->error);
    if (status == WIJK_OK)
        status = wijk_dossier_load(cli->context, policy, wijk_buffer_data(frames), wijk_buffer_size(frames),
                                   WIJK_LOAD_CHECKSUMS, out, cli->error);
    if (status == WIJK_OK)
        return WIJK_OK;
    wijk_id_format(id, subject);
    if (status == WIJK_NONE && !cli->options.json)
        say_misuse(cli, subject, "the store has no such dossier", "de opslag heeft dit dossier niet");
    else
        say_failure(cli, subject, status);
    return status;
}

int cli_each_dossier(struct cli *cli, wijk_store *store, int (*visit)(struct cli *cli, const wijk_id *id, void *data),
                     void *data) {
    wijk_id id = {{0}};
    int worst = CLI_OK;
    for (;;) {
        wijk_id next;
        wijk_status status = wijk_store_next(store, &id, &next, cli->error);
        if (status == WIJK_NONE)
            return worst;
        if (status != WIJK_OK)
            return say_failure(cli, NULL, status);
        int answer = visit(cli, &next, data);
        if (answer > worst)
            worst = answer;
        id = next;
    }
}
