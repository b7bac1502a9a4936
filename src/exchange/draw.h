/* What the drawing of ladders is made of: a writer that remembers its first failure, and conditions in words. */
#ifndef WIJK_EXCHANGE_DRAW_H
#define WIJK_EXCHANGE_DRAW_H

#include "exchange/exchange.h"
#include "policy/policy.h"

/* Text that is being written. The first failure stays; what comes after it does nothing. */
struct wijk__ink {
    wijk_buffer *out;
    wijk_status status;
    wijk_language language;
};
void wijk__ink_text(struct wijk__ink *ink, const char *text);
void wijk__ink_number(struct wijk__ink *ink, int64_t number);
const char *wijk__ink_word(const struct wijk__ink *ink, const char *english, const char *dutch);
/* A policy's text as it stands, with spaces for control characters and for what XML cannot hold. */
void wijk__ink_foreign(struct wijk__ink *ink, const char *text, size_t length);

/* A condition in words: lines that end in a line feed and begin with a tab for each group that they stand in. */
void wijk__ink_conditions(struct wijk__ink *ink, const wijk_policy *policy, struct wijk__conditions conditions);
/* How long something is, such as "26 weeks". */
void wijk__ink_term(struct wijk__ink *ink, const struct wijk__term *term);

#endif
