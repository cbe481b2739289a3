import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts } from '@courtesy/subgraph';
import type {
  DefineSkillInput,
  RecogniseSkillInput,
  RetireSkillInput,
  SkillEnd,
} from '@courtesy/graph-types/workforce';
import { requireReach } from '../directory/access.commands.ts';
import { lockPersonShared } from '../person/person.store.ts';
import type { Person } from '../person/person.ts';
import { findSites } from '../site/site.store.ts';
import type { Site } from '../site/site.ts';
import {
  ended,
  newSkill,
  problemsOfRecognition,
  problemsOfSkill,
  refusalOfGain,
  retire,
  type PersonSkill,
  type Skill,
} from './skill.ts';
import {
  addPersonSkill,
  addSkill,
  findSkillByKey,
  lockRunOut,
  lockSkill,
  nextExpiry,
  savePersonSkills,
  saveSkill,
  standingSkills,
} from './skill.store.ts';

const definedEvent = (skill: Skill, time: Date): NewEvent => ({
  ...{ type: 'courtesy.skill.defined.v1', subject: skill.id, sequence: skill.version, time },
  data: { key: skill.key, name: skill.name, isRetired: skill.retiredAt !== null },
});

const gainedEvent = ({ personId, skillId, level, since, until }: PersonSkill, time: Date): NewEvent => ({
  ...{ type: 'courtesy.skill.gained.v1', subject: personId, sequence: 1, time },
  data: { personId, skillId, level, since: since.toISOString(), validUntil: until?.toISOString() ?? null },
});

const told: Readonly<Record<Exclude<SkillEnd, 'RENEWED'>, 'EXPIRED' | 'REVOKED' | 'LEFT'>> = {
  ...{ EXPIRED: 'EXPIRED', REVOKED: 'REVOKED', LEFT: 'LEFT' },
};

/** Ends skills of people, and tells everybody. */
export async function endSkills(
  tx: Transaction,
  skills: readonly PersonSkill[],
  because: keyof typeof told,
  at: Date,
): Promise<PersonSkill[]> {
  const gone = skills.map((each) => ended(each, because, at));
  await savePersonSkills(tx.manager, gone);
  tx.emit(
    ...gone.map(({ personId, skillId, until }): NewEvent => {
      const time = until ?? at;
      const data = { personId, skillId, at: time.toISOString(), because: told[because] };
      return { type: 'courtesy.skill.expired.v1', subject: personId, sequence: 1, time, data };
    }),
  );
  return gone;
}

/** Ends everything that somebody can do, since they left. The caller has locked them. */
export async function endSkillsOfLeaver(tx: Transaction, personId: string, at: Date): Promise<void> {
  await endSkills(tx, await standingSkills(tx.manager, personId), 'LEFT', at);
}

/** Puts a skill on record. */
export async function defineSkill(context: Context, input: DefineSkillInput) {
  const problems = problemsOfSkill(input);
  if (problems.length > 0) return invalidInput(problems);
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'defineSkill', subject: context.actor.subject, input, now };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const skill = newSkill(context.newId('skil'), input);
      if (!(await addSkill(tx.manager, skill))) {
        const taken = await findSkillByKey(tx.manager, input.key);
        if (taken) return { type: 'SkillKeyTaken' as const, skill: taken };
      }
      tx.emit(definedEvent(skill, now));
      return { type: 'SkillDefined' as const, skill };
    }),
  );
}

/** Lets nobody gain a skill any more. */
export function retireSkill(context: Context, { skillId, expectedVersion }: RetireSkillInput) {
  return context.db.transaction(async (tx) => {
    const current = await lockSkill(tx.manager, skillId);
    if (!current) return notFound(skillId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = retire(current, context.now());
    if (outcome.type !== 'SkillRetired') return outcome;
    await saveSkill(tx.manager, outcome.skill);
    tx.emit(definedEvent(outcome.skill, context.now()));
    return outcome;
  });
}

/** Somebody whose skills are to change, locked, and where they work. Null when there is nobody; FORBIDDEN beyond the caller's reach. */
export async function lockLearner(
  context: Context,
  tx: Transaction,
  personId: string,
): Promise<{ readonly person: Person; readonly site: Site } | null> {
  const person = await lockPersonShared(tx.manager, personId);
  if (!person) return null;
  const { siteId, teamId, id } = person;
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  requireReach(context, { regionId: site?.regionId, siteId, teamId, personId: id });
  if (!site) throw new Error(`The site of ${personId} is not there`);
  return { person, site };
}

/** Gives somebody a skill; what they had of it before ends where this begins. */
export async function gain(tx: Transaction, skill: PersonSkill): Promise<void> {
  const before = await standingSkills(tx.manager, skill.personId, skill.skillId);
  await savePersonSkills(
    tx.manager,
    before.map((each) => ended(each, 'RENEWED', skill.since)),
  );
  await addPersonSkill(tx.manager, skill);
  tx.emit(gainedEvent(skill, skill.since));
}

/** Recognises a skill of somebody. */
export async function recogniseSkill(context: Context, input: RecogniseSkillInput) {
  const now = context.now();
  const problems = problemsOfRecognition(input, now);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const learner = await lockLearner(context, tx, input.personId);
    if (!learner) return notFound(input.personId);
    const skill = await lockSkill(tx.manager, input.skillId);
    if (!skill) return notFound(input.skillId);
    const refusal = refusalOfGain(learner.person, skill);
    if (refusal) return refusal;
    if (skill.needsCertificate) return { type: 'CertificateNeeded' as const, skill };
    const personSkill: PersonSkill = {
      ...{ id: context.newId('pskl'), personId: learner.person.id, skillId: skill.id, level: input.level, since: now },
      ...{ until: input.until ?? null, endedBecause: null, certificateId: null, evidence: input.evidence ?? null },
    };
    await gain(tx, personSkill);
    return { type: 'SkillRecognised' as const, personSkill };
  });
}

const BATCH = 200;

/** Tells everybody of skills that ran out; whoever asks by the instant knew before. */
export function tellRunOut({ database, now }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const gone = await lockRunOut(tx.manager, at, BATCH);
    if (gone.length > 0) await endSkills(tx, gone, 'EXPIRED', at);
    return gone.length;
  });
}

/** Tells everybody of a skill that ran out at the instant at which it does. */
export const skillKeeper = dueWorker({
  ...{ name: 'skill keeper', service: 'workforce', next: nextExpiry, take: tellRunOut },
});
