/* An act as a line of JSON; docs/formats/acts.md describes it. */
#include "exchange/exchange.h"

static void put_by(struct wijk__record *line, const struct wijk__act *act) {
    struct wijk__record by;
    if (!act->professional)
        return;
    wijk__record_start(&by);
    wijk__record_id(&by, "professional", act->professional);
    wijk__record_id(&by, "organisation", act->organisation);
    if (act->role.data)
        wijk__record_text(&by, "role", act->role.data, act->role.length);
    wijk__record_member(line, "by", &by);
}

static void put_field(struct wijk__record *fields, const struct wijk__field_def *field,
                      const union wijk__value *value) {
    if (wijk__type_is_id(field->type))
        wijk__record_id(fields, field->words.name, value->id);
    else if (wijk__type_is_text(field->type))
        wijk__record_text(fields, field->words.name, value->text.data, value->text.length);
    else
        wijk__record_number(fields, field->words.name, field->type, field->list, value->number);
}

/* The fields that a host gives, or those that the library filled in; no member when there are none. */
static void put_fields(struct wijk__record *line, const char *key, const struct wijk__act *act, bool derived) {
    struct wijk__record fields;
    bool any = false;
    for (uint32_t i = 0; i < act->def->field_count; i++) {
        const struct wijk__field_def *field = &act->def->fields[i];
        if ((field->derived != WIJK__GIVEN) != derived || !wijk__has(act, field->words.number))
            continue;
        if (!any)
            wijk__record_start(&fields);
        any = true;
        put_field(&fields, field, &act->fields[i]);
    }
    if (any)
        wijk__record_member(line, key, &fields);
}

/* What a newer writer knew and we do not. */
static void put_unknown(struct wijk__record *line, const struct wijk__text *unknown, wijk_context *context) {
    static const char digits[] = "0123456789abcdef";
    size_t size;
    if (line->status != WIJK_OK)
        return;
    char *text = wijk__multiply(unknown->length, 2, &size) ? wijk__allocate(context, size) : NULL;
    if (!text) {
        line->status = WIJK_E_MEMORY;
        return;
    }
    for (size_t i = 0; i < unknown->length; i++) {
        text[2 * i] = digits[(uint8_t)unknown->data[i] >> 4];
        text[2 * i + 1] = digits[unknown->data[i] & 15];
    }
    wijk__record_text(line, "unknown", text, size);
    wijk__release(context, text, size);
}

wijk_status wijk__act_write(const struct wijk__act *act, const wijk_id *dossier, wijk_buffer *out) {
    struct wijk__record line;
    wijk__record_start(&line);
    wijk__record_name(&line, "act", act->def ? act->def->words.name : NULL, act->type);
    wijk__record_id(&line, "id", &act->id);
    wijk__record_id(&line, "dossier", dossier);
    wijk__record_number(&line, "valid", WIJK__DATE, 0, act->valid);
    wijk__record_number(&line, "recorded", WIJK__TIME, 0, act->recorded);
    put_by(&line, act);
    if (act->reason.data)
        wijk__record_text(&line, "reason", act->reason.data, act->reason.length);
    if (act->def) {
        put_fields(&line, "fields", act, false);
        put_fields(&line, "derived", act, true);
    }
    if (act->unknown.length > 0)
        put_unknown(&line, &act->unknown, out->context);
    return wijk__record_end(&line, out);
}

wijk_status wijk_act_write_json(const wijk_act *act, const wijk_id *dossier, wijk_buffer *out, wijk_error *error) {
    if (!act || !dossier || !out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, !act ? "act" : !dossier ? "dossier" : "out");
    const struct wijk__act *view = wijk__act_view(act);
    if (view->type == 0)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "act");
    wijk_status status = wijk__act_write(view, dossier, out);
    if (status != WIJK_OK)
        return wijk__fail(error, status);
    wijk__error_clear(error);
    return WIJK_OK;
}
