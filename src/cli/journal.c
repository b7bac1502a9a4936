/* wijkteam journal verify, journal dump: the history itself. */
#include "cli.h"

#include <inttypes.h>
#include <string.h>

struct verify {
    wijk_store *store;
    wijk_buffer *frames;
    uint64_t dossiers, frames_count, acts, bad;
};

static void hex(const uint8_t *bytes, size_t size, char *out) {
    for (size_t i = 0; i < size; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static void say_scan(const struct cli *cli, const char *dossier, wijk_status status,
                     const wijk_journal_report *report) {
    char head[2 * WIJK_HASH_SIZE + 1] = "";
    uint64_t frames = wijk_journal_report_frames(report), acts = wijk_journal_report_acts(report);
    uint64_t unknown = wijk_journal_report_unknown_acts(report);
    bool whole = status == WIJK_OK;
    hex(wijk_journal_report_head(report), WIJK_HASH_SIZE, head);
    if (cli->options.json) {
        struct object object = object_start(stdout);
        object_text(&object, "dossier", dossier);
        object_text(&object, "status", wijk_status_name(status));
        object_int(&object, "frames", (int64_t)frames);
        object_int(&object, "acts", (int64_t)acts);
        object_int(&object, "unknown_acts", (int64_t)unknown);
        object_text(&object, "head", head);
        if (!whole && wijk_error_offset(cli->error) >= 0)
            object_int(&object, "offset", wijk_error_offset(cli->error));
        object_end(&object);
    } else {
        const char *state =
            whole ? in_language(cli->language, "whole", "heel") : in_language(cli->language, "BROKEN", "KAPOT");
        printf("%s %s %" PRIu64 " frames %" PRIu64 " %s", dossier, state, frames, acts,
               in_language(cli->language, "acts", "handelingen"));
        if (unknown > 0)
            printf(" (%" PRIu64 " %s)", unknown, in_language(cli->language, "of unknown types", "van onbekende soort"));
        printf(" %s\n", head);
    }
    if (!whole && !cli->options.json)
        say_failure(cli, dossier, status);
}

static int verify_one(struct cli *cli, const wijk_id *id, void *data) {
    struct verify *verify = data;
    wijk_journal_report *report = NULL;
    char dossier[WIJK_ID_TEXT_SIZE];
    wijk_id_format(id, dossier);
    wijk_status status = wijk_store_read(verify->store, id, verify->frames, cli->error);
    if (status != WIJK_OK)
        return say_failure(cli, dossier, status);
    status = wijk_journal_scan(cli->context, wijk_buffer_data(verify->frames), wijk_buffer_size(verify->frames), 1,
                               &report, cli->error);
    if (!report)
        return say_failure(cli, dossier, status);
    if (status == WIJK_OK && memcmp(wijk_journal_report_dossier(report), id, sizeof *id) != 0)
        status = WIJK_E_CORRUPT; /* whole frames, of another dossier */
    verify->dossiers++;
    verify->frames_count += wijk_journal_report_frames(report);
    verify->acts += wijk_journal_report_acts(report);
    verify->bad += status != WIJK_OK;
    say_scan(cli, dossier, status, report);
    wijk_journal_report_destroy(report);
    return status == WIJK_OK ? CLI_OK : CLI_BAD;
}

static int verify_all(struct cli *cli, struct verify *verify) {
    int answer = CLI_OK;
    wijk_status status = wijk_store_check(verify->store, cli->error);
    if (status != WIJK_OK)
        answer = say_failure(cli, cli->words[0], status);
    int chains = cli_each_dossier(cli, verify->store, verify_one, verify);
    if (!cli->options.json)
        printf("%" PRIu64 " dossiers, %" PRIu64 " frames, %" PRIu64 " %s, %" PRIu64 " %s\n", verify->dossiers,
               verify->frames_count, verify->acts, in_language(cli->language, "acts", "handelingen"), verify->bad,
               in_language(cli->language, "broken", "kapot"));
    return answer > chains ? answer : chains;
}

int command_journal_verify(struct cli *cli) {
    struct verify verify = {0};
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &verify.frames);
    if (status != WIJK_OK)
        return say_failure(cli, NULL, status);
    if (cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &verify.store) == WIJK_OK)
        answer = verify_all(cli, &verify);
    wijk_store_destroy(verify.store);
    wijk_buffer_destroy(verify.frames);
    return answer;
}

static int dump(struct cli *cli, wijk_store *store, const wijk_id *id, wijk_buffer *frames, wijk_buffer *lines) {
    wijk_status status = wijk_store_read(store, id, frames, cli->error);
    if (status == WIJK_OK)
        status = wijk_journal_write_json(cli->context, wijk_buffer_data(frames), wijk_buffer_size(frames), lines,
                                         cli->error);
    fwrite(wijk_buffer_data(lines), 1, wijk_buffer_size(lines), stdout);
    return status == WIJK_OK ? CLI_OK : say_failure(cli, cli->words[1], status);
}

int command_journal_dump(struct cli *cli) {
    wijk_id id;
    wijk_store *store = NULL;
    wijk_buffer *frames = NULL, *lines = NULL;
    int answer = CLI_BAD;
    wijk_status status = wijk_buffer_new(cli->context, &frames);
    if (status == WIJK_OK)
        status = wijk_buffer_new(cli->context, &lines);
    if (status != WIJK_OK)
        say_failure(cli, NULL, status);
    else if (cli_id(cli, cli->words[1], &id) &&
             cli_open_store(cli, cli->words[0], WIJK_STORE_READ, &store) == WIJK_OK)
        answer = dump(cli, store, &id, frames, lines);
    wijk_store_destroy(store);
    wijk_buffer_destroy(lines);
    wijk_buffer_destroy(frames);
    return answer;
}
