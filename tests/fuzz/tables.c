/* Hostile texts in every field that takes a text, written as CSV and as JSON Lines and read again. The input is the
 * texts, with a zero byte after each; a text that is no UTF-8 must be refused. */
#include "fuzz.h"

enum { ROUNDS = 2 };

struct texts {
    const char *at, *end;
};

static struct wijk__text next_text(struct texts *texts) {
    if (texts->at == texts->end)
        return (struct wijk__text){"=", 1};
    const char *start = texts->at, *stop = memchr(start, 0, (size_t)(texts->end - start));
    texts->at = stop == NULL ? texts->end : stop + 1;
    return (struct wijk__text){start, (size_t)((stop == NULL ? texts->end : stop) - start)};
}

/* Set a text; answers the status, which must tell whether it is UTF-8. An empty one leaves the field as it was not. */
static void set_text(wijk_act *act, wijk_field field, struct texts *texts) {
    struct wijk__text text = next_text(texts);
    wijk_status status = text.length == 0 ? wijk_act_set_text(act, field, " ", 1, NULL)
                                          : wijk_act_set_text(act, field, text.data, text.length, NULL);
    HOLDS((status == WIJK_OK) == (text.length == 0 || wijk__utf8_valid(text.data, text.length)));
    HOLDS(ONE_OF(status, WIJK_OK, WIJK_E_UTF8));
}

static void submit(struct run *run, wijk_dossier *dossier, wijk_act *act, struct world *world, uint32_t place,
                   struct texts *texts) {
    struct drawn drawn;
    draw_plain(world, place, true, 0, &drawn);
    if (!build_act(act, &drawn.act))
        return;
    for (uint32_t i = 0; i < drawn.act.def->field_count; i++)
        if (drawn.act.def->fields[i].type == WIJK__TEXT && drawn.act.def->fields[i].derived == WIJK__GIVEN)
            set_text(act, (wijk_field)i + 1, texts);
    struct wijk__text reason = next_text(texts);
    wijk_act_set_reason(act, reason.data, reason.length, NULL);
    wijk_status status = fuzz_said(wijk_dossier_submit(dossier, act, run->findings, run->error), run->error);
    bool is_read = drawn.act.type == WIJK_ACT_MEASURE_TAKE; /* its answers are read, and most are none */
    HOLDS(is_read || ONE_OF(status, WIJK_OK, WIJK_REFUSED));
    if (status == WIJK_OK)
        world_take(world, &drawn.act);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct world world;
    struct run run;
    struct texts texts = {(const char *)data, (const char *)data + size};
    wijk_dossier *dossier;
    wijk_act *act;
    wijk_policy *policy = fuzz_policy(1);
    const wijk_id id = fuzz_id(100, 1);
    run_start(&run, NULL);
    world_start(&world, policy);
    HOLDS(wijk_dossier_new(run.context, policy, &id, &dossier, run.error) == WIJK_OK);
    HOLDS(wijk_act_new(run.context, &act, NULL) == WIJK_OK);
    for (uint32_t round = 0; round < ROUNDS; round++)
        for (uint32_t place = 0; place < wijk__act_count; place++)
            if (wijk__acts[place].words.number != WIJK_ACT_DOSSIER_CLOSE || round + 1 == ROUNDS)
                submit(&run, dossier, act, &world, place, &texts);
    examine_tables(&run, dossier, WIJK_DATE_NONE, WIJK_TIME_NONE, false);
    wijk_act_destroy(act);
    wijk_dossier_destroy(dossier);
    run_end(&run);
    return 0;
}
