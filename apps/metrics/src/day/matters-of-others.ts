import { after, DAY, endOfDay, matter, PATIENCE } from './matter.ts';
import { matterId, matterSource, type MatterSource } from './matter-source.ts';

/** How long before it ends a certificate is worth a word, in milliseconds. */
const CERTIFICATE_MS = 30 * DAY;
/** How long before a renewal is to be decided a contract is worth a word, in milliseconds. */
const CONTRACT_MS = 30 * DAY;

/** Promises to customers that nobody has kept or waived; one that was broken is still owed. */
const promises = matterSource(
  ['courtesy.promise.made.v1', 'courtesy.promise.broken.v1', 'courtesy.promise.kept.v1', 'courtesy.promise.waived.v1'],
  ({ subject }) => [matterId('PROMISE', subject)],
  (book, { type, subject: subjectId, time, data }) => {
    const id = matterId('PROMISE', subjectId);
    if (type === 'courtesy.promise.kept.v1' || type === 'courtesy.promise.waived.v1') return book.drop(id);
    const dueAt = new Date(data.dueAt);
    const when = { raisedAt: book.get(id)?.raisedAt ?? new Date(time), dueAt, riskAt: after(dueAt, -DAY) };
    const { caseId, personId, teamId } = data;
    book.put(matter({ id, kind: 'PROMISE', subjectId, caseId, personId, teamId, ...when }));
  },
);

/** What the customers service announces of open matters. */
export const mattersOfCustomers: readonly MatterSource[] = [promises];

/** Requirements that are not covered, from when they are found until they are covered or their interval has passed. */
const gaps = matterSource(
  ['courtesy.staffing-gap.found.v1', 'courtesy.staffing-gap.closed.v1'],
  ({ subject }) => [matterId('STAFFING_GAP', subject)],
  (book, { type, subject, data }) => {
    const id = matterId('STAFFING_GAP', subject);
    if (type === 'courtesy.staffing-gap.closed.v1') return book.drop(id);
    const { siteId, teamId, basis: detail, required: wanted, covered: found } = data;
    const when = { raisedAt: new Date(data.at), dueAt: new Date(data.startsAt), overAt: new Date(data.endsAt) };
    const where = { subjectId: teamId ?? siteId, siteId, teamId };
    book.put(matter({ id, kind: 'STAFFING_GAP', ...where, detail, wanted, found, ...when }));
  },
);

/** What meetings agreed and was not done on its day. */
const actions = matterSource(
  ['courtesy.action-item.changed.v1'],
  ({ subject }) => [matterId('ACTION_ITEM', subject)],
  (book, { subject: subjectId, time, data }) => {
    const id = matterId('ACTION_ITEM', subjectId);
    if (data.status !== 'OPEN') return book.drop(id);
    const dueAt = endOfDay(data.dueOn);
    const when = { raisedAt: book.get(id)?.raisedAt ?? new Date(time), dueAt, riskAt: dueAt };
    book.put(matter({ id, kind: 'ACTION_ITEM', subjectId, personId: data.ownerId, ...when }));
  },
);

/** Swaps that both agree to and nobody has decided on. */
const swaps = matterSource(
  ['courtesy.shift-swap.changed.v1'],
  ({ subject }) => [matterId('SHIFT_SWAP', subject)],
  (book, { subject: subjectId, time, data }) => {
    const id = matterId('SHIFT_SWAP', subjectId);
    if (data.status !== 'ACCEPTED') return book.drop(id);
    const when = { raisedAt: new Date(time), dueAt: after(new Date(time), PATIENCE.swap) };
    const { personId, partnerId, shiftId: otherId } = data;
    const who = { personId, otherId, barredIds: [personId, partnerId] };
    book.put(matter({ id, kind: 'SHIFT_SWAP', subjectId, ...who, ...when }));
  },
);

/** Leave that somebody asks for. */
const leave = matterSource(
  ['courtesy.leave.changed.v1'],
  ({ subject }) => [matterId('LEAVE', subject)],
  (book, { subject: subjectId, time, data }) => {
    const id = matterId('LEAVE', subjectId);
    if (data.status !== 'REQUESTED') return book.drop(id);
    const when = { raisedAt: new Date(time), dueAt: new Date(data.from) };
    const days = (Date.parse(data.until) - Date.parse(data.from)) / DAY;
    const who = { personId: data.personId, barredIds: [data.personId] };
    book.put(matter({ id, kind: 'LEAVE', subjectId, ...who, wanted: days, ...when }));
  },
);

/** Skills that end on a day, with the certificates that vouch for them. */
const certificates = matterSource(
  ['courtesy.skill.gained.v1', 'courtesy.skill.expired.v1'],
  ({ data }) => [matterId('CERTIFICATE', data.personId, data.skillId)],
  (book, { type, data }) => {
    const { personId, skillId: otherId } = data;
    const id = matterId('CERTIFICATE', personId, otherId);
    if (type === 'courtesy.skill.expired.v1' || data.validUntil === null) return book.drop(id);
    const dueAt = new Date(data.validUntil);
    const when = { raisedAt: new Date(data.since), dueAt, riskAt: after(dueAt, -CERTIFICATE_MS) };
    const what = { subjectId: personId, personId, otherId, wanted: data.level };
    book.put(matter({ id, kind: 'CERTIFICATE', ...what, ...when, barredIds: [personId] }));
  },
);

/** Reviews of quality that are disputed: somebody decides who was not reviewed and did not review. */
const disputes = matterSource(
  ['courtesy.review.disputed.v1', 'courtesy.review.resolved.v1'],
  ({ subject }) => [matterId('DISPUTE', subject)],
  (book, { type, subject: subjectId, time, data }) => {
    const id = matterId('DISPUTE', subjectId);
    if (type === 'courtesy.review.resolved.v1') return book.drop(id);
    const { personId, reviewerId } = data;
    const when = { raisedAt: new Date(time), dueAt: after(new Date(time), PATIENCE.dispute) };
    book.put(matter({ id, kind: 'DISPUTE', subjectId, personId, barredIds: [personId, reviewerId], ...when }));
  },
);

/** What the workforce service announces of open matters. */
export const mattersOfWorkforce: readonly MatterSource[] = [gaps, actions, swaps, leave, disputes, certificates];

/** Contracts whose renewal nobody has decided. */
const contracts = matterSource(
  ['courtesy.contract.changed.v1'],
  ({ subject }) => [matterId('CONTRACT', subject)],
  (book, { subject: subjectId, time, data }) => {
    const id = matterId('CONTRACT', subjectId);
    const { status, decisionDueOn, renewalDecision } = data;
    if (status !== 'ACTIVE' || decisionDueOn === null || renewalDecision !== null) return book.drop(id);
    const dueAt = endOfDay(decisionDueOn);
    const when = { raisedAt: book.get(id)?.raisedAt ?? new Date(time), dueAt, riskAt: after(dueAt, -CONTRACT_MS) };
    const amountMinor = data.valueMinor === null ? null : BigInt(data.valueMinor);
    const value = { amountMinor, currency: data.currency, detail: data.renewalMode };
    book.put(matter({ id, kind: 'CONTRACT', subjectId, isEverywhere: true, ...value, ...when }));
  },
);

/** What the policy service announces of open matters. What is to be read is kept beside them: see reading.ts. */
export const mattersOfPolicy: readonly MatterSource[] = [contracts];
