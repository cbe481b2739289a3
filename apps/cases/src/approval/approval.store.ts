import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import { visibleCases } from '../case/case.store.ts';
import { familyOf } from '../case-merge/family.store.ts';
import type { Holders } from '../cover/cover.ts';
import { holdersNow } from '../cover/cover.store.ts';
import type { Approval } from './approval.ts';
import { approvalTable } from './approval.table.ts';

const approvals = (manager: EntityManager) => manager.createQueryBuilder(approvalTable, 'y').where('TRUE');

/** The approvals an actor may see: those of the cases they may see, and those they or whom they cover for are to decide. */
export function visibleApprovals(manager: EntityManager, actor: Actor, holders: Holders): SelectQueryBuilder<Approval> {
  if (actor.reach === 'ALL') return approvals(manager);
  const cases = visibleCases(manager, actor).andWhere('c.id = y.caseId').select('1');
  const covered = [...holders].filter(([, holder]) => holder === actor.personId).map(([away]) => away);
  return approvals(manager)
    .andWhere(`(EXISTS (${cases.getQuery()}) OR y.approverId = ANY (:deciding))`)
    .setParameters({ ...cases.getParameters(), deciding: [actor.personId ?? '', ...covered] });
}

/** Loads approvals by id, as far as the caller may see them. */
export const approvalsById: Batch<Approval> = async (context, ids) => {
  const holders = await holdersNow(context);
  return byId<Approval>(({ db, actor }) => visibleApprovals(db.manager, actor, holders))(context, ids, undefined);
};

/** The pages of the approvals of cases, and of what was merged into those, the earliest first. Who sees the case sees them. */
export const approvalsOfCases = nestedPages<Approval>({
  rows: ({ db }) => approvals(db.manager),
  of: (owner) => `y.caseId = ANY (${familyOf(owner)})`,
  order: { by: ['askedAt', 'id'], direction: 'ASC' },
});

/** An approval as it stands. The caller has locked its case. */
export const findApproval = (manager: EntityManager, id: string): Promise<Approval> =>
  approvals(manager).andWhere('y.id = :id', { id }).getOneOrFail();

/** Whether a case waits for any approval. The caller has locked it. */
export const awaitsApproval = (manager: EntityManager, caseId: string): Promise<boolean> =>
  approvals(manager).andWhere(`y.caseId = :caseId AND y.status = 'PENDING'`, { caseId }).getExists();

/** Adds an approval. */
export async function addApproval(manager: EntityManager, approval: Approval): Promise<void> {
  await insertRows(manager, approvalTable, [approval]);
}

/** Overwrites an approval whose case the caller has locked. */
export async function saveApproval(manager: EntityManager, approval: Approval): Promise<void> {
  await updateRows(manager, approvalTable, [approval]);
}

/** The next instant at which the time of a pending approval passes; null when none ever does. */
export async function nextApprovalDue(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ due_at: Date }[]>(
    `SELECT due_at FROM approvals WHERE status = 'PENDING' AND due_at IS NOT NULL ORDER BY due_at LIMIT 1`,
  );
  return row?.due_at ?? null;
}

/** Takes a pending approval whose time has passed, with the lock of its case; what another has is passed over. Null when there is none. */
export async function takeDueApproval(manager: EntityManager, now: Date): Promise<Approval | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT a.id FROM approvals a JOIN cases c ON c.id = a.case_id
     WHERE a.status = 'PENDING' AND a.due_at <= LEAST($1::timestamptz, now())
     ORDER BY a.due_at LIMIT 1 FOR UPDATE OF a, c SKIP LOCKED`,
    [now],
  );
  return row ? findApproval(manager, row.id) : null;
}
