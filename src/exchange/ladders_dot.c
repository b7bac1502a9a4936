/* The ladders of a policy as a drawing for Graphviz: each a cluster, its tiers from light at the bottom to heavy at the
 * top, with who carries what. Between neighbours run four lanes: steps up, steps down, suggestions up and down. What a
 * step asks stands below the ladder, under a letter, because many steps ask the same. */
#include "exchange/draw.h"

enum {
    LANES = 4,
    LANE_WIDTH = 72,  /* points */
    TITLE_WIDTH = 38, /* characters */
    LINE_WIDTH = 62,
    DEEP = 32         /* groups in groups, at most */
};

/* Everything that one ladder is drawn with. */
struct drawing {
    struct wijk__ink ink;
    const wijk_policy *policy;
    const struct wijk__ladder *ladder;
    uint32_t number;                /* of the ladder */
    struct wijk__conditions *asked; /* conditions, each once; its letter is its place */
    uint32_t asked_count;
    wijk_buffer *words; /* a condition on its way */
};

static void put(struct drawing *d, const char *text) { wijk__ink_text(&d->ink, text); }
static void put_number(struct drawing *d, int64_t number) { wijk__ink_number(&d->ink, number); }
static const char *in(const struct drawing *d, const char *english, const char *dutch) {
    return wijk__ink_word(&d->ink, english, dutch);
}

/* ---- text of the policy ---- */

/* As HTML-like labels and quoted strings want it: both know entities, and only the second backslashes. */
static void put_escaped(struct drawing *d, const char *text, size_t length) {
    static const struct {
        char character;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\\', "&#92;"}};
    size_t from = 0;
    for (size_t i = 0; i < length && d->ink.status == WIJK_OK; i++)
        for (size_t j = 0; j < sizeof entities / sizeof *entities; j++)
            if (text[i] == entities[j].character) {
                wijk__ink_foreign(&d->ink, text + from, i - from);
                put(d, entities[j].entity);
                from = i + 1;
            }
    wijk__ink_foreign(&d->ink, text + from, length - from);
}

/* In lines of about so many characters, broken at spaces, aligned to the left; `first` stands before the first line,
 * `more` before the others. */
static void put_wrapped(struct drawing *d, const char *text, size_t length, size_t width, const char *first,
                        const char *more) {
    const char *before = first;
    while (length > 0) {
        size_t end = 0, seen = 0, space = 0;
        while (end < length && (seen <= width || space == 0)) {
            if (text[end] == ' ')
                space = end;
            seen += ((unsigned char)text[end++] & 0xC0) != 0x80;
        }
        size_t stop = end < length ? space : end;
        put(d, before);
        before = more;
        put_escaped(d, text, stop);
        put(d, "<br align=\"left\"/>");
        stop += stop < length; /* the space itself */
        text += stop;
        length -= stop;
    }
}

static const char *word_of(const struct drawing *d, wijk_policy_list list, struct wijk__text key) {
    const char *word = wijk_policy_term(d->policy, list, key.data, key.length, d->ink.language);
    return word ? word : "";
}

/* ---- letters for conditions ---- */

static bool same_condition(const struct wijk__condition *a, const struct wijk__condition *b) {
    return a->kind == b->kind && a->next == b->next && a->fact == b->fact && a->within_days == b->within_days &&
           a->at_least == b->at_least && a->at_most == b->at_most &&
           wijk__text_equal(a->key.data, a->key.length, b->key.data, b->key.length);
}

static bool same_conditions(struct wijk__conditions a, struct wijk__conditions b) {
    bool same = a.count == b.count;
    for (uint32_t i = 0; same && i < a.count; i++)
        same = same_condition(&a.list[i], &b.list[i]);
    return same;
}

static void put_letter(struct drawing *d, uint32_t place) {
    char letters[8];
    size_t at = sizeof letters - 1;
    letters[at] = 0;
    for (place++; place > 0; place = (place - 1) / 26)
        letters[--at] = (char)('A' + (place - 1) % 26);
    put(d, &letters[at]);
}

/* The place of a condition among those that are asked, to which it is added when it is new. */
static uint32_t ask(struct drawing *d, struct wijk__conditions conditions) {
    uint32_t place = 0;
    while (place < d->asked_count && !same_conditions(d->asked[place], conditions))
        place++;
    if (place == d->asked_count)
        d->asked[d->asked_count++] = conditions;
    return place;
}

/* A condition in words, as text in `words`. */
static void say(struct drawing *d, struct wijk__conditions conditions) {
    struct wijk__ink ink = {d->words, d->ink.status, d->ink.language};
    wijk_buffer_clear(d->words);
    wijk__ink_conditions(&ink, d->policy, conditions);
    d->ink.status = ink.status;
}

/* ---- tiers ---- */

static void put_node(struct drawing *d, uint32_t tier) {
    put(d, "l");
    put_number(d, d->number);
    put(d, "t");
    put_number(d, tier);
}

/* From pale green to pale orange: how heavy a tier is on its ladder. */
static void put_shade(struct drawing *d, uint32_t tier) {
    static const int32_t light[] = {0xE8, 0xF4, 0xEF}, heavy[] = {0xF8, 0xDB, 0xC6};
    static const char digits[] = "0123456789abcdef";
    int32_t last = d->ladder->tier_count > 1 ? (int32_t)d->ladder->tier_count - 1 : 1;
    char shade[] = "#000000";
    for (size_t i = 0; i < 3; i++) {
        int32_t part = light[i] + (heavy[i] - light[i]) * (int32_t)tier / last;
        shade[1 + 2 * i] = digits[part >> 4 & 15];
        shade[2 + 2 * i] = digits[part & 15];
    }
    put(d, shade);
}

static void put_lanes(struct drawing *d, char side) {
    put(d, "<tr>");
    for (int lane = 0; lane < LANES; lane++) {
        put(d, "<td port=\"");
        put(d, (char[]){side, (char)('0' + lane), 0});
        put(d, "\" width=\"");
        put_number(d, LANE_WIDTH);
        put(d, "\" height=\"1\" fixedsize=\"true\"></td>");
    }
    put(d, "</tr>");
}

static void put_small(struct drawing *d, const char *what, const char *whom) {
    put(d, "<font point-size=\"9.5\" color=\"#4b5563\">");
    put(d, what);
    put_escaped(d, whom, strlen(whom));
    put(d, "<br align=\"left\"/></font>");
}

static void put_carriers(struct drawing *d, const struct wijk__tier *tier) {
    static const struct {
        const char *english, *dutch;
    } words[WIJK__RESPONSIBILITIES] = {
        [WIJK__CASE] = {"case coordination: ", "casusregie: "},
        [WIJK__PROCESS] = {"process coordination: ", "procesregie: "},
        [WIJK__OPERATIONAL] = {"operational: ", "operationeel: "},
        [WIJK__ADMINISTRATIVE] = {"administrative: ", "bestuurlijk: "},
    };
    for (size_t i = 0; i < WIJK__RESPONSIBILITIES; i++)
        if (tier->responsible[i].data)
            put_small(d, in(d, words[i].english, words[i].dutch), word_of(d, WIJK_LIST_ROLES, tier->responsible[i]));
}

static void put_tier(struct drawing *d, uint32_t place) {
    const struct wijk__tier *tier = &d->ladder->tiers[place];
    const char *word = word_of(d, WIJK_LIST_TIERS, tier->key);
    put(d, "    ");
    put_node(d, place);
    put(d, " [label=<<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"0\" style=\"rounded\" "
           "color=\"#6b7280\" bgcolor=\"");
    put_shade(d, place);
    put(d, "\">");
    put_lanes(d, 't');
    put(d, "<tr><td colspan=\"4\" align=\"left\" balign=\"left\" cellpadding=\"7\"><font point-size=\"12\"><b>");
    put_wrapped(d, word, strlen(word), TITLE_WIDTH, "", "");
    put(d, "</b></font>");
    if (tier->entry)
        put(d, in(d, "<font point-size=\"9.5\" color=\"#166534\">&#9654; may begin here<br align=\"left\"/></font>",
                  "<font point-size=\"9.5\" color=\"#166534\">&#9654; instap<br align=\"left\"/></font>"));
    put_carriers(d, tier);
    if (tier->intended.count > 0) {
        put(d, "<font point-size=\"9.5\" color=\"#4b5563\">");
        put(d, in(d, "meant to last ", "bedoeld voor "));
        wijk__ink_term(&d->ink, &tier->intended);
        put(d, "<br align=\"left\"/></font>");
    }
    put(d, "</td></tr>");
    put_lanes(d, 'b');
    put(d, "</table>>];\n");
}

/* ---- steps and suggestions ---- */

struct line { /* from tier to tier */
    uint32_t from, to, first_lane;
    const char *look, *color;
};

/* One end. Neighbours are joined by a lane, others past the side. */
static void put_end(struct drawing *d, uint32_t tier, char side, const struct line *line, bool up, bool near) {
    put_node(d, tier);
    if (near) {
        put(d, (char[]){':', side, (char)('0' + line->first_lane + !up), ':', side == 't' ? 'n' : 's', 0});
    } else {
        put(d, line->first_lane == 0 ? ":w" : ":e");
    }
}

static void put_tooltip(struct drawing *d, const struct line *line) {
    const char *from = word_of(d, WIJK_LIST_TIERS, d->ladder->tiers[line->from].key);
    const char *to = word_of(d, WIJK_LIST_TIERS, d->ladder->tiers[line->to].key);
    put_escaped(d, from, strlen(from));
    put(d, " &#8594; ");
    put_escaped(d, to, strlen(to));
}

/* A line is drawn from the lighter tier to the heavier, whichever way it points, so that it keeps to the order of
 * tiers. Its letters follow. */
static void begin_line(struct drawing *d, const struct line *line) {
    bool up = line->to > line->from;
    uint32_t low = up ? line->from : line->to, high = up ? line->to : line->from;
    put(d, "    ");
    put_end(d, low, 't', line, up, high - low == 1);
    put(d, " -> ");
    put_end(d, high, 'b', line, up, high - low == 1);
    put(d, " [dir=");
    put(d, up ? "forward" : "back");
    put(d, ", style=");
    put(d, line->look);
    put(d, ", color=\"");
    put(d, line->color);
    put(d, "\", fontcolor=\"");
    put(d, line->color);
    put(d, "\", tooltip=\"");
    put_tooltip(d, line);
    put(d, "\", labeltooltip=\"");
    put_tooltip(d, line);
    put(d, "\", label=< ");
}

static void put_steps(struct drawing *d) {
    for (uint32_t i = 0; i < d->ladder->step_count && d->ink.status == WIJK_OK; i++) {
        const struct wijk__step *step = &d->ladder->steps[i];
        bool up = step->to > step->from;
        const struct line line = {step->from, step->to, 0, up ? "solid" : "dashed", up ? "#9a3412" : "#166534"};
        begin_line(d, &line);
        if (step->when.count > 0 || step->passes)
            put(d, "<b>");
        if (step->when.count > 0)
            put_letter(d, ask(d, step->when));
        put(d, step->passes ? "*" : "");
        put(d, step->when.count > 0 || step->passes ? "</b> >];\n" : ">];\n");
    }
}

/* One line for all suggestions between two tiers. */
static void put_suggestions(struct drawing *d) {
    const struct wijk__suggestion *list = d->ladder->suggestions;
    for (uint32_t i = 0; i < d->ladder->suggestion_count && d->ink.status == WIJK_OK; i++) {
        bool seen = false;
        for (uint32_t j = 0; j < i; j++)
            seen |= list[j].from == list[i].from && list[j].to == list[i].to;
        if (seen)
            continue;
        const struct line line = {list[i].from, list[i].to, 2, "dotted", "#1d4ed8"};
        begin_line(d, &line);
        put(d, "<i>");
        for (uint32_t j = i; j < d->ladder->suggestion_count; j++)
            if (list[j].from == list[i].from && list[j].to == list[i].to) {
                put(d, j > i ? ", " : "");
                put_letter(d, ask(d, list[j].when));
            }
        put(d, "</i> >];\n");
    }
}

/* What is asked of a ladder has a node of its own. */
static void put_node_of_asked(struct drawing *d) {
    put(d, "l");
    put_number(d, d->number);
    put(d, "asked");
}

/* Keeps the tiers above each other, and what is asked below them. */
static void put_order(struct drawing *d) {
    for (uint32_t i = 0; i < d->ladder->tier_count; i++) {
        put(d, "    ");
        if (i == 0)
            put_node_of_asked(d);
        else
            put_node(d, i - 1);
        put(d, " -> ");
        put_node(d, i);
        put(d, " [style=invis, weight=100];\n");
    }
}

/* ---- what is asked ---- */

static void open_row(struct drawing *d) { put(d, "<tr><td align=\"left\" valign=\"top\"><b>"); }
static void open_text(struct drawing *d) { put(d, "</b></td><td align=\"left\" balign=\"left\">"); }
static void close_row(struct drawing *d) { put(d, "</td></tr>"); }

/* Puts text and its end into `to` at a place where there is room. Answers where the next goes. */
static size_t append(char *to, size_t place, const char *text) {
    size_t length = strlen(text);
    memcpy(to + place, text, length + 1);
    return place + length;
}

/* A line of a list, with a bullet, and its lists within lists with another one further to the right. */
static void put_indented(struct drawing *d, const char *text, size_t length, uint32_t depth) {
    static const char space[] = "&#160;&#160;&#160;";
    char first[(DEEP + 1) * sizeof space], more[(DEEP + 1) * sizeof space];
    size_t place = 0;
    for (uint32_t i = 0; i < depth && i < DEEP; i++) {
        append(first, place, space);
        place = append(more, place, space);
    }
    append(first, place, depth == 0 ? "&#8226;&#160;" : "&#8211;&#160;");
    append(more, place, "&#160;&#160;");
    put_wrapped(d, text, length, LINE_WIDTH, first, more);
}

static void put_words(struct drawing *d, struct wijk__conditions conditions) {
    say(d, conditions);
    const char *at = wijk_buffer_data(d->words), *end = at + wijk_buffer_size(d->words);
    while (at < end && d->ink.status == WIJK_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        uint32_t depth = 0;
        for (; *at == '\t'; at++)
            depth++;
        put_indented(d, at, (size_t)(stop - at), depth);
        at = stop + 1;
    }
}

static bool some_pass(const struct wijk__ladder *ladder) {
    for (uint32_t i = 0; i < ladder->step_count; i++)
        if (ladder->steps[i].passes)
            return true;
    return false;
}

/* The letters with what they stand for, below the ladder; a ladder that asks nothing has an empty node there. */
static void put_asked(struct drawing *d) {
    bool passes = some_pass(d->ladder), emergencies = d->ladder->emergencies;
    put(d, "    ");
    put_node_of_asked(d);
    put(d, " [fontsize=9.5, label=");
    if (d->asked_count == 0 && !passes && !emergencies) {
        put(d, "\"\"];\n");
        return;
    }
    put(d, "<<table border=\"0\" cellborder=\"0\" cellspacing=\"1\" cellpadding=\"2\">");
    for (uint32_t i = 0; i < d->asked_count; i++) {
        open_row(d);
        put_letter(d, i);
        open_text(d);
        put_words(d, d->asked[i]);
        close_row(d);
    }
    if (passes) {
        open_row(d);
        put(d, "*");
        open_text(d);
        put(d, in(d, "the coordination passes to somebody else", "de regie gaat over op iemand anders"));
        close_row(d);
    }
    if (emergencies) {
        open_row(d);
        put(d, "<font color=\"#9a3412\">!</font>");
        open_text(d);
        put(d, in(d, "in an emergency up at once, past tiers too, when:<br align=\"left\"/>",
                  "in nood meteen omhoog, ook over treden heen, als:<br align=\"left\"/>"));
        put_words(d, d->ladder->emergency);
        close_row(d);
    }
    put(d, "</table>>];\n");
}

/* ---- the whole ---- */

static void put_ladder(struct drawing *d) {
    const char *word = word_of(d, WIJK_LIST_LADDERS, d->ladder->key);
    put(d, "  subgraph cluster_");
    put_number(d, d->number);
    put(d, " {\n    graph [style=\"rounded,filled\", fillcolor=\"#fbfbfb\", color=\"#9ca3af\", margin=18, label=<<b>");
    put_escaped(d, word, strlen(word));
    put(d, "</b>>];\n");
    for (uint32_t i = 0; i < d->ladder->tier_count; i++)
        put_tier(d, i);
    put_order(d);
    put_steps(d);
    put_suggestions(d);
    put_asked(d);
    put(d, "  }\n");
}

/* With room for all that the ladder may ask. */
static void draw_ladder(struct drawing *d, const struct wijk__ladder *ladder) {
    wijk_context *context = d->ink.out->context;
    size_t size = ((size_t)ladder->step_count + ladder->suggestion_count) * sizeof *d->asked;
    d->ladder = ladder;
    d->asked_count = 0;
    d->asked = size > 0 ? wijk__allocate(context, size) : NULL;
    if (size > 0 && !d->asked)
        d->ink.status = WIJK_E_MEMORY;
    else
        put_ladder(d);
    wijk__release(context, d->asked, size);
    d->number++;
}

static void draw(struct drawing *d) {
    uint32_t count;
    const struct wijk__ladder *ladders = wijk__policy_ladders(d->policy, &count);
    put(d, "digraph ladders {\n"
           "  graph [rankdir=BT, nodesep=0.6, ranksep=0.6, pad=0.2, bgcolor=\"white\", fontname=\"Helvetica\", "
           "fontsize=14, fontcolor=\"#1f2937\", labelloc=b, label=<<font point-size=\"10\">");
    put(d, in(d, "<font color=\"#9a3412\">solid: step up</font> &#160; <font color=\"#166534\">dashed: step "
                 "down</font> &#160; <font color=\"#1d4ed8\">dotted: suggestion, which moves nobody</font>",
              "<font color=\"#9a3412\">doorgetrokken: opschalen</font> &#160; <font color=\"#166534\">gestreept: "
              "afschalen</font> &#160; <font color=\"#1d4ed8\">gestippeld: suggestie, die niemand verplaatst</font>"));
    put(d, "</font>>];\n"
           "  node [shape=plain, fontname=\"Helvetica\", fontsize=11, fontcolor=\"#1f2937\"];\n"
           "  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.7, penwidth=1.3];\n");
    for (uint32_t i = 0; i < count && d->ink.status == WIJK_OK; i++)
        draw_ladder(d, &ladders[i]);
    put(d, "}\n");
}

wijk_status wijk_policy_write_dot(const wijk_policy *policy, wijk_language language, wijk_buffer *out,
                                  wijk_error *error) {
    if (!policy || !out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, policy ? "out" : "policy");
    if (language != WIJK_ENGLISH && language != WIJK_DUTCH)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "language");
    size_t before = out->bytes.size;
    struct drawing drawing = {.ink = {out, WIJK_OK, language}, .policy = policy};
    wijk_status status = wijk_buffer_new(out->context, &drawing.words);
    if (status == WIJK_OK) {
        draw(&drawing);
        status = drawing.ink.status;
    }
    wijk_buffer_destroy(drawing.words);
    if (status != WIJK_OK) {
        wijk__buffer_cut(out, before);
        return wijk__fail(error, status);
    }
    wijk__error_clear(error);
    return WIJK_OK;
}
