import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  BeginAppraisalInput,
  CompleteAppraisalInput,
  HandInSelfAppraisalInput,
  ScoreAppraisalInput,
  SignAppraisalInput,
} from '@courtesy/graph-types/workforce';
import { findFormula, lockCycle } from '../appraisal-cycle/appraisal-cycle.store.ts';
import { requireReach } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { findPeople, lockPersonShared } from '../person/person.store.ts';
import type { Person } from '../person/person.ts';
import { findSites } from '../site/site.store.ts';
import { resultOf, type Appraisal } from './appraisal.ts';
import { complete, handIn, newAppraisal, problemsOfRound, scorePart, sign, type AppraisingHand } from './appraising.ts';
import { addAppraisal, addScore, findAppraisal, lockAppraisal, saveAppraisal, scoresOf } from './appraisal.store.ts';

/** Whoever does it, as records of appraisals keep them. */
export const handOf = ({ actor, now }: Context): AppraisingHand => ({ personId: actor.personId ?? null, at: now() });

/** What others are told of an appraisal: where it stands, and once it is complete what it came to. */
export const appraisalEvent = (appraisal: Appraisal, time: Date, resultHundredths: number | null = null): NewEvent => ({
  ...{ type: 'courtesy.appraisal.changed.v1', subject: appraisal.id, sequence: appraisal.version, time },
  data: {
    ...{ cycleId: appraisal.cycleId, personId: appraisal.personId, appraiserId: appraisal.appraiserId },
    ...{ status: appraisal.status, resultHundredths, supersedesId: appraisal.supersedesId },
  },
});

/** Lets an appraisal of somebody begin only where the caller sees all of them. Throws FORBIDDEN otherwise. */
export async function requirePerson(context: Context, tx: Transaction, person: Person): Promise<void> {
  const { siteId, teamId, id: personId } = person;
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  requireReach(context, { regionId: site?.regionId, siteId, teamId, personId });
}

/** Begins to appraise somebody. */
export async function beginAppraisal(context: Context, input: BeginAppraisalInput) {
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'beginAppraisal', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const person = await lockPersonShared(tx.manager, input.personId);
      if (!person) return notFound(input.personId);
      await requirePerson(context, tx, person);
      const cycle = await lockCycle(tx.manager, input.cycleId);
      if (!cycle) return notFound(input.cycleId);
      const appraiserId = input.appraiserId ?? person.managerId;
      if (!appraiserId) return invalidInput([{ path: 'appraiserId', message: 'is absent, and they report to nobody' }]);
      const peerIds = input.peerIds ?? [];
      const known = await findPeople(tx.manager, [appraiserId, ...peerIds]);
      const problems = [
        ...problemsOfRound(person.id, appraiserId, peerIds),
        ...(person.siteId === cycle.siteId ? [] : [{ path: 'personId', message: 'is of another site than the cycle' }]),
        ...(known.has(appraiserId) ? [] : [nothingThere('appraiserId', appraiserId)]),
        ...peerIds.flatMap((id, i) => (known.has(id) ? [] : [nothingThere(`peerIds[${i}]`, id)])),
      ];
      if (problems.length > 0) return invalidInput(problems);
      const before = await findAppraisal(tx.manager, cycle.id, person.id);
      if (before) return { type: 'AppraisedAlready' as const, appraisal: before };
      const { formulaNumber } = cycle;
      const given = { cycleId: cycle.id, personId: person.id, appraiserId, peerIds, formulaNumber };
      const appraisal = newAppraisal(context.newId('aprl'), given, at);
      await addAppraisal(tx.manager, appraisal);
      tx.emit(appraisalEvent(appraisal, at));
      return { type: 'AppraisalBegun' as const, appraisal };
    }),
  );
}

interface AppraisalRequest {
  readonly appraisalId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, let the domain decide, save; `keep` stores what goes with it and announces. */
export function changeAppraisal<O extends { readonly type: string; readonly appraisal?: Appraisal }>(
  context: Context,
  { appraisalId, expectedVersion }: AppraisalRequest,
  decide: (current: Appraisal, tx: Transaction, by: AppraisingHand) => O | Promise<O>,
): Promise<O | NotFound | StaleVersion<Appraisal>> {
  return context.db.transaction(async (tx) => {
    const current = await lockAppraisal(tx.manager, context.actor, appraisalId);
    if (!current) return notFound(appraisalId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = await decide(current, tx, handOf(context));
    const { appraisal } = outcome;
    if (appraisal && appraisal.version !== current.version) await saveAppraisal(tx.manager, appraisal);
    return outcome;
  });
}

/** Scores a part. */
export const scoreAppraisal = (context: Context, input: ScoreAppraisalInput) =>
  changeAppraisal(context, input, async (current, tx, by) => {
    const formula = await findFormula(tx.manager, current.cycleId, current.formulaNumber);
    const outcome = scorePart(current, input, { formula, id: context.newId('ascr') }, by);
    if (outcome.type !== 'AppraisalScored') return outcome;
    await addScore(tx.manager, outcome.score);
    tx.emit(appraisalEvent(outcome.appraisal, by.at));
    return { type: outcome.type, appraisal: outcome.appraisal };
  });

/** Says that one has scored oneself. */
export const handInSelfAppraisal = (context: Context, input: HandInSelfAppraisalInput) =>
  changeAppraisal(context, input, (current, tx, by) => {
    const outcome = handIn(current, by);
    if (outcome.type === 'SelfAppraisalHandedIn') tx.emit(appraisalEvent(outcome.appraisal, by.at));
    return outcome;
  });

/** Completes an appraisal. */
export const completeAppraisal = (context: Context, input: CompleteAppraisalInput) =>
  changeAppraisal(context, input, async (current, tx, by) => {
    const scores = await scoresOf(tx.manager, [current.id]);
    const outcome = complete(current, scores, by);
    if (outcome.type !== 'AppraisalCompleted') return outcome;
    const formula = await findFormula(tx.manager, current.cycleId, current.formulaNumber);
    tx.emit(appraisalEvent(outcome.appraisal, by.at, resultOf(formula, scores)));
    return outcome;
  });

/** Signs one's own appraisal. */
export const signAppraisal = (context: Context, input: SignAppraisalInput) =>
  changeAppraisal(context, input, (current, tx, by) => {
    const outcome = sign(current, by);
    if (outcome.type === 'AppraisalSigned') tx.emit(appraisalEvent(outcome.appraisal, by.at));
    return outcome;
  });
