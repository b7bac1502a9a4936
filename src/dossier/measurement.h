/* The two texts of a measurement, which are read word by word: answers as the host gives them, and scores as the rules
 * had them on the day of submitting, so that replay needs no rules. */
#ifndef WIJK_DOSSIER_MEASUREMENT_H
#define WIJK_DOSSIER_MEASUREMENT_H

#include "dossier/fold.h"

struct wijk__answer { /* finances=2 */
    struct wijk__text item;
    int64_t answer;
};
struct wijk__score_word { /* total=17000/4:high */
    struct wijk__text scale, band; /* data NULL: none */
    int64_t score, valid;          /* WIJK__NO_SCORE when there is none */
};
/* The next word, taken from the front of `rest`; false at the end, or where no such word stands, with `rest` at that
 * place. */
bool wijk__next_answer(struct wijk__text *rest, struct wijk__answer *out);
bool wijk__next_score(struct wijk__text *rest, struct wijk__score_word *out);
/* Score the answers to an instrument into an empty `out`. E_SYNTAX, E_MISSING for none at all, E_UNKNOWN for another
 * item, E_DUPLICATE, E_RANGE; MEMORY. */
wijk_status wijk__score_answers(const struct wijk__instrument *instrument, struct wijk__text answers,
                                wijk_context *context, struct wijk__bytes *out);

#endif
