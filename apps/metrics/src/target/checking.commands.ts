import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import { createContext, type Actor, type ContextParts, type DueParts } from '@courtesy/subgraph';
import { reportingDay } from '../metric/reporting-day.ts';
import { readMetric } from '../metric/metric.store.ts';
import { workingOf } from './staff.store.ts';
import { asOfDay, lateNote, standingOf, type Standing, type Target, type TargetCheck } from './target.ts';
import { addCheck, latestChecksOf, saveTarget, takeDueTarget } from './target.store.ts';

/** How long until a target is looked at again, in milliseconds: while its period lasts, and after it for what comes late. */
const AGAIN_MS = { during: 3_600_000, after: 86_400_000 };
/** For how long after its period a target is looked at, in milliseconds. */
const LATE_MS = 35 * 86_400_000;

/** Targets are measured as the service itself, whoever sees them: a figure is the same for everybody. */
const itself: Actor = { subject: 'service:metrics', role: 'SERVICE', reach: 'ALL', scopes: [] };

/** What looking at a target needs of the process, inside a transaction. */
export interface Looking extends Pick<ContextParts, 'db' | 'newId' | 'now' | 'log' | 'requestId' | 'resource'> {
  readonly tx: Transaction;
}

const aboutOf = ({ siteId, teamId, personId }: Target) =>
  siteId !== null ? { site: { eq: siteId } } : teamId !== null ? { team: { eq: teamId } } : { agent: { eq: personId } };

/** The figure from the first day of a target up to a day. */
async function measure({ tx, db, ...parts }: Looking, target: Target, asOf: string): Promise<number | null> {
  const { from, metricKey: key, timeZone, grows } = target;
  if (asOf <= from) return grows ? 0 : null;
  const context = createContext({ ...parts, db: { ...db, manager: tx.manager }, actor: itself, config: {} });
  const period = { from, to: asOf };
  const { total } = await readMetric(context, { key, period, grain: 'TOTAL', where: aboutOf(target), timeZone });
  return total;
}

const FACES = ['asOf', 'value', 'wanted', 'forecast', 'basis', 'status'] as const;
const isSame = (one: Standing, other: Standing): boolean => FACES.every((face) => one[face] === other[face]);

const atRiskEvent = ({ metricKey, siteId, teamId, personId, from, to }: Target, check: TargetCheck): NewEvent => ({
  ...{ type: 'courtesy.target.at-risk.v1', subject: check.targetId, sequence: check.number, time: check.checkedAt },
  data: { metricKey, siteId, teamId, personId, from, to, asOf: check.asOf },
});

/** The checks that looking at a target comes to: what came late tells the last one anew, and a new day has one of its own. */
async function looked(looking: Looking, target: Target, last: TargetCheck | null): Promise<TargetCheck[]> {
  const { tx, now, newId } = looking;
  const { personId, timeZone } = target;
  const working = personId === null ? null : await workingOf(tx.manager, personId, timeZone);
  const told: TargetCheck[] = [];
  const tell = (standing: Standing, note: string | null) =>
    told.push({
      ...{ ...standing, id: newId('tchk'), targetId: target.id, note, checkedAt: now() },
      number: (last?.number ?? 0) + told.length + 1,
    });
  const asOf = asOfDay(target, reportingDay(now(), timeZone));
  if (last) {
    const value = await measure(looking, target, last.asOf);
    const standing = standingOf(target, { asOf: last.asOf, value, working });
    const isLate = value !== last.value;
    if (isLate || (asOf === last.asOf && !isSame(standing, last)))
      tell(standing, isLate ? lateNote(last, value) : 'What is wanted changed.');
    if (asOf === last.asOf) return told;
  }
  tell(standingOf(target, { asOf, value: await measure(looking, target, asOf), working }), null);
  return told;
}

function nextLook({ to }: Target, asOf: string, now: Date): Date | null {
  if (asOf < to) return new Date(now.getTime() + AGAIN_MS.during);
  const again = new Date(now.getTime() + AGAIN_MS.after);
  return again.getTime() > Date.parse(`${to}T00:00:00Z`) + LATE_MS ? null : again;
}

/** Looks at a target that the caller has locked, keeps how it stands, and announces that it is at risk when it was not before. Nothing that did not change is written. */
export async function look(looking: Looking, target: Target): Promise<Target> {
  const { tx, now } = looking;
  const last = (await latestChecksOf(tx.manager, [target.id])).get(target.id) ?? null;
  const told = await looked(looking, target, last);
  let status = last?.status ?? null;
  for (const check of told) {
    await addCheck(tx.manager, check);
    if (check.status === 'AT_RISK' && status !== 'AT_RISK') tx.emit(atRiskEvent(target, check));
    status = check.status;
  }
  const asOf = told.at(-1)?.asOf ?? last?.asOf ?? target.from;
  const after = { ...target, nextCheckAt: nextLook(target, asOf, now()) };
  await saveTarget(tx.manager, after);
  return after;
}

type Worker = Pick<Looking, 'log'>;

/** Looks at one target that is due. Answers how many it looked at. */
export function lookAtDue({ database, now, newId }: DueParts, { log }: Worker): Promise<number> {
  return database.transaction(async (tx) => {
    const target = await takeDueTarget(tx.manager, now());
    if (!target) return 0;
    const resource = () => {
      throw new Error('Looking at targets opens nothing of its own');
    };
    await look({ tx, db: database, now, newId, log, requestId: target.id, resource }, target);
    return 1;
  });
}
