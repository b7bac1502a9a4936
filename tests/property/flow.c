/* The flow of random histories, against a slow count from the tables: every day is of exactly one kind, the parts make
 * the whole, two periods next to each other make the one over both, and that on both clocks.
 *
 *     flow [FIRST [COUNT]]    sequences FIRST .. FIRST + COUNT - 1; as a test 1,000 of them, in the full run 40,000 */
#include "random_acts.h"

enum { FIGURES = WIJK_FLOW_DWELL_SETTING + 1, WITHIN = 20 };

static wijk_context *context;
static wijk_policy *policy;

struct sums { /* of the totals, by figure; of stays all together */
    int64_t count[FIGURES], of[FIGURES];
};

/* ---- what the library says ---- */

static int is_dwell(int64_t figure) { return figure == WIJK_FLOW_DWELL_TIER || figure == WIJK_FLOW_DWELL_SETTING; }

static void read_rows(const wijk_table *table, struct sums *sums) {
    int64_t providers[FIGURES] = {0};
    memset(sums, 0, sizeof *sums);
    for (uint32_t row = 0; row < wijk_table_rows(table); row++) {
        int64_t figure = wijk_table_int(table, WIJK_FLOW_COLUMN_FIGURE, row);
        int64_t count = wijk_table_int(table, WIJK_FLOW_COLUMN_COUNT, row);
        int64_t of = wijk_table_int(table, WIJK_FLOW_COLUMN_OF, row);
        if (count < 0 || of < 0 || (count == 0 && of == 0))
            fail("a row of nothing");
        if (wijk_table_cell_id(table, WIJK_FLOW_COLUMN_SUBJECT, row) != NULL)
            providers[figure] += count;
        if (wijk_table_cell_id(table, WIJK_FLOW_COLUMN_SUBJECT, row) != NULL ||
            (wijk_table_text(table, WIJK_FLOW_COLUMN_LADDER, row, NULL) != NULL && !is_dwell(figure)))
            continue;
        if (!is_dwell(figure) && (sums->count[figure] || sums->of[figure]))
            fail("two totals of one figure");
        sums->count[figure] += count;
        sums->of[figure] += of;
    }
    for (int figure = 0; figure < FIGURES; figure++)
        if (providers[figure] > sums->count[figure])
            fail("providers have more than the total");
}

static void flow(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_time known, struct sums *sums) {
    wijk_table *table;
    must(wijk_dossier_flow(dossier, from, until, WITHIN, known, &table, NULL), "flow");
    read_rows(table, sums);
    wijk_table_unref(table);
}

/* ---- the slow count ---- */

static wijk_table *table_of(const wijk_dossier *dossier, wijk_table_id id, wijk_date on, wijk_time known) {
    wijk_table *table;
    must(wijk_dossier_table(dossier, id, on, known, &table, NULL), "table");
    return table;
}

struct periods {
    wijk_table *table;
    uint32_t from, until;
};

static int holds(const struct periods *periods, wijk_date day, int64_t waits_for) {
    for (uint32_t row = 0; row < wijk_table_rows(periods->table); row++)
        if (wijk_table_int(periods->table, periods->from, row) <= day &&
            (wijk_table_is_null(periods->table, periods->until, row) ||
             wijk_table_int(periods->table, periods->until, row) > day) &&
            (waits_for == 0 || wijk_table_int(periods->table, WIJK_WAITS_COLUMN_WAITS_FOR, row) == waits_for))
            return 1;
    return 0;
}

static int figure_of_day(const struct periods *tables, wijk_date day) {
    if (!holds(&tables[0], day, 0))
        return WIJK_FLOW_DAYS_CLOSED;
    if (holds(&tables[1], day, WIJK_WAIT_FOR_PROVIDER))
        return WIJK_FLOW_DAYS_WAITING_PROVIDER;
    if (holds(&tables[1], day, WIJK_WAIT_FOR_CLIENT))
        return WIJK_FLOW_DAYS_WAITING_CLIENT;
    if (holds(&tables[2], day, 0))
        return WIJK_FLOW_DAYS_PAUSED;
    return holds(&tables[3], day, 0) ? WIJK_FLOW_DAYS_PILOT_LIGHT : WIJK_FLOW_DAYS_WORKING;
}

static void count_days(const struct periods *tables, wijk_date from, wijk_date until, const struct sums *told) {
    int64_t days[FIGURES] = {0}, all = 0;
    if (wijk_table_rows(tables[0].table) == 0)
        return;
    wijk_date first = (wijk_date)wijk_table_int(tables[0].table, WIJK_EPISODES_COLUMN_FROM, 0);
    for (wijk_date day = from > first ? from : first; day < until; day++, all++)
        days[figure_of_day(tables, day)]++;
    for (int figure = WIJK_FLOW_DAYS_WORKING; figure <= WIJK_FLOW_DAYS_CLOSED; figure++)
        if (days[figure] != told->count[figure])
            fail("days of a kind are counted otherwise one by one");
    int64_t open = all - days[WIJK_FLOW_DAYS_CLOSED];
    if (told->of[WIJK_FLOW_DAYS_CLOSED] != all || told->of[WIJK_FLOW_DAYS_WORKING] != open ||
        told->of[WIJK_FLOW_STEPS_UP] != open)
        fail("the kinds of day do not make the days");
    if (told->count[WIJK_FLOW_DAYS_BRIDGED] > told->of[WIJK_FLOW_DAYS_BRIDGED] ||
        told->of[WIJK_FLOW_DAYS_BRIDGED] != days[WIJK_FLOW_DAYS_WAITING_PROVIDER])
        fail("more days were bridged than waited");
}

/* Support or a contact in the two weeks before a day, which go on when nobody works, or on it; in a wait that lasts. */
static int is_bridged(const struct periods *waits, const wijk_table *bridges, wijk_date day) {
    for (uint32_t row = 0; row < wijk_table_rows(bridges); row++) {
        wijk_date begun = (wijk_date)wijk_table_int(bridges, WIJK_BRIDGES_COLUMN_BRIDGED, row), last;
        must(wijk_term_end(begun, 2, WIJK_TERM_WEEKS, 1, WIJK_CALENDAR_LIBERATION_LUSTRUM, &last), "term");
        int64_t kind = wijk_table_int(bridges, WIJK_BRIDGES_COLUMN_KIND, row);
        if (begun > day || last < day || kind == WIJK_BRIDGE_KIND_SAFETY_CHECK)
            continue;
        const wijk_id *wait = wijk_table_cell_id(bridges, WIJK_BRIDGES_COLUMN_WAIT, row);
        for (uint32_t i = 0; i < wijk_table_rows(waits->table); i++)
            if (memcmp(wijk_table_cell_id(waits->table, WIJK_WAITS_COLUMN_ACT, i), wait, sizeof *wait) == 0 &&
                wijk_table_int(waits->table, WIJK_WAITS_COLUMN_WAITS_FOR, i) == WIJK_WAIT_FOR_PROVIDER &&
                (wijk_table_is_null(waits->table, waits->until, i) ||
                 wijk_table_int(waits->table, waits->until, i) > day))
                return 1;
    }
    return 0;
}

static void count_bridged(const wijk_dossier *dossier, const struct periods *tables, wijk_date from, wijk_date until,
                          wijk_time known, const struct sums *told) {
    int64_t bridged = 0;
    wijk_table *bridges = table_of(dossier, WIJK_TABLE_BRIDGES, until - 1, known);
    for (wijk_date day = from; day < until; day++)
        bridged += figure_of_day(tables, day) == WIJK_FLOW_DAYS_WAITING_PROVIDER &&
                   is_bridged(&tables[1], bridges, day);
    if (bridged != told->count[WIJK_FLOW_DAYS_BRIDGED])
        fail("days that were bridged are counted otherwise one by one");
    wijk_table_unref(bridges);
}

static void count_path(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_time known,
                       const struct sums *told) {
    int64_t up = 0, down = 0;
    wijk_table *stays = table_of(dossier, WIJK_TABLE_TIER_STAYS, until - 1, known);
    for (uint32_t row = 0; row < wijk_table_rows(stays); row++) {
        int64_t day = wijk_table_int(stays, WIJK_TIER_STAYS_COLUMN_FROM, row);
        int64_t direction = wijk_table_int(stays, WIJK_TIER_STAYS_COLUMN_DIRECTION, row);
        int counts = day >= from && day < until && wijk_table_int(stays, WIJK_TIER_STAYS_COLUMN_RETURNED, row) != 1;
        up += counts && direction == WIJK_DIRECTION_UP;
        down += counts && direction == WIJK_DIRECTION_DOWN;
    }
    if (up != told->count[WIJK_FLOW_STEPS_UP] || down != told->count[WIJK_FLOW_STEPS_DOWN] ||
        down != told->of[WIJK_FLOW_DAYS_TO_STEP_DOWN] || up + down != told->of[WIJK_FLOW_STEPS_CONSULTED])
        fail("steps are counted otherwise one by one");
    wijk_table_unref(stays);
}

static void count_returns(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_time known,
                          const struct sums *told) {
    int64_t after = 0, exits = 0, before = 0, starts = 0, count, of;
    wijk_date seen = until - 1;
    wijk_table *episodes = table_of(dossier, WIJK_TABLE_EPISODES, seen, known);
    for (uint32_t row = 0; row < wijk_table_rows(episodes); row++) {
        int64_t start = wijk_table_int(episodes, WIJK_EPISODES_COLUMN_FROM, row);
        int64_t exit = wijk_table_int(episodes, WIJK_EPISODES_COLUMN_UNTIL, row);
        int left = wijk_table_text(episodes, WIJK_EPISODES_COLUMN_EXIT, row, NULL) != NULL;
        int64_t away = wijk_table_int(episodes, WIJK_EPISODES_COLUMN_DAYS_AWAY, row);
        int came_back = row + 1 < wijk_table_rows(episodes) &&
                        wijk_table_int(episodes, WIJK_EPISODES_COLUMN_DAYS_AWAY, row + 1) <= WITHIN;
        int counts = left && exit >= from && exit < until && exit + WITHIN <= seen;
        exits += counts;
        after += counts && came_back;
        counts = start >= from && start < until;
        starts += counts;
        before += counts && row > 0 && away <= WITHIN &&
                  wijk_table_text(episodes, WIJK_EPISODES_COLUMN_EXIT, row - 1, NULL) != NULL;
    }
    wijk_table_unref(episodes);
    must(wijk_dossier_returns_after(dossier, from, until, WITHIN, seen, known, &count, &of, NULL), "returns after");
    if (count != after || of != exits || told->count[WIJK_FLOW_EXITS_RETURNED] != after ||
        told->of[WIJK_FLOW_EXITS_RETURNED] != exits)
        fail("returns after an exit are counted otherwise one by one");
    must(wijk_dossier_returns_before(dossier, from, until, WITHIN, known, &count, &of, NULL), "returns before");
    if (count != before || of != starts || told->count[WIJK_FLOW_STARTS_RETURNING] != before ||
        told->of[WIJK_FLOW_STARTS_RETURNING] != starts)
        fail("returns before a start are counted otherwise one by one");
}

static void count_slowly(const wijk_dossier *dossier, wijk_date from, wijk_date until, wijk_time known,
                         const struct sums *told) {
    wijk_date on = until - 1;
    struct periods tables[] = {
        {table_of(dossier, WIJK_TABLE_EPISODES, on, known), WIJK_EPISODES_COLUMN_FROM, WIJK_EPISODES_COLUMN_UNTIL},
        {table_of(dossier, WIJK_TABLE_WAITS, on, known), WIJK_WAITS_COLUMN_FROM, WIJK_WAITS_COLUMN_UNTIL},
        {table_of(dossier, WIJK_TABLE_CASE_PAUSES, on, known), WIJK_CASE_PAUSES_COLUMN_FROM,
         WIJK_CASE_PAUSES_COLUMN_UNTIL},
        {table_of(dossier, WIJK_TABLE_PILOT_LIGHTS, on, known), WIJK_PILOT_LIGHTS_COLUMN_FROM,
         WIJK_PILOT_LIGHTS_COLUMN_UNTIL},
    };
    count_days(tables, from, until, told);
    count_bridged(dossier, tables, from, until, known, told);
    count_path(dossier, from, until, known, told);
    count_returns(dossier, from, until, known, told);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        wijk_table_unref(tables[i].table);
}

/* ---- two periods make the one over both ---- */

/* What may be said of the first part only later on is left out: dissent, reviews, and whether an exit was for good. */
static int adds_up(int figure) {
    return figure != WIJK_FLOW_STEPS_DISSENTED && figure != WIJK_FLOW_OVERRIDES_REVIEWED &&
           figure != WIJK_FLOW_EXITS_RETURNED;
}

static void compare_parts(const struct sums *whole, const struct sums *first, const struct sums *second) {
    for (int figure = 1; figure < FIGURES; figure++)
        if (adds_up(figure) && (whole->count[figure] != first->count[figure] + second->count[figure] ||
                                whole->of[figure] != first->of[figure] + second->of[figure])) {
            fprintf(stderr, "figure %d: %" PRId64 " of %" PRId64 ", and %" PRId64 " of %" PRId64 ", but %" PRId64
                    " of %" PRId64 " of both\n", figure, first->count[figure], first->of[figure], second->count[figure],
                    second->of[figure], whole->count[figure], whole->of[figure]);
            fail("two periods next to each other do not make the one over both");
        }
}

static void try_periods(const wijk_dossier *dossier, wijk_time known) {
    wijk_date from = h.day - 150 + (wijk_date)draw(140), middle = from + 1 + (wijk_date)draw(60);
    wijk_date until = middle + 1 + (wijk_date)draw(60);
    struct sums whole, first, second;
    flow(dossier, from, until, known, &whole);
    flow(dossier, from, middle, known, &first);
    flow(dossier, middle, until, known, &second);
    compare_parts(&whole, &first, &second);
    count_slowly(dossier, from, until, known, &whole);
}

/* ---- histories in which much is waited, paused and lit ---- */

static wijk_act_type more_often(void) {
    static const wijk_act_type path[] = {
        WIJK_ACT_WAIT_START,        WIJK_ACT_WAIT_BRIDGE, WIJK_ACT_WAIT_END,          WIJK_ACT_CLIENT_WAIT_START,
        WIJK_ACT_CASE_PAUSE,        WIJK_ACT_CASE_RESUME, WIJK_ACT_PILOT_LIGHT_START, WIJK_ACT_PILOT_LIGHT_CONTACT,
        WIJK_ACT_PILOT_LIGHT_END,   WIJK_ACT_TIER_ENTER,  WIJK_ACT_DOSSIER_CLOSE,     WIJK_ACT_DOSSIER_REOPEN,
        WIJK_ACT_PILOT_LIGHT_RETURN};
    return path[draw(sizeof path / sizeof *path)];
}

static void run(uint64_t number) {
    sequence_number = number;
    start_history(number, 0);
    wijk_id id = named(0, (uint32_t)number + 1);
    wijk_dossier *dossier;
    wijk_act *act;
    wijk_act_type type;
    wijk_time known = WIJK_TIME_NONE;
    must(wijk_dossier_new(context, policy, &id, &dossier, NULL), "dossier");
    must(wijk_act_new(context, &act, NULL), "act");
    uint32_t length = 20 + draw(150), middle = draw(length);
    for (uint32_t i = 0; i < length && h.count < LONGEST; i++) {
        wanted_type = draw(3) ? more_often() : 0;
        if (make(act, &type) && wijk_dossier_submit(dossier, act, NULL, NULL) == WIJK_OK) {
            h.taken[h.count].type = type;
            h.taken[h.count++].id = *wijk_act_get_id(act);
        }
        if (i == middle) {
            known = h.recorded;
            h.recorded += 1000;
        }
    }
    try_periods(dossier, WIJK_TIME_NONE);
    try_periods(dossier, known);
    wijk_act_destroy(act);
    wijk_dossier_destroy(dossier);
}

int main(int argc, char **argv) {
    if (!wijk_feature_supported(WIJK_FEATURE_JSON)) {
        puts("no policy in a build without JSON");
        return 77;
    }
    must(wijk_context_new(NULL, NULL, &context), "context");
    must(wijk_policy_load_default(context, &policy, NULL), "policy");
    run_sequences(sequences_of(argc, argv, 1000, 40000), run);
    wijk_policy_unref(policy);
    wijk_context_unref(context);
    return 0;
}
