/* Findings as lines of JSON. */
#include "exchange/exchange.h"

static const char *words_in(const struct wijk__words *words, wijk_language language) {
    return language == WIJK_DUTCH ? words->nl : words->en;
}

static void put_mend(struct wijk__record *record, wijk_act_type mend) {
    if (mend)
        wijk__record_number(record, "mend", WIJK__ACT_TYPE, 0, mend);
}

static wijk_status put_missing(struct wijk__record *line, const wijk_findings *findings, uint32_t index,
                               wijk_language language) {
    wijk__json *list;
    uint32_t count = wijk_findings_missing_count(findings, index);
    wijk_status status = wijk__json_new_array(&list);
    for (uint32_t i = 0; i < count && status == WIJK_OK; i++) {
        wijk_fact number = wijk_findings_missing(findings, index, i);
        const struct wijk__fact_def *fact = wijk__fact_def(number);
        struct wijk__record missing;
        wijk__record_start(&missing);
        wijk__record_name(&missing, "fact", fact ? fact->words.name : NULL, number);
        wijk__record_id(&missing, "subject", wijk_findings_missing_subject(findings, index, i));
        if (wijk_findings_missing_key(findings, index, i) != NULL)
            wijk__record_text(&missing, "key", wijk_findings_missing_key(findings, index, i), WIJK_NUL_TERMINATED);
        if (fact) {
            wijk__record_text(&missing, "text", words_in(&fact->words, language), WIJK_NUL_TERMINATED);
            put_mend(&missing, wijk_findings_missing_mend(findings, index, i));
        }
        status = missing.status;
        if (status == WIJK_OK)
            status = wijk__json_add(list, missing.object);
        else
            wijk__json_free(missing.object);
    }
    if (status == WIJK_OK)
        return wijk__json_set(line->object, "missing", list);
    wijk__json_free(list);
    return status;
}

static wijk_status write_finding(const wijk_findings *findings, uint32_t index, wijk_language language,
                                 wijk_buffer *out) {
    struct wijk__record line;
    int32_t severities = wijk_catalog_find(WIJK_CATALOG_CODE_LISTS, "severity", WIJK_NUL_TERMINATED);
    int64_t item = wijk_findings_item(findings, index);
    wijk__record_start(&line);
    wijk__record_text(&line, "code", wijk_findings_name(findings, index), WIJK_NUL_TERMINATED);
    wijk__record_number(&line, "severity", WIJK__CODE, severities, wijk_findings_severity(findings, index));
    if (item >= 0)
        wijk__record_int(&line, "item", item);
    wijk__record_id(&line, "subject", wijk_findings_subject(findings, index));
    wijk__record_id(&line, "other", wijk_findings_other(findings, index));
    if (wijk_findings_place(findings, index) != NULL)
        wijk__record_text(&line, "place", wijk_findings_place(findings, index), WIJK_NUL_TERMINATED);
    wijk__record_text(&line, "text", wijk_findings_text(findings, index, language), WIJK_NUL_TERMINATED);
    put_mend(&line, wijk_findings_mend(findings, index));
    if (line.status == WIJK_OK && wijk_findings_missing_count(findings, index) > 0)
        line.status = put_missing(&line, findings, index, language);
    wijk_status status = wijk__record_end(&line, out);
    return status == WIJK_OK ? wijk__buffer_append(out, "\n", 1) : status;
}

wijk_status wijk_findings_write_json(const wijk_findings *findings, wijk_language language, wijk_buffer *out,
                                     wijk_error *error) {
    if (!findings || !out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !findings ? "findings" : "out");
    if (language != WIJK_ENGLISH && language != WIJK_DUTCH)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "language");
    size_t before = out->bytes.size;
    wijk_status status = WIJK_OK;
    for (uint32_t i = 0; i < wijk_findings_count(findings) && status == WIJK_OK; i++)
        status = write_finding(findings, i, language, out);
    if (status == WIJK_OK) {
        wijk__error_clear(error);
        return WIJK_OK;
    }
    wijk__buffer_cut(out, before);
    return wijk__fail(error, status);
}
