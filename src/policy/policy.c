/* The compiled rule pack as an object: made from JSON, shared, asked. */
#include "policy/compile.h"

/* ---- making ---- */

static void destroy(wijk_policy *policy) {
    wijk_context *context = policy->context;
    wijk__pool_free(&policy->pool);
    wijk__release(context, policy, sizeof *policy);
    wijk_context_unref(context);
}

static wijk_status compile(wijk_policy *policy, const char *json, size_t length, wijk__json *root,
                           struct wijk__lint *lint, wijk_error *error) {
    uint8_t hash[32];
    wijk__sha256(json, length, hash);
    memcpy(policy->id.bytes, hash, sizeof policy->id.bytes);
    policy->json = wijk__pool_text(&policy->pool, json, length);
    policy->json_length = length;
    if (!policy->json)
        return wijk__fail(error, WIJK_E_MEMORY);
    return wijk__policy_read(policy, root, lint, error);
}

static wijk_status make(wijk_context *context, const char *json, size_t length, wijk__json *root,
                        struct wijk__lint *lint, wijk_policy **out, wijk_error *error) {
    wijk_policy *policy = wijk__allocate_zeroed(context, sizeof *policy);
    if (!policy)
        return wijk__fail(error, WIJK_E_MEMORY);
    atomic_init(&policy->references, 1);
    policy->context = wijk_context_ref(context);
    policy->pool.context = context;
    wijk_status status = compile(policy, json, length, root, lint, error);
    if (status == WIJK_OK)
        *out = policy;
    else
        destroy(policy);
    return status;
}

wijk_status wijk__policy_make(wijk_context *context, const char *json, size_t length, struct wijk__lint *lint,
                              wijk_policy **out, wijk_error *error) {
    wijk__json *root;
    wijk_status status = wijk__json_parse(context, json, length, false, &root, error);
    if (status != WIJK_OK)
        return status;
    status = make(context, json, length, root, lint, out, error);
    wijk__json_free(root);
    return status;
}

wijk_status wijk_policy_load(wijk_context *context, const char *json, size_t length, wijk_policy **out,
                             wijk_error *error) {
    if (!out)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, "out");
    *out = NULL;
    if (!context || !json)
        return wijk__fail_path(error, WIJK_E_ARGUMENT, context ? "json" : "context");
    wijk_status status = wijk__policy_make(context, json, wijk__length(json, length), NULL, out, error);
    if (status == WIJK_OK)
        wijk__error_clear(error);
    return status;
}

wijk_status wijk_policy_load_default(wijk_context *context, wijk_policy **out, wijk_error *error) {
    return wijk_policy_load(context, wijk__default_pack, wijk__default_pack_length, out, error);
}

wijk_policy *wijk_policy_ref(wijk_policy *policy) {
    if (policy)
        atomic_fetch_add_explicit(&policy->references, 1, memory_order_relaxed);
    return policy;
}

void wijk_policy_unref(wijk_policy *policy) {
    /* Release orders what this owner read before the end; acquire lets the last owner free after all of them. */
    if (policy && atomic_fetch_sub_explicit(&policy->references, 1, memory_order_acq_rel) == 1)
        destroy(policy);
}

/* ---- what a host asks ---- */

const wijk_id *wijk_policy_id(const wijk_policy *policy) { return policy ? &policy->id : NULL; }

const char *wijk_policy_json(const wijk_policy *policy, size_t *length) {
    if (length)
        *length = policy ? policy->json_length : 0;
    return policy ? policy->json : NULL;
}

const char *wijk_policy_version(const wijk_policy *policy) { return policy ? policy->version : ""; }

wijk_severity wijk_policy_severity(const wijk_policy *policy, wijk_finding finding) {
    const struct wijk__finding_def *def = wijk__finding_def(finding);
    return policy && def ? policy->severities[def - wijk__finding_list] : 0;
}

static const struct wijk__entry *find(const wijk_policy *policy, wijk_policy_list list, const char *key,
                                      size_t length) {
    if (!policy || !key || list < 1 || list >= WIJK__LISTS)
        return NULL;
    return wijk__list_find(&policy->lists[list], key, wijk__length(key, length));
}

const char *wijk_policy_term(const wijk_policy *policy, wijk_policy_list list, const char *key, size_t length,
                             wijk_language language) {
    const struct wijk__entry *entry = find(policy, list, key, length);
    if (!entry)
        return NULL;
    return language == WIJK_ENGLISH ? entry->en : language == WIJK_DUTCH ? entry->nl : NULL;
}

/* ---- what a dossier asks ---- */

bool wijk__policy_has(const wijk_policy *policy, wijk_policy_list list, const char *key, size_t length) {
    return find(policy, list, key, length) != NULL;
}

uint32_t wijk__policy_count(const wijk_policy *policy, wijk_policy_list list) {
    return list < 1 || list >= WIJK__LISTS ? 0 : policy->lists[list].count;
}

struct wijk__text wijk__policy_key(const wijk_policy *policy, wijk_policy_list list, uint32_t place) {
    if (place >= wijk__policy_count(policy, list))
        return (struct wijk__text){NULL, 0};
    return policy->lists[list].entries[place].key;
}

const struct wijk__ladder *wijk__policy_ladder(const wijk_policy *policy, const char *key, size_t length) {
    const struct wijk__entry *entry = find(policy, WIJK_LIST_LADDERS, key, length);
    return entry ? &policy->ladders[entry - policy->lists[WIJK_LIST_LADDERS].entries] : NULL;
}

struct wijk__conditions wijk__policy_activation(const wijk_policy *policy) { return policy->activation; }
struct wijk__conditions wijk__policy_advice(const wijk_policy *policy) { return policy->advice; }

struct wijk__term wijk__policy_deadline(const wijk_policy *policy, enum wijk__term_name name) {
    return policy->terms[name];
}

struct wijk__text wijk__policy_municipality(const wijk_policy *policy) {
    const char *code = policy->municipality ? policy->municipality : "";
    return (struct wijk__text){code, strlen(code)};
}

wijk_calendar wijk__policy_calendar(const wijk_policy *policy) { return policy->calendar; }
