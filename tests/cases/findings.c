/* Statuses and findings in the words of the cases, in one order. */
#include "cases.h"

enum { UNITS_MOST = 128 };

/* What a unit is: a finding with all that belongs to it. They are told in the order of the alphabet. */
static int by_text(const void *a, const void *b) {
    const struct text *one = a, *other = b;
    return strcmp(text_of(one), text_of(other));
}

static void put_sorted(struct text *units, size_t count, struct text *out) {
    qsort(units, count, sizeof *units, by_text);
    for (size_t i = 0; i < count; i++) {
        text_put(out, "%s%s", out->size > 0 ? " " : "", text_of(&units[i]));
        text_free(&units[i]);
    }
}

/* ---- what came ---- */

static const char *severity_name(wijk_severity severity) {
    int32_t list = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "severity", WIJK_NUL_TERMINATED);
    const char *name = wijk_catalog_member_name(WIJK_CATALOG_CODE_LISTS, list, severity);
    return name ? name : "?";
}

static void tell_finding(struct world *world, uint32_t i, wijk_severity usual, bool batch, struct text *out) {
    const wijk_findings *findings = world->findings;
    const wijk_id *subject = wijk_findings_subject(findings, i), *other = wijk_findings_other(findings, i);
    wijk_severity severity = wijk_findings_severity(findings, i);
    if (severity != usual)
        text_put(out, "%s:", severity_name(severity));
    text_put(out, "%s", wijk_findings_name(findings, i));
    if (subject != NULL)
        text_put(out, "(%s)", label_of(&world->names, subject));
    if (other != NULL)
        text_put(out, " other=%s", label_of(&world->names, other));
    if (wijk_findings_place(findings, i) != NULL)
        text_put(out, " at %s", wijk_findings_place(findings, i));
    int64_t item = wijk_findings_item(findings, i);
    if (world->only_item < 0 && (batch || item >= 0))
        text_put(out, " item=%d", (int)item + 1);
    if (wijk_findings_missing_count(findings, i) > 0)
        text_put(out, " missing");
    for (uint32_t fact = 0; fact < wijk_findings_missing_count(findings, i); fact++) {
        text_put(out, " %s", wijk_catalog_name(WIJK_CATALOG_FACTS, wijk_findings_missing(findings, i, fact)));
        const wijk_id *about = wijk_findings_missing_subject(findings, i, fact);
        if (about != NULL)
            text_put(out, "(%s)", label_of(&world->names, about));
        const char *key = wijk_findings_missing_key(findings, i, fact);
        if (key != NULL)
            text_put(out, ":%s", key);
    }
}

/* Whether a finding is looked at: a check may be about some codes only. */
static bool looked_at(const struct world *world, uint32_t i) {
    const char *name = wijk_findings_name(world->findings, i);
    if (world->only_item >= 0)
        return wijk_findings_item(world->findings, i) == world->only_item;
    return world->only == NULL || word_place(world->only, name) < world->only->count;
}

static void tell_list(struct world *world, wijk_severity usual, bool batch, struct text *out) {
    struct text units[UNITS_MOST] = {{0}};
    size_t count = 0;
    for (uint32_t i = 0; i < wijk_findings_count(world->findings) && count < UNITS_MOST; i++)
        if (looked_at(world, i))
            tell_finding(world, i, usual, batch, &units[count++]);
    put_sorted(units, count, out);
}

static void tell_error(struct world *world, wijk_status status, bool batch, struct text *out) {
    const char *name = wijk_status_name(status), *path = wijk_error_path(world->error);
    text_put(out, "error %s", strncmp(name, "WIJK_", 5) == 0 ? name + 5 : name);
    if (path[0] != '\0')
        text_put(out, " %s", path);
    if (batch && wijk_error_index(world->error) >= 0)
        text_put(out, " item=%d", (int)wijk_error_index(world->error) + 1);
    if (wijk_error_code(world->error) != status)
        text_put(out, " (the error object says %s)", wijk_status_name(wijk_error_code(world->error)));
}

void tell_findings(struct world *world, wijk_status status, bool batch, struct text *out) {
    uint32_t count = wijk_findings_count(world->findings);
    text_clear(out);
    if (status < 0) {
        tell_error(world, status, batch, out);
        return;
    }
    wijk_severity usual = status == WIJK_REFUSED ? WIJK_SEVERITY_REFUSE : WIJK_SEVERITY_WARN;
    if (status == WIJK_OK)
        text_put(out, "%s", count == 0 ? "ok" : "warns");
    else
        text_put(out, "%s", status == WIJK_REFUSED ? "refused" : status == WIJK_DUPLICATE ? "duplicate" : "?");
    tell_list(world, usual, batch, out);
}

/* ---- what was expected ---- */

static bool begins_finding(const char *word) {
    const char *colon = strchr(word, ':');
    const char *code = colon != NULL ? colon + 1 : word;
    return code[0] == 'W' && code[1] == 'K' && code[2] >= '0' && code[2] <= '9';
}

void tell_expected(const struct words *words, size_t first, struct text *out) {
    struct text units[UNITS_MOST] = {{0}};
    size_t count = 0;
    text_clear(out);
    for (size_t i = first; i < words->count; i++) {
        bool begins = begins_finding(words->list[i]);
        if (begins && count == UNITS_MOST)
            break;
        if (begins)
            count++;
        struct text *to = count == 0 ? out : &units[count - 1];
        text_put(to, "%s%s", to->size > 0 ? " " : "", words->list[i]);
    }
    put_sorted(units, count, out);
}

/* ---- what the cases have shown ---- */

void see_findings(struct world *world) {
    for (uint32_t i = 0; i < wijk_findings_count(world->findings); i++) {
        if (!looked_at(world, i))
            continue;
        see(world, "finding", wijk_findings_name(world->findings, i));
        for (uint32_t fact = 0; fact < wijk_findings_missing_count(world->findings, i); fact++)
            see(world, "fact",
                wijk_catalog_name(WIJK_CATALOG_FACTS, wijk_findings_missing(world->findings, i, fact)));
    }
}
