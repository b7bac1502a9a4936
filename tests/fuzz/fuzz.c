/* The input, the allocator and the policies of the fuzz targets. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

void fuzz_broken(const char *file, int line, const char *what) {
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

bool fuzz_one_of(wijk_status status, const wijk_status *allowed, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (allowed[i] == status)
            return true;
    fprintf(stderr, "answered %s (%d)\n", wijk_status_name(status), (int)status);
    return false;
}

wijk_status fuzz_said(wijk_status status, const wijk_error *error) {
    HOLDS(*wijk_status_name(status) != 0);
    HOLDS(wijk_error_code(error) == (status < 0 ? status : WIJK_OK));
    if (status >= 0)
        return status;
    HOLDS(strlen(wijk_error_message(error, WIJK_ENGLISH)) > 0);
    HOLDS(strlen(wijk_error_message(error, WIJK_DUTCH)) > 0);
    const char *path = wijk_error_path(error);
    HOLDS(wijk__utf8_valid(path, strlen(path)));
    return status;
}

/* ---- the input ---- */

uint8_t take8(struct input *in) { return in->at < in->end ? *in->at++ : 0; }

uint16_t take16(struct input *in) {
    uint16_t low = take8(in);
    return (uint16_t)(low | take8(in) << 8);
}

uint32_t take32(struct input *in) {
    uint32_t low = take16(in);
    return low | (uint32_t)take16(in) << 16;
}

uint64_t take64(struct input *in) {
    uint64_t low = take32(in);
    return low | (uint64_t)take32(in) << 32;
}

const uint8_t *take_bytes(struct input *in, size_t *length) {
    const uint8_t *start = in->at;
    size_t left = (size_t)(in->end - in->at);
    *length = *length < left ? *length : left;
    in->at += *length;
    return start;
}

/* ---- a run ---- */

void run_start(struct run *run, const wijk_limits *limits) {
    memset(run, 0, sizeof *run);
    HOLDS(fail_alloc_context(&run->alloc, limits, &run->context) == WIJK_OK);
    HOLDS(wijk_error_new(run->context, &run->error) == WIJK_OK);
    HOLDS(wijk_findings_new(run->context, &run->findings, NULL) == WIJK_OK);
}

void run_end(struct run *run) {
    wijk_findings_destroy(run->findings);
    wijk_error_destroy(run->error);
    wijk_context_unref(run->context);
    HOLDS(fail_alloc_clean(&run->alloc));
}

/* ---- policies ---- */

/* Keys of one letter, hardly a condition: what the default pack refuses, this one takes. */
#define WORD(key) "{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\"}"
#define TIER(key, entry) "{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\",\"entry\":" entry "}"
#define LADDER(key, decided) \
    "{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\",\"decided\":" decided ",\"tiers\":["
#define STEP(from, to) "{\"from\":\"" from "\",\"to\":\"" to "\"}"
#define STEP_WHEN(from, to, when) "{\"from\":\"" from "\",\"to\":\"" to "\",\"when\":" when "}"
#define DUTY(key, more) "{\"key\":\"" key "\",\"en\":\"" key "\",\"nl\":\"" key "\",\"within\":" \
    "{\"count\":5,\"unit\":\"working-days\"}" more "}"
#define FACT(name) "{\"fact\":\"" name "\"}"

static const char easy_pack[] =
    "{\"format\":1,\"name\":\"Easy\",\"version\":\"1\",\"valid_from\":\"2020-01-01\","
    "\"roles\":[" WORD("a") "," WORD("b") "," WORD("coordinator") "],\"settings\":[" WORD("a") "," WORD("b") "],"
    "\"domains\":[" WORD("a") "],\"requests\":[" WORD("a") "],\"exits\":[" WORD("a") "],"
    "\"destinations\":[" WORD("a") "],\"problems\":[" WORD("a") "],\"signals\":[" WORD("a") "],"
    "\"expertise\":[" WORD("a") "],\"advice\":[{\"problem\":\"a\",\"expertise\":\"a\"}],"
    "\"indicators\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"class\":\"effect\",\"direction\":\"lower\","
    "\"measure\":{\"goals\":[\"not-achieved\"]}}],"
    "\"themes\":[" WORD("a") "],\"instruments\":[{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"version\":\"1\","
    "\"subject\":\"member\",\"direction\":\"lower\",\"items\":[{\"key\":\"a\",\"min\":0,\"max\":9}]}],"
    "\"measuring\":[{\"instrument\":\"a\",\"rater\":\"client\",\"baseline\":{\"count\":1,\"unit\":\"weeks\"},"
    "\"interim\":{\"count\":9,\"unit\":\"days\"},\"final\":{\"count\":1,\"unit\":\"weeks\"}}],"
    "\"provisions\":[" WORD("a") ",{\"key\":\"b\",\"en\":\"b\",\"nl\":\"b\",\"class\":\"general\"}],"
    "\"terms\":{\"offer\":{\"count\":1,\"unit\":\"days\"},\"goal\":{\"count\":1,\"unit\":\"weeks\"},"
    "\"safety\":{\"count\":3,\"unit\":\"days\"},\"wait\":{\"count\":1,\"unit\":\"months\"},"
    "\"retell\":{\"count\":9,\"unit\":\"days\"}},"
    "\"hearing\":{\"ages\":[{\"from\":0,\"ways\":[\"with-parent\"],\"accepts\":false},"
    "{\"from\":12,\"ways\":[\"alone\"],\"accepts\":true}]},"
    "\"duties\":[" DUTY("a", ",\"act\":\"member-hear\"") "," DUTY("b", ",\"again\":true") "],"
    "\"separation\":[[\"b\",\"coordinator\"]],"
    "\"mandates\":[{\"act\":\"action-plan\",\"role\":\"a\",\"up_to\":9}],"
    "\"plan\":{\"activation\":" FACT("coordinator-present") ","
    "\"material\":[\"goal-set\",\"goal-revise.target\",\"action-end\"]},"
    "\"ladders\":["
    LADDER("a", "false") TIER("a", "true") "," TIER("b", "false") "," TIER("c", "true") "],\"steps\":["
    STEP("a", "b") "," STEP("b", "a") ","
    STEP_WHEN("b", "c", "{\"any\":[" FACT("client-consulted") "," FACT("plan-active") "]}") "," STEP("c", "a") "],"
    "\"suggestions\":[" STEP_WHEN("a", "b", "{\"fact\":\"signal-open\",\"about\":\"a\"}") ","
    STEP_WHEN("c", "a", "{\"fact\":\"days-in-tier\",\"at_least\":9}") "],\"emergency\":" FACT("safety-weighed") "},"
    LADDER("b", "true") TIER("a", "true") "," TIER("d", "false") "],\"steps\":["
    STEP("a", "d") "," STEP_WHEN("d", "a", "{\"not\":" FACT("wait-bridged") "}") "]}],"
    "\"severities\":{\"WK3006\":\"note\",\"WK3007\":\"warn\","
    "\"WK4001\":\"warn\",\"WK4002\":\"note\",\"WK4003\":\"off\"}}";

wijk_policy *fuzz_policy(uint32_t number) {
    static wijk_context *context;
    static wijk_policy *policies[FUZZ_POLICIES];
    if (context == NULL) {
        HOLDS(wijk_context_new(NULL, NULL, &context) == WIJK_OK);
        HOLDS(wijk_policy_load_default(context, &policies[0], NULL) == WIJK_OK);
        HOLDS(wijk_policy_load(context, easy_pack, WIJK_NUL_TERMINATED, &policies[1], NULL) == WIJK_OK);
    }
    return policies[number % FUZZ_POLICIES];
}
