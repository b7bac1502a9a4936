/* The lines of a case, one after the other. */
#include "cases.h"

enum { BATCH_MOST = 64, DEPTH_MOST = 8 };

/* ---- the dossier and its frames ---- */

void keep_frames(struct world *world) {
    const void *bytes;
    size_t length;
    wijk_dossier_frames(world->dossier, &bytes, &length);
    text_bytes(&world->kept, bytes, length);
    wijk_dossier_mark_saved(world->dossier);
}

wijk_status reload(struct world *world) {
    wijk_dossier *made;
    keep_frames(world);
    wijk_id id = *wijk_dossier_id(world->dossier);
    wijk_status status =
        world->kept.size == 0
            ? wijk_dossier_new(world->context, world->policy, &id, &made, world->error)
            : wijk_dossier_load(world->context, world->policy, world->kept.data, world->kept.size,
                                WIJK_LOAD_VERIFY_CHAIN, &made, world->error);
    if (status == WIJK_OK) {
        wijk_dossier_destroy(world->dossier);
        world->dossier = made;
    }
    return status;
}

static wijk_status load_pack(struct world *world, const char *name, wijk_policy **policy) {
    struct text path = {0}, json = {0};
    char chunk[4096];
    size_t got;
    if (strcmp(name, "default") == 0)
        return wijk_policy_load_default(world->context, policy, world->error);
    text_put(&path, "%s/%s", world->folder, name);
    FILE *file = fopen(text_of(&path), "rb");
    while (file != NULL && (got = fread(chunk, 1, sizeof chunk, file)) > 0)
        text_bytes(&json, chunk, got);
    wijk_status status = WIJK_E_NOT_FOUND;
    if (file != NULL) {
        fclose(file);
        status = wijk_policy_load(world->context, text_of(&json), json.size, policy, world->error);
    }
    text_free(&path);
    text_free(&json);
    return status;
}

bool use_pack(struct world *world, const char *name) {
    for (size_t i = 0; i < world->pack_count; i++)
        if (strcmp(world->packs[i].name, name) == 0) {
            world->policy = world->packs[i].policy;
            return true;
        }
    wijk_policy *policy;
    if (load_pack(world, name, &policy) != WIJK_OK)
        return false;
    world->packs = realloc(world->packs, (world->pack_count + 1) * sizeof *world->packs);
    world->packs[world->pack_count++] = (struct pack){copy_of(name), policy};
    world->policy = policy;
    return true;
}

/* ---- submitting ---- */

/* What is not taken leaves no trace at all. */
static void must_be_unchanged(struct world *world, const struct line *line, const struct mark *before) {
    struct mark after;
    mark_take(world->dossier, &after);
    if (!mark_same(before, &after))
        fail(world, line, "the act was not taken, and yet the dossier changed");
    mark_free(&after);
}

static void reload_before(struct world *world, const struct line *line) {
    if (world->every_time && !world->frame_open && reload(world) != WIJK_OK)
        fail(world, line, "the dossier cannot be made from its frames: %s (offset %lld)",
             wijk_status_name(wijk_error_code(world->error)), (long long)wijk_error_offset(world->error));
}

static void took(struct world *world, const wijk_act *act) {
    if (wijk_act_get_recorded(act) > world->last_recorded)
        world->last_recorded = wijk_act_get_recorded(act);
    see_act(world, act);
}

static void submit(struct world *world, const struct line *line, const struct words *words) {
    struct text got = {0};
    struct mark before;
    reload_before(world, line);
    wijk_findings_clear(world->findings);
    wijk_status status = build_act(world, line, words, world->act);
    if (failed(world))
        return;
    mark_take(world->dossier, &before);
    if (status == WIJK_OK)
        status = wijk_dossier_submit(world->dossier, world->act, world->findings, world->error);
    tell_findings(world, status, false, &got);
    expect(world, line, words, "ok", &got);
    if (!failed(world)) {
        see_findings(world);
        if (status == WIJK_OK)
            took(world, world->act);
        else
            must_be_unchanged(world, line, &before);
    }
    mark_free(&before);
    text_free(&got);
}

struct batch {
    wijk_act *acts[BATCH_MOST];
    size_t count;
    wijk_status status; /* of building them */
};

/* The acts up to the closing brace, whose line is answered in `end`. */
static void read_batch(struct world *world, const struct line *line, struct batch *batch, struct words *words,
                       const struct line **end) {
    wijk_time recorded = world->last_recorded;
    *end = line;
    for (; world->next < world->line_count && !failed(world); world->next++) {
        *end = &world->lines[world->next];
        if (!words_cut(words, (*end)->text) || word_is(words, 0, "}"))
            break;
        if (words->count == 0)
            continue;
        if (batch->count == BATCH_MOST || word_place(words, "=>") < words->count ||
            wijk_act_new(world->context, &batch->acts[batch->count++], NULL) != WIJK_OK) {
            fail(world, *end, "within braces stand up to %d acts, without what is expected of each", BATCH_MOST);
        } else if (batch->status == WIJK_OK) {
            const wijk_act *act = batch->acts[batch->count - 1];
            batch->status = build_act(world, *end, words, batch->acts[batch->count - 1]);
            if (batch->status == WIJK_OK && wijk_act_get_recorded(act) > world->last_recorded)
                world->last_recorded = wijk_act_get_recorded(act);
        }
    }
    world->last_recorded = recorded;
    if (!word_is(words, 0, "}"))
        fail(world, line, "the brace is not closed");
    world->next++;
}

static void submit_batch(struct world *world, const struct line *line) {
    struct batch batch = {.count = 0, .status = WIJK_OK};
    static struct words words;
    const struct line *end;
    struct text got = {0};
    struct mark before;
    reload_before(world, line);
    read_batch(world, line, &batch, &words, &end);
    mark_take(world->dossier, &before);
    if (!failed(world)) {
        wijk_findings_clear(world->findings);
        wijk_status status = batch.status;
        if (status == WIJK_OK)
            status = wijk_dossier_submit_all(world->dossier, (const wijk_act *const *)batch.acts, batch.count,
                                             world->findings, world->error);
        tell_findings(world, status, true, &got);
        expect(world, end, &words, "ok", &got);
        if (!failed(world))
            see_findings(world);
        if (!failed(world) && status != WIJK_OK)
            must_be_unchanged(world, end, &before);
        for (size_t i = 0; i < batch.count && status == WIJK_OK; i++)
            took(world, batch.acts[i]);
    }
    for (size_t i = 0; i < batch.count; i++)
        wijk_act_destroy(batch.acts[i]);
    mark_free(&before);
    text_free(&got);
}

/* ---- other lines ---- */

static void do_given(struct world *world, const struct line *line, const struct words *words) {
    struct text name = {0};
    for (size_t i = 1; i < words->count; i++)
        text_put(&name, "%s%s", i > 1 ? " " : "", words->list[i]);
    const struct part *setup = NULL;
    for (size_t i = 0; i < world->setup_count; i++)
        if (strcmp(world->setups[i].name, text_of(&name)) == 0)
            setup = &world->setups[i];
    size_t next = world->next;
    if (setup == NULL || world->depth == DEPTH_MOST)
        fail(world, line, setup == NULL ? "there is no setup: %s" : "too many setups in setups: %s", text_of(&name));
    else {
        world->depth++;
        perform_lines(world, setup->first, setup->end);
        world->depth--;
    }
    world->next = next;
    text_free(&name);
}

static void do_policy(struct world *world, const struct line *line, const struct words *words) {
    wijk_policy *before = world->policy;
    if (words->count < 2 || !use_pack(world, words->list[1]))
        fail(world, line, "the policy cannot be read: %s %s", wijk_status_name(wijk_error_code(world->error)),
             wijk_error_path(world->error));
    else if (reload(world) != WIJK_OK)
        fail(world, line, "the dossier cannot be made from its frames: %s",
             wijk_status_name(wijk_error_code(world->error)));
    world->policy_changed |= world->policy != before && wijk_dossier_acts(world->dossier) > 0;
}

static void do_reload(struct world *world, const struct line *line, const struct words *words) {
    (void)words;
    if (reload(world) != WIJK_OK)
        fail(world, line, "the dossier cannot be made from its frames: %s",
             wijk_status_name(wijk_error_code(world->error)));
}

static void do_frame(struct world *world, const struct line *line, const struct words *words) {
    wijk_status status = WIJK_OK;
    if (word_is(words, 0, "begin")) {
        reload_before(world, line);
        status = wijk_dossier_begin(world->dossier, world->error);
    } else if (word_is(words, 0, "commit")) {
        status = wijk_dossier_commit(world->dossier, world->error);
    } else {
        wijk_dossier_rollback(world->dossier);
    }
    if (status != WIJK_OK)
        fail(world, line, "%s: %s", words->list[0], wijk_status_name(status));
    world->frame_open = word_is(words, 0, "begin");
    if (world->frame_open)
        world->recorded_before = world->last_recorded;
    else if (word_is(words, 0, "rollback"))
        world->last_recorded = world->recorded_before;
}

static void do_batch(struct world *world, const struct line *line, const struct words *words) {
    (void)words;
    submit_batch(world, line);
}

static void do_skip(struct world *world, const struct line *line, const struct words *words) {
    if (words->count != 2)
        fail(world, line, "skip \"REASON\"");
    world->skipped = true;
}

static const struct kind {
    const char *word;
    void (*perform)(struct world *world, const struct line *line, const struct words *words);
} kinds[] = {
    {"given", do_given}, {"policy", do_policy}, {"reload", do_reload}, {"begin", do_frame},
    {"commit", do_frame}, {"rollback", do_frame}, {"{", do_batch}, {"table", ask_table},
    {"step", ask_step}, {"check", ask_check}, {"plan", ask_plan}, {"coordinator", ask_coordinator},
    {"tier", ask_tier}, {"unheard", ask_unheard}, {"skip", do_skip}, {"agenda", ask_agenda},
    {"changes", ask_changes}, {"undo", ask_undo}, {"lint", ask_lint},
    {"flow", ask_flow}, {"returns", ask_returns},
};

void perform(struct world *world, const struct line *line) {
    struct words *words = malloc(sizeof *words);
    if (words == NULL || !words_cut(words, line->text)) {
        fail(world, line, "a quote is not closed, or the line is too long");
    } else if (words->count > 0 && words->list[0][0] >= '0' && words->list[0][0] <= '9') {
        submit(world, line, words);
    } else if (words->count > 0) {
        size_t kind = 0;
        while (kind < sizeof kinds / sizeof *kinds && !word_is(words, 0, kinds[kind].word))
            kind++;
        if (kind < sizeof kinds / sizeof *kinds)
            kinds[kind].perform(world, line, words);
        else
            fail(world, line, "%s: no line begins so", words->list[0]);
    }
    free(words);
}

void perform_lines(struct world *world, size_t first, size_t end) {
    world->next = first;
    while (world->next < end && !failed(world) && !world->skipped) {
        const struct line *line = &world->lines[world->next++];
        perform(world, line);
    }
}
