/* wijkteam import: lines of acts into a store. */
#include "cli.h"
#include "intake.h"
#include "lines.h"

#include <inttypes.h>

struct counts {
    uint64_t lines, taken, known, refused, bad;
};

struct job {
    struct cli *cli;
    const char *name; /* of the file */
    struct lines lines;
    struct progress progress;
    struct intake intake;
    struct counts counts;
};

/* ---- what is said of a line ---- */

static void line_as_json(const struct job *job, uint64_t number, wijk_status status) {
    const wijk_error *error = job->cli->error;
    struct object object = object_start(stderr);
    object_text(&object, "file", job->name);
    object_int(&object, "line", (int64_t)number);
    object_text(&object, "status", wijk_status_name(status));
    object_text(&object, "text", wijk_status_text(status, job->cli->language));
    if (job->intake.placed && wijk_error_code(error) == status) {
        object_text(&object, "pointer", wijk_error_path(error));
        if (wijk_error_column(error) > 0)
            object_int(&object, "column", wijk_error_column(error));
    }
    wijk_buffer *findings = NULL;
    if (status == WIJK_REFUSED && wijk_buffer_new(job->cli->context, &findings) == WIJK_OK &&
        wijk_findings_write_json(job->intake.findings, job->cli->language, findings, NULL) == WIJK_OK)
        object_lines(&object, "findings", findings);
    wijk_buffer_destroy(findings);
    object_end(&object);
}

static void line_as_text(const struct job *job, uint64_t number, wijk_status status) {
    const wijk_error *error = job->cli->error;
    wijk_language language = job->cli->language;
    bool placed = job->intake.placed && wijk_error_code(error) == status;
    if (status == WIJK_REFUSED && wijk_findings_count(job->intake.findings) == 0)
        fprintf(stderr, "%s:%" PRIu64 ": %s\n", job->name, number,
                in_language(language, "refused with another line of the same moment",
                            "geweigerd met een andere regel van hetzelfde moment"));
    if (status == WIJK_REFUSED) {
        for (uint32_t i = 0; i < wijk_findings_count(job->intake.findings); i++) {
            fprintf(stderr, "%s:%" PRIu64 ": ", job->name, number);
            say_finding(stderr, job->intake.findings, i, job->intake.policy, language, "    ");
        }
        return;
    }
    fprintf(stderr, "%s:%" PRIu64 ":", job->name, number);
    if (placed && wijk_error_column(error) > 0)
        fprintf(stderr, "%" PRIu32 ":", wijk_error_column(error));
    if (placed && *wijk_error_path(error))
        fprintf(stderr, " %s:", wijk_error_path(error));
    fprintf(stderr, " %s\n", wijk_status_text(status, language));
}

/* ---- the work ---- */

static void told(void *data, uint64_t number, wijk_status status) {
    struct job *job = data;
    struct counts *counts = &job->counts;
    counts->lines++;
    counts->taken += status == WIJK_OK;
    counts->known += status == WIJK_DUPLICATE;
    counts->refused += status == WIJK_REFUSED;
    counts->bad += status < 0;
    if (status == WIJK_REFUSED || status < 0) {
        progress_end(&job->progress);
        (job->cli->options.json ? line_as_json : line_as_text)(job, number, status);
    }
    if (counts->lines % 256 == 0)
        progress_say(&job->progress, &job->lines, job->cli->language);
}

static void say_counts(const struct job *job, bool kept) {
    const struct counts *counts = &job->counts;
    wijk_language language = job->cli->language;
    if (job->cli->options.json) {
        struct object object = object_start(stdout);
        object_int(&object, "lines", (int64_t)counts->lines);
        object_int(&object, "taken", (int64_t)counts->taken);
        object_int(&object, "already_there", (int64_t)counts->known);
        object_int(&object, "refused", (int64_t)counts->refused);
        object_int(&object, "bad", (int64_t)counts->bad);
        object_bool(&object, "stored", kept);
        object_end(&object);
        return;
    }
    printf("%" PRIu64 " %s: %" PRIu64 " %s, %" PRIu64 " %s, %" PRIu64 " %s, %" PRIu64 " %s.%s\n", counts->lines,
           in_language(language, "lines", "regels"), counts->taken, in_language(language, "taken", "vastgelegd"),
           counts->known, in_language(language, "already there", "al aanwezig"), counts->refused,
           in_language(language, "refused", "geweigerd"), counts->bad, in_language(language, "bad", "fout"),
           kept ? "" : in_language(language, " Nothing was stored.", " Er is niets bewaard."));
}

/* Keep the rules beside the frames that they judge, unless they are the ones that the store keeps already. */
static wijk_status keep_policy(struct job *job) {
    struct intake *intake = &job->intake;
    wijk_status status = WIJK_NONE;
    if (intake->mode == INTAKE_DRY_RUN)
        return WIJK_OK;
    if (!job->cli->options.policy)
        status = wijk_store_policy(intake->store, NULL, intake->frames, job->cli->error);
    return status == WIJK_NONE ? wijk_store_put_policy(intake->store, intake->policy, job->cli->error) : status;
}

static int run(struct job *job, wijk_policy *policy, wijk_store *store) {
    struct cli *cli = job->cli;
    enum intake_mode mode = cli->options.seen & TAKES_DRY_RUN ? INTAKE_DRY_RUN
                            : cli->options.seen & TAKES_ALL   ? INTAKE_ALL
                                                              : INTAKE_EACH;
    wijk_status status = intake_start(&job->intake, cli->context, policy, store, mode, cli->error);
    if (status == WIJK_OK)
        status = keep_policy(job);
    progress_start(&job->progress);
    job->intake.told = told;
    job->intake.data = job;
    if (status == WIJK_OK)
        status = intake_run(&job->intake, &job->lines, cli->error);
    progress_end(&job->progress);
    bool good = status == WIJK_OK && job->counts.bad == 0 && job->counts.refused == 0;
    if (status != WIJK_OK) /* said before intake_end() so that the place of the error is still there */
        say_failure(cli, job->name, status);
    wijk_status ended = intake_end(&job->intake, good, cli->error);
    if (status == WIJK_OK && ended != WIJK_OK)
        say_failure(cli, job->name, ended);
    bool whole = status == WIJK_OK && ended == WIJK_OK;
    if (whole)
        say_counts(job, mode == INTAKE_EACH || (mode == INTAKE_ALL && good));
    if (!whole || job->counts.bad > 0)
        return CLI_BAD;
    return job->counts.refused > 0 ? CLI_REFUSED : CLI_OK;
}

/* The store to write to; for a dry run the store to read from, which need not be there. */
static wijk_status open_store(struct cli *cli, wijk_store **store) {
    const char *path = cli->words[0];
    if (!(cli->options.seen & TAKES_DRY_RUN))
        return cli_open_store(cli, path, WIJK_STORE_WRITE | WIJK_STORE_CREATE, store);
    FILE *there = fopen(path, "rb");
    *store = NULL;
    if (!there)
        return WIJK_OK;
    fclose(there);
    return cli_open_store(cli, path, WIJK_STORE_READ, store);
}

int command_import(struct cli *cli) {
    struct job job = {.cli = cli, .name = cli->words[1]};
    wijk_store *store;
    wijk_policy *policy = NULL;
    int answer = CLI_BAD;
    if ((cli->options.seen & TAKES_ALL) && (cli->options.seen & TAKES_EACH))
        return say_misuse(cli, "--all", "it does not go with --each", "dit gaat niet samen met --each");
    wijk_status status = lines_open(&job.lines, job.name, CLI_JSON_BYTES);
    if (status != WIJK_OK)
        return say_failure(cli, job.name, status);
    if (open_store(cli, &store) == WIJK_OK) {
        if (cli_policy(cli, store, &policy) == WIJK_OK)
            answer = run(&job, policy, store);
        wijk_policy_unref(policy);
        wijk_store_destroy(store);
    }
    lines_close(&job.lines);
    return answer;
}
