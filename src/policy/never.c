/* Whether a condition can hold at all. A search over the alternatives of its groups for facts that can be so together:
 * it never calls a condition impossible that can hold, and gives up, taking it for possible, when there are too many.
 *
 * Of facts it knows what follows from how they are asked: what came true within a week did so within a month, a signal
 * of one kind is a signal; the days in a tier are one number, while the levels of a domain are as many as there are
 * people. */
#include "policy/lint.h"

/* ---- facts that cannot be so together ---- */

/* Whether a fact that is not so leaves no room for another about the same number. */
static bool denies(const struct wijk__condition *not_so, const struct wijk__condition *so) {
    if (not_so->fact != so->fact)
        return false;
    if (not_so->key.data && !(so->key.data && wijk__text_equal(not_so->key.data, not_so->key.length, so->key.data,
                                                               so->key.length)))
        return false;
    return not_so->within_days < 0 || (so->within_days >= 0 && so->within_days <= not_so->within_days);
}

/* Whether what is not so leaves none of the numbers from `least` to `most` to a fact that is. Between two whole scores
 * there are others. */
static bool is_covered(struct wijk__search *search, const struct wijk__condition *so, int64_t least, int64_t most) {
    int64_t step = so->fact == WIJK_FACT_SCORE ? 0 : 1;
    for (int64_t number = least; number <= most - 1 + step;) {
        int64_t next = number;
        for (uint32_t i = 0; i < search->literal_count; i++) {
            const struct wijk__condition *other = &search->list[search->literals[i].place];
            search->work++;
            if (!search->literals[i].so && denies(other, so) && other->at_least <= next && other->at_most + step > next)
                next = (int64_t)other->at_most + step;
        }
        if (next == number)
            return false;
        number = next;
    }
    return true;
}

/* The levels that there are, so that none is left over when all of them are denied. */
static void clip_level(int64_t *least, int64_t *most) {
    const struct wijk__field_def *level =
        wijk__field_named(wijk__act_def(WIJK_ACT_DOMAIN_ASSESS), "level", strlen("level"));
    *least = *least < level->min ? level->min : *least;
    *most = *most > level->max ? level->max : *most;
}

static bool is_impossible(struct wijk__search *search, const struct wijk__condition *so) {
    int64_t least = so->at_least, most = so->at_most;
    if (so->fact == WIJK_FACT_DOMAIN_LEVEL)
        clip_level(&least, &most);
    for (uint32_t i = 0; so->fact == WIJK_FACT_DAYS_IN_TIER && i < search->literal_count; i++) {
        const struct wijk__condition *other = &search->list[search->literals[i].place];
        if (!search->literals[i].so || other->fact != so->fact)
            continue;
        least = other->at_least > least ? other->at_least : least;
        most = other->at_most < most ? other->at_most : most;
    }
    return is_covered(search, so, least, most);
}

/* Whether the last literal goes with those before it. */
static bool goes_together(struct wijk__search *search) {
    const struct wijk__literal *last = &search->literals[search->literal_count - 1];
    if (last->so)
        return !is_impossible(search, &search->list[last->place]);
    for (uint32_t i = 0; i + 1 < search->literal_count; i++) {
        const struct wijk__condition *so = &search->list[search->literals[i].place];
        search->work++;
        if (search->literals[i].so && denies(&search->list[last->place], so) && is_impossible(search, so))
            return false;
    }
    return true;
}

/* ---- the search ---- */

enum { NOTHING = UINT32_MAX }; /* after the last goal */

static void add_goal(struct wijk__search *search, uint32_t place, bool so) {
    search->goals[search->goal_count] = (struct wijk__goal){place, search->head, so};
    search->head = search->goal_count++;
}

/* The next alternative of the last choice that has one; false when there is none. */
static bool choose(struct wijk__search *search) {
    while (search->choice_count > 0) {
        struct wijk__choice *choice = &search->choices[search->choice_count - 1];
        search->head = choice->head;
        search->goal_count = choice->goal_count;
        search->literal_count = choice->literal_count;
        if (choice->child < choice->end) {
            uint32_t child = choice->child;
            choice->child = search->list[child].next;
            add_goal(search, child, choice->so);
            return true;
        }
        search->choice_count--;
    }
    return false;
}

/* Takes a goal apart into goals, a choice, or a fact; false when it leaves nothing possible. */
static bool pursue(struct wijk__search *search, struct wijk__goal goal) {
    const struct wijk__condition *node = &search->list[goal.place];
    if (node->kind == WIJK__ATOM) {
        search->literals[search->literal_count++] = (struct wijk__literal){goal.place, goal.so};
        return goes_together(search) || choose(search);
    }
    if (node->kind == WIJK__NOT) {
        add_goal(search, goal.place + 1, !goal.so);
        return true;
    }
    if ((node->kind == WIJK__ALL) == goal.so) {
        for (uint32_t child = goal.place + 1; child < node->next; child = search->list[child].next)
            add_goal(search, child, goal.so);
        return true;
    }
    search->choices[search->choice_count++] = (struct wijk__choice){
        goal.place + 1, node->next, search->head, search->goal_count, search->literal_count, goal.so};
    return choose(search);
}

bool wijk__never_holds(struct wijk__search *search, const struct wijk__condition *list, uint32_t place) {
    search->list = list;
    search->goal_count = search->literal_count = search->choice_count = 0;
    search->head = NOTHING;
    add_goal(search, place, true);
    while (search->head != NOTHING) {
        struct wijk__goal goal = search->goals[search->head];
        search->head = goal.next;
        if (search->work++ > WIJK__SEARCH_MOST)
            return false;
        if (!pursue(search, goal))
            return true;
    }
    return false;
}
