/* Lines of one moment: acts that are exchanged and not copied. */
#include "moment.h"
#include "cli.h"

#include <stdlib.h>
#include <string.h>

bool moment_takes(const struct moment *moment, const wijk_act *act, const wijk_id *dossier) {
    return moment->count == 0 ||
           (moment->count < MOMENT_MOST && memcmp(&moment->dossier, dossier, sizeof *dossier) == 0 &&
            wijk_act_get_recorded(moment->lines[0].act) == wijk_act_get_recorded(act));
}

static wijk_status grow(struct moment *moment, wijk_context *context, wijk_error *error) {
    moment->lines = cli_reallocate(moment->lines, (moment->capacity + 1) * sizeof *moment->lines);
    wijk_status status = wijk_act_new(context, &moment->lines[moment->capacity].act, error);
    moment->capacity += status == WIJK_OK;
    return status;
}

wijk_status moment_add(struct moment *moment, wijk_context *context, wijk_act **act, const wijk_id *dossier,
                       uint64_t number, bool placed, wijk_error *error) {
    if (moment->count == moment->capacity) {
        wijk_status status = grow(moment, context, error);
        if (status != WIJK_OK)
            return status;
    }
    struct moment_line *line = &moment->lines[moment->count++];
    wijk_act *empty = line->act;
    wijk_act_type type = wijk_act_get_type(*act);
    *line = (struct moment_line){*act, number, placed};
    *act = empty;
    moment->dossier = *dossier;
    moment->mends |= type == WIJK_ACT_ACT_WITHDRAW || type == WIJK_ACT_ACT_CORRECT;
    return WIJK_OK;
}

void moment_clear(struct moment *moment) {
    moment->count = 0;
    moment->mends = false;
}

void moment_end(struct moment *moment) {
    for (size_t i = 0; i < moment->capacity; i++)
        wijk_act_destroy(moment->lines[i].act);
    free(moment->lines);
}
