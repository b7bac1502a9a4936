/* Findings: a batch that one call fills and the caller then reads. Texts and codes come from the vocabulary; the batch
 * itself holds only numbers and ids. */
#include "act/act.h"

enum { FIRST_ROOM = 8 };

/* ---- filling ---- */

/* Room for one more of `size` bytes in a list; answers the list, moved or not, or NULL when there is no memory. */
static void *grow(wijk_context *context, void *list, size_t size, uint32_t count, uint32_t *capacity) {
    if (count < *capacity)
        return list;
    uint32_t room = *capacity ? *capacity + *capacity / 2 : FIRST_ROOM;
    size_t bytes;
    if (room < *capacity || !wijk__multiply(room, size, &bytes))
        return NULL;
    void *moved = wijk__reallocate(context, list, *capacity * size, bytes);
    if (moved)
        *capacity = room;
    return moved;
}

static wijk_id id_or_none(const wijk_id *id) { return id ? *id : (wijk_id){{0}}; }

wijk_status wijk__findings_add(wijk_findings *findings, wijk_finding code, wijk_severity severity,
                               const wijk_id *subject, const wijk_id *other) {
    if (!findings)
        return WIJK_OK;
    struct wijk__finding *list =
        grow(findings->context, findings->list, sizeof *list, findings->count, &findings->capacity);
    if (!list)
        return WIJK_E_MEMORY;
    findings->list = list;
    list[findings->count++] = (struct wijk__finding){
        .code = code,
        .severity = severity,
        .subject = id_or_none(subject),
        .other = id_or_none(other),
        .item = -1,
        .missing_first = findings->missing_count,
        .text_first = (uint32_t)findings->texts.size,
    };
    return WIJK_OK;
}

static struct wijk__text key_of(const wijk_findings *findings, const struct wijk__missing *missing) {
    if (missing->key_length == 0)
        return (struct wijk__text){NULL, 0};
    return (struct wijk__text){(const char *)findings->texts.data + missing->key, missing->key_length};
}

static bool is_named(const wijk_findings *findings, const struct wijk__finding *finding, wijk_fact fact,
                     const wijk_id *subject, struct wijk__text key) {
    for (uint32_t i = 0; i < finding->missing_count; i++) {
        const struct wijk__missing *missing = &findings->missing[finding->missing_first + i];
        struct wijk__text named = key_of(findings, missing);
        if (missing->fact == fact && wijk__id_equal(&missing->subject, subject) &&
            wijk__text_equal(named.data, named.length, key.data, key.length))
            return true;
    }
    return false;
}

static wijk_status keep_text(wijk_findings *findings, struct wijk__text text, uint32_t *place) {
    wijk_status status = wijk__bytes_reserve(findings->context, &findings->texts, text.length + 1);
    if (status != WIJK_OK)
        return status;
    *place = (uint32_t)findings->texts.size;
    memcpy(findings->texts.data + findings->texts.size, text.data, text.length);
    findings->texts.data[findings->texts.size + text.length] = 0;
    findings->texts.size += text.length + 1;
    return WIJK_OK;
}

wijk_status wijk__findings_place(wijk_findings *findings, const char *place) {
    uint32_t at;
    if (!findings || !findings->count)
        return WIJK_OK;
    wijk_status status = keep_text(findings, (struct wijk__text){place, strlen(place)}, &at);
    if (status == WIJK_OK)
        findings->list[findings->count - 1].place = at + 1;
    return status;
}

wijk_status wijk__findings_add_missing(wijk_findings *findings, wijk_fact fact, const wijk_id *subject,
                                       struct wijk__text key) {
    if (!findings || !findings->count)
        return WIJK_OK;
    struct wijk__finding *last = &findings->list[findings->count - 1];
    struct wijk__missing missing = {.fact = fact, .subject = id_or_none(subject), .key_length = (uint32_t)key.length};
    if (is_named(findings, last, fact, &missing.subject, key))
        return WIJK_OK;
    struct wijk__missing *list = grow(findings->context, findings->missing, sizeof *list, findings->missing_count,
                                      &findings->missing_capacity);
    if (!list)
        return WIJK_E_MEMORY;
    findings->missing = list;
    wijk_status status = key.length > 0 ? keep_text(findings, key, &missing.key) : WIJK_OK;
    if (status != WIJK_OK)
        return status;
    list[findings->missing_count++] = missing;
    last->missing_count++;
    return WIJK_OK;
}

wijk_status wijk__findings_refuse(wijk_findings *findings, wijk_finding code, const wijk_id *subject,
                                  const wijk_id *other) {
    wijk_status status = wijk__findings_add(findings, code, WIJK_SEVERITY_REFUSE, subject, other);
    return status == WIJK_OK ? WIJK_REFUSED : status;
}

wijk_status wijk__findings_put(wijk_findings *findings, uint32_t place, wijk_finding code, const wijk_id *subject,
                               const wijk_id *other) {
    wijk_status status = wijk__findings_add(findings, code, WIJK_SEVERITY_REFUSE, subject, other);
    if (status != WIJK_OK || !findings)
        return status;
    struct wijk__finding put = findings->list[findings->count - 1];
    for (uint32_t i = findings->count - 1; i > place; i--)
        findings->list[i] = findings->list[i - 1];
    if (place + 1 < findings->count) {
        put.missing_first = findings->list[place + 1].missing_first;
        put.text_first = findings->list[place + 1].text_first;
    }
    findings->list[place] = put;
    return WIJK_OK;
}

void wijk__findings_item(wijk_findings *findings, uint32_t first, int64_t item) {
    for (uint32_t i = first; findings && i < findings->count; i++)
        findings->list[i].item = item;
}

void wijk__findings_cut(wijk_findings *findings, uint32_t count) {
    if (!findings || count >= findings->count)
        return;
    findings->missing_count = findings->list[count].missing_first;
    findings->texts.size = findings->list[count].text_first;
    findings->count = count;
}

/* ---- what a caller sees ---- */

wijk_status wijk_findings_new(wijk_context *context, wijk_findings **out, wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!context)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "context");
    wijk_findings *findings = wijk__allocate_zeroed(context, sizeof *findings);
    if (!findings)
        return wijk__fail(error, WIJK_E_MEMORY);
    findings->context = wijk_context_ref(context);
    *out = findings;
    wijk__error_clear(error);
    return WIJK_OK;
}

void wijk_findings_destroy(wijk_findings *findings) {
    if (!findings)
        return;
    wijk_context *context = findings->context;
    wijk__release(context, findings->list, findings->capacity * sizeof *findings->list);
    wijk__release(context, findings->missing, findings->missing_capacity * sizeof *findings->missing);
    wijk__bytes_free(context, &findings->texts);
    wijk__release(context, findings, sizeof *findings);
    wijk_context_unref(context);
}

void wijk_findings_clear(wijk_findings *findings) { wijk__findings_cut(findings, 0); }
uint32_t wijk_findings_count(const wijk_findings *findings) { return findings ? findings->count : 0; }

static const struct wijk__finding *at(const wijk_findings *findings, uint32_t index) {
    return findings && index < findings->count ? &findings->list[index] : NULL;
}

static const struct wijk__finding_def *def_at(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? wijk__finding_def(finding->code) : NULL;
}

static const struct wijk__missing *missing_at(const wijk_findings *findings, uint32_t index, uint32_t fact) {
    const struct wijk__finding *finding = at(findings, index);
    return finding && fact < finding->missing_count ? &findings->missing[finding->missing_first + fact] : NULL;
}

static const wijk_id *unless_none(const wijk_id *id) { return wijk__id_is_none(id) ? NULL : id; }

wijk_finding wijk_findings_code(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? finding->code : 0;
}

const char *wijk_findings_name(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding_def *def = def_at(findings, index);
    return def ? def->words.name : "";
}

wijk_severity wijk_findings_severity(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? finding->severity : 0;
}

const wijk_id *wijk_findings_subject(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? unless_none(&finding->subject) : NULL;
}

const wijk_id *wijk_findings_other(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? unless_none(&finding->other) : NULL;
}

const char *wijk_findings_place(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding && finding->place > 0 ? (const char *)findings->texts.data + finding->place - 1 : NULL;
}

int64_t wijk_findings_item(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? finding->item : -1;
}

/* A finding that is only about facts is mended by the act that supplies the one fact that is missing. */
wijk_act_type wijk_findings_mend(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding_def *def = def_at(findings, index);
    if (!def || def->mend || wijk_findings_missing_count(findings, index) != 1)
        return def ? def->mend : 0;
    const struct wijk__fact_def *fact = wijk__fact_def(wijk_findings_missing(findings, index, 0));
    return fact ? fact->mend : 0;
}

const char *wijk_findings_text(const wijk_findings *findings, uint32_t index, wijk_language language) {
    const struct wijk__finding_def *def = def_at(findings, index);
    if (!def)
        return "";
    return language == WIJK_ENGLISH ? def->words.en : language == WIJK_DUTCH ? def->words.nl : "";
}

uint32_t wijk_findings_missing_count(const wijk_findings *findings, uint32_t index) {
    const struct wijk__finding *finding = at(findings, index);
    return finding ? finding->missing_count : 0;
}

wijk_fact wijk_findings_missing(const wijk_findings *findings, uint32_t index, uint32_t fact) {
    const struct wijk__missing *missing = missing_at(findings, index, fact);
    return missing ? missing->fact : 0;
}

const wijk_id *wijk_findings_missing_subject(const wijk_findings *findings, uint32_t index, uint32_t fact) {
    const struct wijk__missing *missing = missing_at(findings, index, fact);
    return missing ? unless_none(&missing->subject) : NULL;
}

const char *wijk_findings_missing_key(const wijk_findings *findings, uint32_t index, uint32_t fact) {
    const struct wijk__missing *missing = missing_at(findings, index, fact);
    return missing && missing->key_length > 0 ? key_of(findings, missing).data : NULL;
}

wijk_act_type wijk_findings_missing_mend(const wijk_findings *findings, uint32_t index, uint32_t fact) {
    const struct wijk__fact_def *def = wijk__fact_def(wijk_findings_missing(findings, index, fact));
    return def ? def->mend : 0;
}

wijk_severity wijk_findings_worst(const wijk_findings *findings) {
    wijk_severity worst = 0;
    for (uint32_t i = 0; i < wijk_findings_count(findings); i++)
        if (findings->list[i].severity > worst)
            worst = findings->list[i].severity;
    return worst;
}
