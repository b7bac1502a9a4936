/* Conditions of a policy in words, for people to read: each fact on a line of its own, groups as lists within lists. */
#include "exchange/draw.h"

/* ---- writing ---- */

void wijk__ink_text(struct wijk__ink *ink, const char *text) {
    if (ink->status == WIJK_OK)
        ink->status = wijk__buffer_append_text(ink->out, text);
}

void wijk__ink_number(struct wijk__ink *ink, int64_t number) {
    char digits[24], *at = &digits[sizeof digits - 1];
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    *at = 0;
    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (number < 0)
        *--at = '-';
    wijk__ink_text(ink, at);
}

const char *wijk__ink_word(const struct wijk__ink *ink, const char *english, const char *dutch) {
    return ink->language == WIJK_DUTCH ? dutch : english;
}

/* How many bytes at the start of a text XML cannot hold; 0 when it can hold the first character. */
static size_t unfit(const char *text, size_t left) {
    unsigned char c = (unsigned char)text[0];
    if (c < 0x20 || c == 0x7F)
        return 1;
    return left >= 3 && c == 0xEF && (unsigned char)text[1] == 0xBF && (unsigned char)text[2] >= 0xBE ? 3 : 0;
}

void wijk__ink_foreign(struct wijk__ink *ink, const char *text, size_t length) {
    size_t from = 0;
    for (size_t i = 0; i < length && ink->status == WIJK_OK;) {
        size_t bytes = unfit(text + i, length - i);
        if (bytes == 0) {
            i++;
            continue;
        }
        ink->status = wijk__buffer_append(ink->out, text + from, i - from);
        wijk__ink_text(ink, " ");
        from = i += bytes;
    }
    if (ink->status == WIJK_OK)
        ink->status = wijk__buffer_append(ink->out, text + from, length - from);
}

static void put_count(struct wijk__ink *ink, int64_t count, const char *one_en, const char *more_en, const char *one_nl,
                      const char *more_nl) {
    wijk__ink_number(ink, count);
    wijk__ink_text(ink, " ");
    wijk__ink_text(ink, wijk__ink_word(ink, count == 1 ? one_en : more_en, count == 1 ? one_nl : more_nl));
}

void wijk__ink_term(struct wijk__ink *ink, const struct wijk__term *term) {
    static const struct {
        wijk_term_unit unit;
        const char *one_en, *more_en, *one_nl, *more_nl;
    } units[] = {
        {WIJK_TERM_DAYS, "day", "days", "dag", "dagen"},
        {WIJK_TERM_WEEKS, "week", "weeks", "week", "weken"},
        {WIJK_TERM_MONTHS, "month", "months", "maand", "maanden"},
        {WIJK_TERM_YEARS, "year", "years", "jaar", "jaar"},
        {WIJK_TERM_WORKING_DAYS, "working day", "working days", "werkdag", "werkdagen"},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].unit == term->unit)
            put_count(ink, term->count, units[i].one_en, units[i].more_en, units[i].one_nl, units[i].more_nl);
}

/* ---- facts ---- */

static void put_bounds(struct wijk__ink *ink, const struct wijk__condition *atom) {
    bool least = atom->at_least != INT32_MIN, most = atom->at_most != INT32_MAX;
    if (least && most)
        wijk__ink_text(ink, wijk__ink_word(ink, "from ", "van "));
    else if (least)
        wijk__ink_text(ink, wijk__ink_word(ink, "at least ", "minstens "));
    if (least)
        wijk__ink_number(ink, atom->at_least);
    if (most)
        wijk__ink_text(ink, least ? wijk__ink_word(ink, " to ", " tot en met ")
                                  : wijk__ink_word(ink, "at most ", "hoogstens "));
    if (most)
        wijk__ink_number(ink, atom->at_most);
}

static void put_age(struct wijk__ink *ink, int32_t days) {
    if (days == 0) {
        wijk__ink_text(ink, wijk__ink_word(ink, "on the day itself", "op de dag zelf"));
        return;
    }
    wijk__ink_text(ink, wijk__ink_word(ink, "at most ", "hoogstens "));
    put_count(ink, days, "day ago", "days ago", "dag geleden", "dagen geleden");
}

/* What a fact is about in the words of the policy, how much it is, how long ago. */
static void put_atom(struct wijk__ink *ink, const wijk_policy *policy, const struct wijk__condition *atom) {
    const struct wijk__fact_def *fact = wijk__fact_def(atom->fact);
    bool bounds = atom->at_least != INT32_MIN || atom->at_most != INT32_MAX, age = atom->within_days >= 0;
    wijk__ink_text(ink, wijk__ink_word(ink, fact->met_en, fact->met_nl));
    if (atom->key.data) {
        const char *word = wijk_policy_term(policy, fact->list, atom->key.data, atom->key.length, ink->language);
        wijk__ink_text(ink, ": ");
        if (word)
            wijk__ink_foreign(ink, word, strlen(word));
    }
    if (!bounds && !age)
        return;
    wijk__ink_text(ink, " (");
    if (bounds)
        put_bounds(ink, atom);
    if (bounds && age)
        wijk__ink_text(ink, ", ");
    if (age)
        put_age(ink, atom->within_days);
    wijk__ink_text(ink, ")");
}

/* ---- groups ---- */

struct phrase { /* a condition within others */
    const struct wijk__condition *list;
    uint32_t place, depth;
    bool denied, in_all; /* a `not` stands before it; it stands in a list of which all must hold */
};

static void put_indent(struct wijk__ink *ink, uint32_t depth) {
    while (depth-- > 0)
        wijk__ink_text(ink, "\t");
}

static void put_heading(struct wijk__ink *ink, enum wijk__condition_kind kind, bool denied) {
    const char *all = denied ? wijk__ink_word(ink, "not all of these:", "niet al deze:")
                             : wijk__ink_word(ink, "all of these:", "al deze:");
    const char *any = denied ? wijk__ink_word(ink, "none of these:", "geen van deze:")
                             : wijk__ink_word(ink, "one of these:", "een van deze:");
    wijk__ink_text(ink, kind == WIJK__ALL ? all : any);
    wijk__ink_text(ink, "\n");
}

/* Never deeper than a pack lets conditions be. */
static void put_phrase(struct wijk__ink *ink, const wijk_policy *policy, struct phrase said) {
    const struct wijk__condition *node = &said.list[said.place];
    if (node->kind == WIJK__NOT) {
        put_phrase(ink, policy, (struct phrase){said.list, said.place + 1, said.depth, !said.denied, said.in_all});
        return;
    }
    if (node->kind == WIJK__ATOM) {
        put_indent(ink, said.depth);
        if (said.denied)
            wijk__ink_text(ink, wijk__ink_word(ink, "not: ", "niet: "));
        put_atom(ink, policy, node);
        wijk__ink_text(ink, "\n");
        return;
    }
    bool beside = node->kind == WIJK__ALL && said.in_all && !said.denied; /* no list of its own is needed */
    if (!beside) {
        put_indent(ink, said.depth);
        put_heading(ink, node->kind, said.denied);
    }
    bool all = node->kind == WIJK__ALL && !said.denied;
    for (uint32_t child = said.place + 1; child < node->next; child = said.list[child].next)
        put_phrase(ink, policy, (struct phrase){said.list, child, said.depth + !beside, false, all});
}

void wijk__ink_conditions(struct wijk__ink *ink, const wijk_policy *policy, struct wijk__conditions conditions) {
    if (conditions.count > 0)
        put_phrase(ink, policy, (struct phrase){conditions.list, 0, 0, false, true});
}
