import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clock, startWorld, type World } from '../../test/cases-world.ts';
import { agent, givenDesk, givenQueue, givenWaiting, next, resolve, routing } from '../../test/routing-stories.ts';
import { present, worksAt, workforceTells } from '../../test/workforce-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => {
  clock.set('2026-03-02T10:00:00.000Z');
  return world?.close();
});

const names = ['pers_ann', 'pers_bob', 'pers_cor'] as const;
type Name = (typeof names)[number];
const START = Date.parse('2026-03-02T10:00:00.000Z');
const TIMEOUT_MS = 60_000;
const REST_MS = 600_000;
const CAPACITY = 6;
const WEIGHT = 2;

/** What should be so of one person. */
interface Person {
  percent: number;
  isHere: boolean;
  offer: { readonly caseId: string; readonly id: string; readonly until: number } | null;
  readonly inHand: Set<string>;
}

/** What should be so, as simply as it can be said: one queue of cases in the order of their age, and what each person has. */
class Model {
  now = START;
  opened = 0;
  readonly waiting: string[] = [];
  readonly people = new Map<Name, Person>(
    names.map((name) => [name, { percent: 100, isHere: true, offer: null, inHand: new Set() }]),
  );
  /** Until when each case is not offered to whom. */
  readonly rests = new Map<string, number>();

  of(name: Name): Person {
    const person = this.people.get(name);
    if (!person) throw new Error(name);
    return person;
  }

  /** Lets offers pass, as the time goes on. */
  pass(ms: number): void {
    this.now += ms;
    for (const [name, person] of this.people)
      if (person.offer && person.offer.until <= this.now) this.back(name, person.offer.until + REST_MS);
  }

  /** The offer of somebody is over, and nobody has the case. */
  back(name: Name, restUntil: number): void {
    const person = this.of(name);
    if (person.offer) this.rests.set(`${name} ${person.offer.caseId}`, restUntil);
    person.offer = null;
  }

  /** What somebody is to be offered who asks and has no offer: a case, or the reason for none. */
  expected(name: Name): string {
    const { isHere, inHand, percent } = this.of(name);
    const offered = new Set([...this.people.values()].flatMap(({ offer }) => offer?.caseId ?? []));
    const free = this.waiting.filter((id) => !offered.has(id));
    if (free.length === 0) return 'NOTHING_WAITS';
    if (!isHere) return 'NOT_AVAILABLE';
    const isResting = (id: string) => (this.rests.get(`${name} ${id}`) ?? 0) > this.now;
    const isFull = (inHand.size + 1) * WEIGHT > Math.floor((CAPACITY * percent) / 100);
    const found = isFull ? undefined : free.find((id) => !isResting(id));
    if (found) return found;
    return isResting(free[0] ?? '') ? 'DECLINED_IT' : 'NO_CAPACITY';
  }
}

type Step = (model: Model) => Promise<void>;

const opens: Step = async (model) => {
  model.opened += 1;
  const openedAt = new Date(START - 1_000_000 + model.opened).toISOString();
  model.waiting.push(await givenWaiting(world, { openedAt }));
};

const asks =
  (name: Name): Step =>
  async (model) => {
    const person = model.of(name);
    const expected = person.offer?.caseId ?? model.expected(name);
    const answer = await next(world, name);
    expect(typeof answer === 'string' ? answer : answer.case?.id).toBe(expected);
    if (typeof answer === 'string' || person.offer) return;
    person.offer = { caseId: expected, id: answer.id, until: model.now + TIMEOUT_MS };
    expect(answer.reasons.replay?.isSame).toBe(true);
  };

const accepts =
  (name: Name): Step =>
  async (model) => {
    const person = model.of(name);
    if (!person.offer) return;
    const { caseId, id: assignmentId } = person.offer;
    const answer = await routing(world, agent(name), 'acceptAssignment', { assignmentId });
    expect(answer.assignment?.status).toBe('ACCEPTED');
    person.inHand.add(caseId);
    person.offer = null;
    model.waiting.splice(model.waiting.indexOf(caseId), 1);
  };

const declines =
  (name: Name): Step =>
  async (model) => {
    const { offer } = model.of(name);
    if (!offer) return;
    await routing(world, agent(name), 'declineAssignment', { assignmentId: offer.id, reason: 'BUSY' });
    model.back(name, model.now + REST_MS);
  };

const resolves =
  (name: Name): Step =>
  async (model) => {
    const [caseId] = model.of(name).inHand;
    if (!caseId) return;
    await resolve(world, caseId);
    model.of(name).inHand.delete(caseId);
  };

const goes =
  (name: Name, isHere: boolean): Step =>
  async (model) => {
    await workforceTells(world.service.database, present(name, isHere ? 'AVAILABLE' : 'AWAY'));
    // Taken back, not declined: it may come to them again at once.
    if (!isHere) model.back(name, 0);
    model.of(name).isHere = isHere;
  };

const works =
  (name: Name, percent: number): Step =>
  async (model) => {
    await workforceTells(world.service.database, worksAt(name, percent));
    model.of(name).percent = percent;
  };

const waits =
  (ms: number): Step =>
  async (model) => {
    model.pass(ms);
    clock.set(new Date(model.now).toISOString());
  };

const anyName = fc.constantFrom(...names);
/** A step that a counterexample shows by its words. */
const told = (label: string, step: Step) => ({ step, [fc.toStringMethod]: () => label });
const anyStep = fc.oneof(
  { weight: 3, arbitrary: fc.constant(told('a case comes', opens)) },
  { weight: 4, arbitrary: anyName.map((name) => told(`${name} asks`, asks(name))) },
  { weight: 3, arbitrary: anyName.map((name) => told(`${name} accepts`, accepts(name))) },
  { weight: 3, arbitrary: anyName.map((name) => told(`${name} declines`, declines(name))) },
  anyName.map((name) => told(`${name} resolves`, resolves(name))),
  fc.tuple(anyName, fc.boolean()).map(([name, isHere]) => told(`${name} is here: ${isHere}`, goes(name, isHere))),
  fc.tuple(anyName, fc.constantFrom(0, 34, 50, 100)).map(([name, to]) => told(`${name} works ${to}`, works(name, to))),
  fc.constantFrom(1, 59_999, 60_000, 600_000).map((ms) => told(`${ms} ms pass`, waits(ms))),
);

describe('offers, answers, absences and capacities in any order', () => {
  it('come to what one queue in the order of age comes to, and every offer replays to the same person', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 25, maxLength: 60, size: 'max' }), async (steps) => {
        clock.set(new Date(START).toISOString());
        await world.database.reset();
        await givenDesk(world, names);
        await givenQueue(world, { weights: [{ channel: 'EMAIL', weight: WEIGHT }], declineRest: 'PT10M' });
        const model = new Model();
        for (const { step } of steps) await step(model);
        const rows = await world.service.database.manager.query<{ id: string }[]>(
          `SELECT id FROM cases WHERE assignee_id IS NULL AND status = 'NEW' ORDER BY opened_at`,
        );
        expect(rows.map(({ id }) => id)).toEqual(model.waiting);
      }),
      { numRuns: 15 },
    );
  });
});
