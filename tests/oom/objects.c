/* Base, vocabulary, acts and policies. */
#include "sweep.h"

/* ---- beginnings ---- */

wijk_status make_context(struct run *run, int argument) {
    (void)argument;
    note("wijk_context_new"); /* called by fail_alloc_context() */
    wijk_status status = fail_alloc_context(run->alloc, NULL, &run->context);
    MUST(run, (status == WIJK_OK) == (run->context != NULL));
    return status;
}

wijk_status make_error(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_error_new)(run->context, &run->error);
    MUST(run, (status == WIJK_OK) == (run->error != NULL));
    return status;
}

wijk_status make_findings(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_findings_new)(run->context, &run->findings, run->error);
    MUST(run, (status == WIJK_OK) == (run->findings != NULL));
    return status;
}

wijk_status make_act(struct run *run, int argument) {
    wijk_act **act = argument == 0 ? &run->act : &run->other_act;
    wijk_status status = CALL(wijk_act_new)(run->context, act, run->error);
    MUST(run, (status == WIJK_OK) == (*act != NULL));
    return status;
}

wijk_status make_buffer(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_buffer_new)(run->context, &run->buffer);
    MUST(run, (status == WIJK_OK) == (run->buffer != NULL));
    return status;
}

/* ---- what takes no memory ---- */

static wijk_status ask_base(struct run *run, int argument) {
    char text[WIJK_ID_TEXT_SIZE];
    wijk_id id;
    wijk_date date, end;
    wijk_time moment;
    int32_t year, month, day;
    (void)argument;
    MUST(run, CALL(wijk_version)() == WIJK_VERSION_NUMBER && CALL(wijk_version_string)()[0] != '\0');
    MUST(run, CALL(wijk_abi_version)() >= 0 && CALL(wijk_feature_supported)(WIJK_FEATURE_JSON) == 1);
    MUST(run, CALL(wijk_status_name)(WIJK_OK)[0] != '\0' && CALL(wijk_status_text)(WIJK_OK, WIJK_DUTCH)[0] != '\0');
    MUST(run, CALL(wijk_context_ref)(run->context) == run->context);
    CALL(wijk_context_unref)(run->context);
    MUST(run, CALL(wijk_id_parse)("00000000-0000-0000-0000-00000000000x", 36, &id, run->error) == WIJK_E_ID);
    MUST(run, CALL(wijk_error_code)(run->error) == WIJK_E_ID);
    MUST(run, CALL(wijk_error_path)(run->error) != NULL && CALL(wijk_error_line)(run->error) == 0);
    MUST(run, CALL(wijk_error_column)(run->error) == 0 && CALL(wijk_error_index)(run->error) == -1);
    CALL(wijk_error_offset)(run->error);
    MUST(run, CALL(wijk_error_message)(run->error, WIJK_ENGLISH)[0] != '\0');
    id = number_id(1);
    CALL(wijk_id_format)(&id, text);
    MUST(run, CALL(wijk_id_parse)(text, WIJK_NUL_TERMINATED, &id, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_date_from_ymd)(2026, 1, 5, &date) == WIJK_OK);
    MUST(run, CALL(wijk_date_to_ymd)(date, &year, &month, &day) == WIJK_OK && day == 5);
    CALL(wijk_date_format)(date, text);
    MUST(run, CALL(wijk_date_parse)(text, WIJK_NUL_TERMINATED, &date, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_date_weekday)(date) == 1 && CALL(wijk_date_is_working_day)(date, 0) == 1);
    MUST(run, CALL(wijk_date_is_holiday)(date, 0) == 0);
    MUST(run, CALL(wijk_term_end)(date, 6, WIJK_TERM_WEEKS, 1, 0, &end) == WIJK_OK && end == date + 42);
    MUST(run, CALL(wijk_time_parse)("2026-01-05T10:00:00Z", WIJK_NUL_TERMINATED, &moment, run->error) == WIJK_OK);
    CALL(wijk_time_format)(moment, text);
    return WIJK_OK;
}

static wijk_status ask_catalog(struct run *run, int argument) {
    const wijk_catalog_part acts = WIJK_CATALOG_ACTS;
    (void)argument;
    MUST(run, CALL(wijk_catalog_count)(acts) > 0);
    int32_t number = CALL(wijk_catalog_number)(acts, 0);
    MUST(run, CALL(wijk_catalog_find)(acts, CALL(wijk_catalog_name)(acts, number), WIJK_NUL_TERMINATED) == number);
    MUST(run, CALL(wijk_catalog_term)(acts, number, WIJK_DUTCH) != NULL);
    MUST(run, CALL(wijk_catalog_about)(acts, number) != NULL);
    MUST(run, CALL(wijk_standard_code)("iwmo/3.2/wmo588/31", WIJK_NUL_TERMINATED, NULL, NULL, NULL) == WIJK_OK);
    MUST(run, CALL(wijk_standard_ending)(1, 3) == WIJK_ENDING_BY_CLIENT);
    MUST(run, CALL(wijk_catalog_fact_met)(WIJK_FACT_PLAN_ACTIVE, WIJK_DUTCH) != NULL);
    MUST(run, CALL(wijk_catalog_member_count)(acts, number) > 0);
    int32_t member = CALL(wijk_catalog_member_number)(acts, number, 0);
    MUST(run, CALL(wijk_catalog_member_name)(acts, number, member) != NULL);
    MUST(run, CALL(wijk_catalog_member_term)(acts, number, member, WIJK_ENGLISH) != NULL);
    MUST(run, CALL(wijk_catalog_member_type)(acts, number, member) != NULL);
    CALL(wijk_catalog_member_about)(acts, number, member);
    CALL(wijk_catalog_member_list)(acts, number, member);
    CALL(wijk_catalog_member_personal)(acts, number, member);
    CALL(wijk_catalog_member_required)(acts, number, member);
    return WIJK_OK;
}

/* ---- acts ---- */

static const wijk_date day = 20458;
static const wijk_time noon = INT64_C(20458) * INT64_C(86400000000) + INT64_C(43200000000);
static const char longer[] = "a text that is longer than whatever room an act may keep for short ones, "
                             "so that it has to be moved to a place of its own, and then once more";

static wijk_status begin_goal(struct run *run, int argument) {
    wijk_id id = number_id(10);
    (void)argument;
    return CALL(wijk_act_begin)(run->act, WIJK_ACT_GOAL_SET, &id, day, noon, run->error);
}

static wijk_status set_actor(struct run *run, int argument) {
    wijk_id who = number_id(11), where = number_id(12);
    (void)argument;
    return CALL(wijk_act_set_actor)(run->act, &who, &where, "team-worker", WIJK_NUL_TERMINATED, run->error);
}

static wijk_status set_reason(struct run *run, int argument) {
    return CALL(wijk_act_set_reason)(run->act, longer, argument ? 5 : sizeof longer - 1, run->error);
}

static wijk_status set_title(struct run *run, int argument) {
    return CALL(wijk_act_set_text)(run->act, WIJK_GOAL_SET_TITLE, longer, argument ? 5 : sizeof longer - 1,
                                   run->error);
}

static wijk_status set_indicator(struct run *run, int argument) {
    (void)argument;
    return CALL(wijk_act_set_text)(run->act, WIJK_GOAL_SET_INDICATOR, "months", WIJK_NUL_TERMINATED, run->error);
}

static wijk_status set_others(struct run *run, int argument) {
    wijk_id plan = number_id(13);
    (void)argument;
    MUST(run, CALL(wijk_act_set_id)(run->act, WIJK_GOAL_SET_PLAN, &plan, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_act_set_int)(run->act, WIJK_GOAL_SET_BASELINE, 5, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_act_set_date)(run->act, WIJK_GOAL_SET_DUE, day, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_act_set_code)(run->act, WIJK_GOAL_SET_DUE, 1, run->error) == WIJK_E_TYPE);
    MUST(run, CALL(wijk_act_unset)(run->act, WIJK_GOAL_SET_INDICATOR, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_act_get_valid)(run->act) == day && CALL(wijk_act_get_recorded)(run->act) == noon);
    MUST(run, CALL(wijk_act_get_id)(run->act) != NULL);
    return WIJK_OK;
}

static wijk_status write_act(struct run *run, int argument) {
    wijk_id dossier = number_id(14);
    (void)argument;
    return CALL(wijk_act_write_json)(run->act, &dossier, run->buffer, run->error);
}

/* What was written is read into the other act, and written again: the same. */
static wijk_status read_act(struct run *run, int argument) {
    wijk_id dossier;
    (void)argument;
    wijk_status status = CALL(wijk_act_read_json)(run->other_act, CALL(wijk_buffer_data)(run->buffer),
                                                  CALL(wijk_buffer_size)(run->buffer), &dossier, run->error);
    MUST(run, status == WIJK_OK || CALL(wijk_act_get_type)(run->other_act) == 0);
    return status;
}

static wijk_status write_again(struct run *run, int argument) {
    wijk_id dossier = number_id(14);
    size_t size = wijk_buffer_size(run->buffer);
    (void)argument;
    wijk_status status = CALL(wijk_act_write_json)(run->other_act, &dossier, run->buffer, run->error);
    if (status != WIJK_OK)
        return status;
    const char *data = wijk_buffer_data(run->buffer);
    MUST(run, wijk_buffer_size(run->buffer) == 2 * size && memcmp(data, data + size, size) == 0);
    CALL(wijk_buffer_clear)(run->buffer);
    return status;
}

static const struct step object_steps[] = {
    BEGINNING,
    {"base", ask_base, 0, 0},
    {"catalog", ask_catalog, 0, 0},
    {"other act", make_act, 1, 0},
    {"begin", begin_goal, 0, 0},
    {"actor", set_actor, 0, 0},
    {"short reason", set_reason, 1, 0},
    {"long reason", set_reason, 0, 0},
    {"short title", set_title, 1, 0},
    {"long title", set_title, 0, 0},
    {"indicator", set_indicator, 0, 0},
    {"other fields", set_others, 0, 0},
    {"write", write_act, 0, 0},
    {"read", read_act, 0, 0},
    {"write again", write_again, 0, 0},
    {"begin again", begin_goal, 0, LOSES_ACT},
};
const struct scenario objects_scenario = SCENARIO("base, vocabulary and acts", object_steps);

/* ---- policies ---- */

static wijk_status load_default(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_policy_load_default)(run->context, &run->policy, run->error);
    MUST(run, (status == WIJK_OK) == (run->policy != NULL));
    return status;
}

static wijk_status load_again(struct run *run, int argument) {
    wijk_policy *again;
    size_t length;
    (void)argument;
    const char *json = CALL(wijk_policy_json)(run->policy, &length);
    wijk_status status = CALL(wijk_policy_load)(run->context, json, length, &again, run->error);
    MUST(run, (status == WIJK_OK) == (again != NULL));
    if (status == WIJK_OK)
        MUST(run, memcmp(CALL(wijk_policy_id)(again), wijk_policy_id(run->policy), sizeof(wijk_id)) == 0);
    CALL(wijk_policy_unref)(again);
    return status;
}

static wijk_status ask_policy(struct run *run, int argument) {
    (void)argument;
    MUST(run, CALL(wijk_policy_ref)(run->policy) == run->policy);
    CALL(wijk_policy_unref)(run->policy);
    MUST(run, CALL(wijk_policy_version)(run->policy) != NULL);
    MUST(run, CALL(wijk_policy_severity)(run->policy, WIJK_WK1020) == WIJK_SEVERITY_WARN);
    MUST(run, CALL(wijk_policy_term)(run->policy, WIJK_LIST_ROLES, "team-worker", WIJK_NUL_TERMINATED, WIJK_DUTCH) !=
                  NULL);
    return WIJK_OK;
}

static wijk_status score_instrument(struct run *run, int argument) {
    int32_t answers[25] = {0}, valid[6];
    int64_t scores[6];
    (void)argument;
    MUST(run, CALL(wijk_instrument_items)(run->policy, "sdq") == 25);
    MUST(run, CALL(wijk_instrument_scales)(run->policy, "sdq") == 6);
    MUST(run, CALL(wijk_instrument_item)(run->policy, "sdq", 24) != NULL);
    MUST(run, CALL(wijk_instrument_scale)(run->policy, "sdq", 5) != NULL);
    wijk_status status = CALL(wijk_instrument_score)(run->policy, "sdq", answers, 1, scores, valid, run->error);
    MUST(run, status == WIJK_OK && scores[5] == 10000 && valid[5] == 4);
    MUST(run, CALL(wijk_instrument_band)(run->policy, "sdq", 5, scores[5]) != NULL);
    return status;
}

/* A pack with something doubtful: a tier without a way back, a condition that can never hold. */
static wijk_status lint_policy(struct run *run, int argument) {
    static const char pack[] =
        "{\"format\":1,\"name\":\"p\",\"version\":\"1\",\"valid_from\":\"2026-01-01\",\"ladders\":[{\"key\":\"l\","
        "\"en\":\"l\",\"nl\":\"l\",\"decided\":true,\"tiers\":["
        "{\"key\":\"a\",\"en\":\"a\",\"nl\":\"a\",\"entry\":true},{\"key\":\"b\",\"en\":\"b\",\"nl\":\"b\"}],\"steps\":[{\"from\":\"a\",\"to\":\"b\",\"when\":{\"all\":["
        "{\"fact\":\"goals-set\"},{\"not\":{\"fact\":\"goals-set\"}}]}}]}]}";
    wijk_policy *doubtful;
    (void)argument;
    wijk_status status =
        CALL(wijk_policy_load)(run->context, pack, WIJK_NUL_TERMINATED, &doubtful, run->error);
    if (status == WIJK_OK)
        status = CALL(wijk_policy_lint)(doubtful, run->findings, run->error);
    MUST(run, wijk_findings_count(run->findings) == (status == WIJK_OK ? 2 : 0));
    for (uint32_t i = 0; i < wijk_findings_count(run->findings); i++)
        MUST(run, CALL(wijk_findings_place)(run->findings, i)[0] == '/');
    CALL(wijk_policy_unref)(doubtful);
    return status;
}

/* No memory is needed to judge a share. */
static wijk_status judge_shares(struct run *run, int argument) {
    double difference, lower, upper;
    int32_t verdict;
    (void)argument;
    MUST(run, CALL(wijk_share_difference)(40, 100, 60, 100, &difference, &lower, &upper, run->error) == WIJK_OK);
    MUST(run, CALL(wijk_verdict)(WIJK_INDICATOR_DIRECTION_HIGHER, 60, 100, 10, NULL, NULL, 40, 100, 0, &verdict, &lower,
                                 &upper, run->error) == WIJK_OK && verdict == WIJK_VERDICT_BETTER);
    return WIJK_OK;
}

static wijk_status draw_policy(struct run *run, int argument) {
    (void)argument;
    wijk_status status = CALL(wijk_policy_write_dot)(run->policy, WIJK_DUTCH, run->buffer, run->error);
    MUST(run, (wijk_buffer_size(run->buffer) > 0) == (status == WIJK_OK));
    wijk_buffer_clear(run->buffer);
    return status;
}

static const struct step policy_steps[] = {
    {"context", make_context, 0, NO_ERROR}, {"error", make_error, 0, NO_ERROR}, {"load default", load_default, 0, 0},
    {"load", load_again, 0, 0},             {"ask", ask_policy, 0, 0},
    {"score", score_instrument, 0, 0},
    {"findings", make_findings, 0, 0},      {"lint", lint_policy, 0, 0},
    {"buffer", make_buffer, 0, NO_ERROR},   {"draw", draw_policy, 0, 0},
    {"shares", judge_shares, 0, 0},
};
const struct scenario policy_scenario = SCENARIO("policies", policy_steps);
