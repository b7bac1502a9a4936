// machine.mjs XSTATE TABLE EVENTS SECONDS: the ladder as a machine of XState, fed with the events as often as fits in
// the time. Prints lines "what events-per-second". XSTATE is the folder of the package.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, tableFile, eventsFile, seconds] = process.argv.slice(2);
const xstate = createRequire(join(folder, "x.js"))("xstate");
const { assign, createActor, getNextSnapshot, getInitialSnapshot, setup } = xstate;
const table = JSON.parse(readFileSync(tableFile, "utf8"));
const events = readFileSync(eventsFile, "utf8").trim().split("\n").map((line) => {
  const [type, tier, taken] = line.split(" ");
  return { type, tier, taken: taken === "yes" };
});

// What may be asked of a step: consulted, a plan that is active, a coordinator.
const needs = new Map(table.steps.map((step) => [step.from + ">" + step.to, step.needs]));
const facts = { consulted: (c) => c.consulted, plan: (c) => c.plan, coordinator: (c) => c.coordinator };
const met = (context) => {
  const asked = needs.get(context.at + ">" + context.proposed);
  return asked !== undefined && asked.every((name) => facts[name](context));
};
const states = { nowhere: { on: { BEGIN: table.entries.map((tier) => ({
  target: tier, guard: ({ event }) => event.tier === tier, actions: assign({ at: tier }) })) } } };
for (const tier of table.tiers) {
  const to = table.steps.filter((step) => step.from === tier).map((step) => step.to);
  states[tier] = { on: {
    PROPOSE: { guard: ({ event }) => to.includes(event.tier),
      actions: assign(({ event }) => ({ proposed: event.tier, consulted: false, decided: false })) },
    CONSULT: { guard: ({ context }) => context.proposed !== null && !context.decided,
      actions: assign({ consulted: true }) },
    DECIDE: { guard: ({ context }) => context.proposed !== null && !context.decided && met(context),
      actions: assign({ decided: true }) },
    ENTER: to.map((next) => ({ target: next,
      guard: ({ context, event }) => context.decided && context.proposed === next && event.tier === next,
      actions: assign({ at: next, proposed: null, decided: false }) })),
  } };
}
const machine = setup({}).createMachine({
  initial: "nowhere", states,
  context: { at: null, proposed: null, consulted: false, decided: false,
    plan: false, coordinator: false, offer: false },
  on: {
    OPEN: {}, JOIN: {}, DRAFT: {},
    OFFER: { guard: ({ context }) => !context.offer, actions: assign({ offer: true }) },
    ACCEPT: { guard: ({ context }) => context.offer, actions: assign({ offer: false, coordinator: true }) },
    ACTIVATE: { guard: ({ context }) => context.coordinator && !context.plan, actions: assign({ plan: true }) },
  },
});

function actor() { // an actor that is sent the events
  const one = createActor(machine);
  one.start();
  for (const event of events) one.send(event);
  return one.getSnapshot();
}

function pure() { // the machine as a function of a state and an event
  let state = getInitialSnapshot(machine);
  for (const event of events) state = getNextSnapshot(machine, state, event);
  return state;
}

const last = events.filter((event) => event.type === "ENTER" && event.taken).at(-1).tier;
for (const [name, run] of [["actor", actor], ["pure", pure]]) {
  let rounds = 0, state, taken;
  for (let i = 0; i < 400; i++) state = run(); // until it is compiled
  const start = performance.now(), startCpu = process.cpuUsage();
  do {
    for (let i = 0; i < 20; i++, rounds++) state = run();
    const cpu = process.cpuUsage(startCpu); // of all its threads, so elapsed time may be less
    taken = Math.min((cpu.user + cpu.system) / 1e6, (performance.now() - start) / 1e3);
  } while (taken < Number(seconds));
  if (state.value !== last) throw new Error(`${name}: in ${state.value}, expected ${last}`);
  console.log(name, Math.round((rounds * events.length) / taken));
}
