#include "desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void must(const struct desk *desk, wijk_status status) {
    if (status >= 0)
        return;
    fprintf(stderr, "%s: %s\n", wijk_status_name(status), wijk_error_message(desk->error, WIJK_ENGLISH));
    exit(1);
}

/* ---- the vendor's bytes become a dossier, and the other way round ---- */

static void load(struct desk *desk, const wijk_id *household) {
    unsigned char *frames;
    size_t length;
    if (!drawer_read(&desk->drawer, 'F', &frames, &length)) {
        fputs("the drawer cannot be read\n", stderr);
        exit(1);
    }
    if (length == 0)
        must(desk, wijk_dossier_new(desk->context, desk->policy, household, &desk->dossier, desk->error));
    else
        must(desk, wijk_dossier_load(desk->context, desk->policy, frames, length, WIJK_LOAD_VERIFY_CHAIN,
                                     &desk->dossier, desk->error));
    free(frames);
}

/* Save first, acknowledge after: what the worker was told is on the disk. */
static enum drawer_answer save(struct desk *desk) {
    const void *frames;
    size_t length;
    wijk_dossier_frames(desk->dossier, &frames, &length);
    enum drawer_answer answer = length > 0 ? drawer_add(&desk->drawer, 'F', frames, length) : DRAWER_DONE;
    if (answer == DRAWER_DONE)
        wijk_dossier_mark_saved(desk->dossier);
    return answer;
}

/* ---- a desk ---- */

void desk_open(struct desk *desk, const char *path, const wijk_id *household, const wijk_id *worker) {
    memset(desk, 0, sizeof *desk);
    desk->worker = *worker;
    if (!drawer_open(&desk->drawer, path) || wijk_context_new(NULL, NULL, &desk->context) != WIJK_OK ||
        wijk_error_new(desk->context, &desk->error) != WIJK_OK) {
        fprintf(stderr, "%s cannot be opened\n", path);
        exit(1);
    }
    must(desk, wijk_policy_load_default(desk->context, &desk->policy, desk->error));
    must(desk, wijk_findings_new(desk->context, &desk->findings, desk->error));
    for (size_t i = 0; i < BATCH_MOST; i++)
        must(desk, wijk_act_new(desk->context, &desk->acts[i], desk->error));
    load(desk, household);
}

void desk_close(struct desk *desk) {
    for (size_t i = 0; i < BATCH_MOST; i++)
        wijk_act_destroy(desk->acts[i]);
    wijk_findings_destroy(desk->findings);
    wijk_dossier_destroy(desk->dossier);
    wijk_policy_unref(desk->policy);
    wijk_error_destroy(desk->error);
    wijk_context_unref(desk->context);
    drawer_close(&desk->drawer);
}

/* ---- acts in ---- */

wijk_act *desk_form(struct desk *desk) { return desk->count < BATCH_MOST ? desk->acts[desk->count] : NULL; }

void desk_add(struct desk *desk, wijk_status filled) {
    must(desk, filled);
    must(desk, wijk_act_set_actor(desk->acts[desk->count], &desk->worker, NULL, "team-worker", WIJK_NUL_TERMINATED,
                                  desk->error));
    desk->count++;
}

/* Somebody else wrote to the drawer since: what we made of it is thrown away and made anew, and the acts are submitted
 * again. They are judged by what is known now, so the answer may be another. */
static wijk_status submit_and_save(struct desk *desk) {
    const wijk_id household = *wijk_dossier_id(desk->dossier);
    for (int attempt = 0; attempt < 3; attempt++) {
        const wijk_act *const *acts = (const wijk_act *const *)desk->acts;
        wijk_status status = wijk_dossier_submit_all(desk->dossier, acts, desk->count, desk->findings, desk->error);
        must(desk, status);
        enum drawer_answer answer = save(desk);
        if (answer == DRAWER_DONE)
            return status;
        wijk_dossier_destroy(desk->dossier);
        load(desk, &household);
        if (answer == DRAWER_FAILED)
            break;
        puts("  (the drawer was changed by somebody else; read again)");
    }
    fputs("the drawer does not take it\n", stderr);
    exit(1);
}

wijk_status desk_send(struct desk *desk, const char *what) {
    wijk_status status = submit_and_save(desk);
    desk->count = 0;
    printf("%s: %s\n", what, status == WIJK_REFUSED ? "refused" : status == WIJK_DUPLICATE ? "known" : "taken, saved");
    if (status == WIJK_REFUSED) {
        show_findings(desk->findings, WIJK_ENGLISH);
        show_findings(desk->findings, WIJK_DUTCH);
    }
    return status;
}

/* ---- findings back ---- */

void show_missing(const wijk_findings *findings, uint32_t index, wijk_language language) {
    const char *by = language == WIJK_DUTCH ? "te verhelpen met" : "mended by";
    for (uint32_t j = 0; j < wijk_findings_missing_count(findings, index); j++) {
        const wijk_id *who = wijk_findings_missing_subject(findings, index, j);
        wijk_act_type mend = wijk_findings_missing_mend(findings, index, j);
        printf("  - %s", wijk_catalog_term(WIJK_CATALOG_FACTS, wijk_findings_missing(findings, index, j), language));
        if (who != NULL)
            printf(": %s", name_of(who));
        if (mend != 0)
            printf(" (%s: %s)", by, wijk_catalog_term(WIJK_CATALOG_ACTS, mend, language));
        putchar('\n');
    }
}

void show_findings(const wijk_findings *findings, wijk_language language) {
    const char *by = language == WIJK_DUTCH ? "te verhelpen met" : "mended by";
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++) {
        printf("  %s %s\n", wijk_findings_name(findings, i), wijk_findings_text(findings, i, language));
        if (wijk_findings_mend(findings, i) != 0)
            printf("    %s: %s\n", by, wijk_catalog_term(WIJK_CATALOG_ACTS, wijk_findings_mend(findings, i), language));
        show_missing(findings, i, language);
    }
}
