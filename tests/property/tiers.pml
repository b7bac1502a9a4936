/* tiers.pml: the tier machine as a spin model; tiers.py runs it and compares it with the library.
 *
 * One household, one ladder, a plan, two professionals who may coordinate, waits, emergencies. Two writers submit acts
 * to the one dossier, optimistically: each loads it, lets the rules judge an act on what it loaded, and saves it under
 * the sequence number that it saw. Who comes later is refused, and loads again. What an act does when it is saved asks
 * no rules: frames are appended as they are, so whatever holds here the rules and the sequence numbers hold together.
 *
 * ladder.pml is generated from a rule pack by tiers.py: EACH_TIER(m), EACH_ENTRY(m), EACH_TARGET(m), ENTRY(t),
 * STEP(from, to) and MET(from, to), the conditions of a step in the words of this model.
 *
 * FAULT is the number of a seeded fault, 0 for none: each must be found, or the properties would hold of anything.
 * TABLE makes one writer who prints every act that is taken, with the state before and after. WAITS is how many waits
 * may be open at once. FORMULAS keeps what the formulas at the end ask about. */
#include "ladder.pml"

#ifndef FAULT
#define FAULT 0
#endif
#ifndef WAITS
#define WAITS 2
#endif

#define UNKNOWN 0
#define OPEN 1
#define CLOSED 2
#define NOBODY 0
#define NOWHERE 0
#define BIT(professional) professional /* 1 and 2 are bits already: 3 would be two coordinators */

#define NONE 0 /* of a step */
#define PROPOSED 1
#define ACCEPTED 2
#define REFUSED 3
#define USED 4

mtype = {nothing, open, close, reopen, activate, end_plan, offer_to, accept, decline, withdraw, propose, consult,
         decide_yes, decide_no, begin, enter, hurry, hurry_step, weigh_unsafe, weigh_safe, review, wait, end_wait};

/* ---- the dossier ---- */

byte dossier = UNKNOWN;
bool plan;                     /* one is active */
byte coordinators = NOBODY;    /* bits of those who coordinate */
byte offer = NOBODY;           /* to whom one is open */
byte tier = NOWHERE;
byte step = NONE;              /* the last that was proposed since the dossier opened; no act is about an earlier one */
byte from, target;             /* of it */
bool consulted;                /* the client, on it */
byte waits;                    /* how many are open */
bool unsafe;                   /* acutely, as last weighed */
bool unreviewed;               /* the last emergency step was not looked back on */

#ifdef FORMULAS
bool hurried;                  /* the last act was an emergency step */
bool landed[2];                /* the last that a writer did was to save an act */
#else
hidden byte hurried, landed[2];
#endif
bool behind[2];                /* somebody saved since this writer loaded */

/* What each writer is about to save: here and not in the process, because it is forgotten once somebody else has saved.
 * Then it will be refused whatever it was, and to remember it would only make the same states again. */
mtype doing[2] = nothing;
byte about[2];
#define act doing[me]
#define arg about[me]

/* ---- what the rules allow ---- */

#define is_open (dossier == OPEN)
#define standing (step == PROPOSED || step == ACCEPTED || step == REFUSED)
#define leads_on (tier == NOWHERE && ENTRY(target) || STEP(tier, target))
#define holds (tier == NOWHERE || MET(tier, target)) /* an entry has no conditions */
#if FAULT == 11
#define from_here true
#else
#define from_here (from == tier)
#endif
#define above(t) (t > tier) /* nowhere is below all */

#define may(condition, what, about) :: is_open && condition -> act = what; arg = about
#define may_offer(p) may(offer == NOBODY, offer_to, p)
#define may_propose(t) may(tier != t && (tier == NOWHERE && ENTRY(t) || STEP(tier, t)), propose, t)
#define may_begin(t) may(tier == NOWHERE, begin, t)
#if FAULT == 6
#define may_hurry(t) may(unsafe && tier != t, hurry, t)
#else
#define may_hurry(t) may(unsafe && above(t), hurry, t)
#endif

/* Load the dossier, and let the rules judge an act on it. */
inline load_and_judge() {
    if
    :: dossier == UNKNOWN -> act = open
#if FAULT != 9
    :: dossier == CLOSED -> act = reopen
#endif
#if FAULT == 7
    may(!plan, close, 0)
#elif FAULT == 12
    may(waits == 0, close, 0)
#else
    may(!plan && waits == 0, close, 0)
#endif

#if FAULT == 2
    may(!plan, activate, 0)
#else
    may(!plan && coordinators != NOBODY, activate, 0)
#endif
    may(plan, end_plan, 0)

    may_offer(1)
    may_offer(2)
    may(offer != NOBODY && coordinators != BIT(offer), accept, 0)
    may(offer != NOBODY, decline, 0)
    may(offer != NOBODY, withdraw, 0)

    EACH_TARGET(may_propose)
    may(step == PROPOSED, consult, 0)
    may(step == PROPOSED && leads_on && holds, decide_yes, 0)
    may(step == PROPOSED, decide_no, 0)

    EACH_ENTRY(may_begin)
#if FAULT == 4
    may(standing && from_here && tier != target && leads_on, enter, 0)
#elif FAULT == 5
    may((step == ACCEPTED || step == USED) && from_here && tier != target && leads_on, enter, 0)
#else
    may(step == ACCEPTED && from_here && tier != target && leads_on, enter, 0)
#endif
    EACH_TIER(may_hurry)
    may(unsafe && (step == PROPOSED || step == ACCEPTED) && from_here && above(target), hurry_step, 0)
#if FAULT != 13
    may(!unsafe, weigh_unsafe, 0)
#endif
    may(unsafe, weigh_safe, 0)
    may(unreviewed, review, 0)

    may(waits < WAITS, wait, 0)
    may(waits > 0, end_wait, 0)
    fi
}

/* ---- what the acts do ---- */

inline use_step() {
    uses++; tier = target;
#if FAULT != 5
    step = USED; from = NOWHERE; target = NOWHERE; consulted = false /* nobody asks any more: one state, not many */
#endif
}

inline hasten() {
    hurried = true; unreviewed = true
}

inline save_act() {
    hurried = false; uses = 0;
    was_dossier = dossier; was_coordinators = coordinators; was_offer = offer; was_tier = tier; was_step = step;
    was_target = target; was_from = from; was_waits = waits; was_plan = plan;
    if
    :: act == open || act == reopen -> dossier = OPEN
    :: act == close ->
        dossier = CLOSED; tier = NOWHERE; offer = NOBODY;
        step = NONE; from = NOWHERE; target = NOWHERE; consulted = false; /* what was proposed has lapsed */
#if FAULT != 8
        coordinators = NOBODY
#endif
    :: act == activate -> plan = true
    :: act == end_plan -> plan = false
    :: act == offer_to -> offer = arg
    :: act == accept ->
#if FAULT == 3
        coordinators = coordinators | BIT(offer);
#else
        coordinators = BIT(offer);
#endif
        offer = NOBODY
    :: act == decline || act == withdraw -> offer = NOBODY
    :: act == propose -> step = PROPOSED; target = arg; from = tier; consulted = false
    :: act == consult -> consulted = true
    :: act == decide_yes -> step = ACCEPTED; consulted = false
    :: act == decide_no -> step = REFUSED; consulted = false
    :: act == begin -> tier = arg
    :: act == enter -> use_step()
    :: act == hurry -> tier = arg; hasten()
    :: act == hurry_step -> use_step(); hasten()
    :: act == weigh_unsafe -> unsafe = true
    :: act == weigh_safe -> unsafe = false
    :: act == review -> unreviewed = false
    :: act == wait -> waits++
    :: act == end_wait -> waits--
    fi;
    watch()
}

/* ---- what must hold, whatever act did it ---- */

hidden byte was_dossier, was_coordinators, was_offer, was_tier, was_step, was_target, was_from, was_waits, was_plan;
hidden byte uses; /* of the step, by this act */

inline watch() {
    /* exactly one coordinator while a plan is active, and never two; nobody coordinates a closed dossier */
    assert(!plan || coordinators == 1 || coordinators == 2);
    assert(coordinators != 3);
    assert(is_open || (coordinators == NOBODY && offer == NOBODY && tier == NOWHERE && !plan));
    /* somebody coordinates by accepting an offer that was open, and by nothing else */
    assert(coordinators == was_coordinators || dossier == CLOSED ||
           (was_offer != NOBODY && coordinators == BIT(was_offer)));
    /* a tier is entered by an accepted step from where it was proposed, by an emergency upward, or as a beginning */
    assert(tier == was_tier || tier == NOWHERE || (hurried && tier > was_tier) ||
           (was_step == ACCEPTED && was_from == was_tier && was_target == tier && uses == 1) ||
           (was_tier == NOWHERE && ENTRY(tier)));
    assert(tier != NOWHERE || was_tier == NOWHERE || dossier == CLOSED);
    /* a step is used once, and what was used stays so until another is proposed */
    assert(uses == 0 || (was_step != USED && step == USED));
    assert(was_step != USED || step == USED || step == PROPOSED || dossier == CLOSED);
    /* nothing is waited for in a dossier that is closed */
    assert(dossier != CLOSED || waits == 0);
    assert(waits <= WAITS);
    /* what the fold of the library refuses, so that a history that was saved can be read */
    assert(act != open || was_dossier == UNKNOWN);
    assert(act != reopen || was_dossier == CLOSED);
    assert(act == open || act == reopen || was_dossier == OPEN);
    assert(act != activate || !was_plan);
    assert(act != end_plan || was_plan);
    assert(act != offer_to || was_offer == NOBODY);
    assert((act != accept && act != decline && act != withdraw) || was_offer != NOBODY);
    assert((act != decide_yes && act != decide_no && act != consult) || was_step == PROPOSED);
    assert(act != end_wait || was_waits > 0)
}

#define one_coordinates (coordinators == 1 || coordinators == 2)
#define somebody_landed (landed[0] || landed[1])

/* ---- who submits ---- */

#ifdef TABLE
#define show(mark) printf("%c %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n", mark, dossier, plan, coordinators, offer, \
                          tier, step, from, target, consulted, waits, unsafe, unreviewed, act, arg)
active proctype table() {
    byte me;
    do
    :: atomic {
        load_and_judge();
        show('<');
        save_act();
        show('>');
        act = nothing; arg = 0; hurried = false
    }
    od
}
#else
proctype writer(byte me) {
    do
    :: atomic {
        load_and_judge();
        landed[me] = false;
#if FAULT != 10
        behind[me] = false
#endif
    };
    atomic {
        if
#if FAULT != 1
        :: behind[me] /* the sequence number is another one: refused, load again */
#endif
        :: else ->
            save_act();
            landed[me] = true; behind[1 - me] = true;
#if FAULT != 1
            doing[1 - me] = nothing; about[1 - me] = 0
#endif
        fi;
        act = nothing; arg = 0
    }
    od
}

init {
    atomic { run writer(0); run writer(1) }
}

ltl sole { [] (plan -> one_coordinates) }
ltl waits_block { [] (waits > 0 -> dossier == OPEN) }
#define settled (step == ACCEPTED || step == REFUSED || step == NONE || hurried)
ltl decided_first { [] (step == PROPOSED -> ((step != USED) W settled)) }
/* Whatever the writers do, acts keep being saved: who is refused was passed by somebody who was not. */
ltl progress { [] <> somebody_landed }
/* Not promised, and must fail: one writer may always be the later one. */
ltl nobody_starves { [] <> landed[0] }
#endif
