"""Small stories for the target `dossier`, as bytes: what the household of the examples does not do."""
from encode import BEGIN, LOOK, OTHER, RELOAD, ROLLBACK, SUBMIT_ALL, Encoder


def begin_story():
    """Opened, two members, a coordinator, an active plan with a goal, under the easy policy."""
    encoder = Encoder(True)
    make = encoder.make
    acts = [make("dossier-open"), make("member-join", called="anna", person="anna", role="child"),
            make("member-join", called="bea", person="bea", role="adult", home="shared"),
            make("coordination-offer", called="offer", professional="carl"),
            make("coordination-accept", 1, offer="offer"), make("plan-draft", called="plan", kind="family-group"),
            make("goal-set", called="goal", plan="plan", title="g", target=1000),
            make("plan-accept", plan="plan", person="bea"), make("plan-activate", 1, called="active", plan="plan")]
    return make, b"\1" + singly(*acts)


def singly(*acts):
    return b"".join(b"\0" + act for act in acts)


def batch(*acts):
    return bytes([SUBMIT_ALL | (len(acts) - 1) << 4]) + b"".join(acts)


REMEMBER, COMPARE, SAVED, UNDO, CHANGES, CORRECT = (bytes([OTHER | which << 4]) for which in range(6))


def story_of_actions(make):
    return singly(
        make("network-join", person="dirk", relation="friend"),
        make("action-plan", called="first", plan="plan", goal="goal", provider="dirk", description="d", minutes=60,
             provision="b", amount=10, as_role="a"),
        make("action-plan", called="second", plan="plan", provider="emma", description="d"),
        make("action-depend", action="second", on="first"), make("action-depend", action="first", on="second"),
        make("action-begin", 1, action="first"),
        make("action-pause", 1, action="first", why="w", yields_to="second")) + REMEMBER + singly(
            make("network-leave", person="dirk"), make("network-join", person="dirk", relation="other"),
            make("action-resume", 2, action="first")) + UNDO + b"\4" + UNDO + b"\7" + CHANGES + b"\5\1\1" + singly(
                make("action-end", 1, action="first"), make("goal-review", goal="goal", progress="improving"),
                make("goal-revise", goal="goal", target=2000),
                make("plan-accept", plan="plan", person="anna")) + COMPARE + b"\0"


def story_of_coordination(make):
    return singly(
        make("acting-begin", 1, called="acting", professional="frits"),
        make("coordination-claim", called="claim", party="gea"), make("duty-perform", duty="a"),
        make("duty-perform", 1, duty="b", by="carl"), make("coordination-offer", called="next", professional="hans"),
        make("acting-end", 2, acting="acting")) + UNDO + b"\5" + singly(
            make("claim-resolve", claim="claim", resolution="rejected"), make("acting-begin", professional="frits"),
            make("coordination-accept", 1, offer="next")) + UNDO + b"\0" + UNDO + b"\13" + singly(
                make("member-relate", called="tie", person="bea", of="anna", relation="parent", authority=True),
                make("relation-end", 1, relation="tie")) + bytes([LOOK | 0x30, 2, 30])


def story_of_lineage(make):
    return singly(
        make("household-absorb", household="other", plan="plan"), make("household-split-off", 1, household="third"),
        make("household-split-from", household="third"),
        make("household-merge-into", 2, household="other", plan="plan")) + UNDO + b"\0" + singly(
            make("dossier-reopen", 3)) + UNDO + b"\1" + UNDO + b"\3" + CHANGES + b"\12\0\1"


def story_of_corrections(make):
    return batch(
        make("goal-set", -1, called="other", plan="plan", title="h"),
        make("act-correct", at_once=True, act="goal", replacement="other")) + bytes([RELOAD | 0x40]) + REMEMBER + batch(
        make("plan-activate", 1, called="later", plan="plan"),
        make("act-correct", at_once=True, act="active", replacement="later"),
        make("member-hear", 1, person="bea", how="alone", topic="a")) + CORRECT + b"\12" + CORRECT + b"\2" + \
        UNDO + b"\11" + bytes([BEGIN]) + singly(
            make("act-withdraw", act="later"),
            make("act-withdraw", act="active")) + bytes([ROLLBACK]) + COMPARE + b"\0" + CHANGES + b"\3\1\1" + \
        batch(make("act-withdraw", act="active"), make("plan-activate", -1, plan="plan"))


def story_of_late_batches(make):
    return REMEMBER + batch(
        make("coordination-offer", 4, called="late", professional="ina"), make("coordination-accept", 1, offer="late"),
        make("member-leave", -2, called="left", person="anna"),
        make("plan-close", 1, plan="plan", achievement="partly")) + COMPARE + b"\0" + UNDO + b"\1" + batch(
        make("goal-link", -1, goal="goal", problem=1),
        make("problem-identify", -4, called="problem", at_once=True, analysis=1, domain="a",
             severity="serious", description="p"),
        make("analysis-open", -5, called="analysis", at_once=True)) + batch(
        make("problem-leave", -1, problem="problem", why="w"),
        make("act-withdraw", at_once=True, act="left")) + CHANGES + b"\24\0\1" + batch(
        make("member-hear", -1, person="anna", how="with-parent"), make("act-withdraw", at_once=True, act="problem"),
        make("act-withdraw", act="late")) + bytes([RELOAD | 0x60])


def story_of_steps(make):
    """Without a decision and with one, by night, and looked back on; dissent, and what lapses with the dossier."""
    return singly(
        make("tier-enter", called="low", ladder="a", tier="a"), make("signal-report", called="signal", kind="a"),
        make("step-propose", called="up", ladder="a", tier="b", why="w", evidence="e", based_on="anna"),
        make("client-consult", 1, step="up", person="anna", opinion="dissents"),
        make("step-dissent", step="up", party="bea", why="w"),
        make("client-consult", step="up", person="bea", opinion="agrees"),
        make("step-decide", 1, step="up", decision="accepted")) + REMEMBER + singly(
            make("tier-enter", called="middle", ladder="a", tier="b", step="up"),
            make("signal-close", 1, signal="signal", why="w"), make("safety-weigh", suspicion=False),
            make("tier-enter", called="night", because="r", ladder="a", tier="c", emergency=True),
            make("override-review", 2, override="night", justified=True),
            make("step-propose", called="down", ladder="a", tier="a")) + UNDO + b"\7" + COMPARE + b"\0" + singly(
                make("setting-move", setting="a"), make("setting-move", 1, setting="b", provider="clinic"),
                make("plan-close", plan="plan"), make("dossier-close", 1, exit="a", destination="a"),
                make("dossier-reopen", 4), make("step-decide", step="down", decision="accepted")) + UNDO + b"\2"


def story_of_waits(make):
    """Nested waits, one for a provider and one for the client, a pause, and a pilot light that is left again."""
    return singly(
        make("referral-make", called="referral", source="team", provision="b", why="w", known=True, workload=1200),
        make("referral-accept", 1, referral="referral"),
        make("wait-start", called="wait", provision="b", provider="clinic", interim="carl", referral="referral"),
        make("wait-bridge", 1, wait="wait", support="s", kind="contact", minutes=30),
        make("client-wait-start", called="client", why="w", interim="carl"),
        make("wait-bridge", wait="client", support="s", kind="safety-check"),
        make("wait-revise", 2, wait="wait", interim="emma"), make("case-pause", called="pause", why="w"),
        make("wait-end", wait="wait", outcome="started")) + REMEMBER + singly(
            make("case-resume", 3, pause="pause"), make("wait-end", wait="client", outcome="other"),
            make("tier-enter", ladder="b", tier="a"), make("tier-enter", 1, ladder="b", tier="d"),
            make("pilot-light-start", called="light", interval=2, responsible="carl"),
            make("pilot-light-contact", 5, pilot_light="light", reached=True, minutes=15),
            make("pilot-light-return", 4, pilot_light="light", ladder="b", tier="a")) + UNDO + b"\2" + \
        COMPARE + b"\0" + bytes([LOOK | 0x30, 2, 30])


def story_of_care(make):
    """A weighing that asks for a report, an expert who answers, a support that goes on longer."""
    return singly(
        make("safety-weigh", called="weighing", suspicion=True, unsafety="structural", person="anna"),
        make("safety-report", 1, safety="weighing"), make("safety-report", safety="weighing"),
        make("analysis-open", called="analysis"),
        make("problem-identify", called="problem", analysis="analysis", domain="a", severity="acute", description="d",
             kind="a"),
        make("expert-consult", called="consult", expertise="a", question="q", problem="problem", expert="emma"),
        make("expert-answer", 2, consult="consult", advice="a", binding=True)) + UNDO + b"\1" + singly(
            make("support-begin", called="support", name="n", assignment="a", end="2024-12-01", provider="clinic"),
            make("support-review", 3, support="support", evaluation="e", end="2025-02-01"),
            make("support-end", 1, support="support", evaluation="e"),
            make("referral-make", called="referral", source="gp", why="w"),
            make("referral-refuse", 1, referral="referral", why="w"),
            make("referral-withdraw", referral="referral", why="w")) + UNDO + b"\5" + CHANGES + b"\3\0\1"


def stories():
    for story in (story_of_steps, story_of_waits, story_of_care, story_of_actions, story_of_coordination,
                  story_of_lineage, story_of_corrections, story_of_late_batches):
        make, start = begin_story()
        yield story.__name__[9:].replace("_", "-"), start + story(make)
