import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { standsWith } from '../case-merge/family.store.ts';
import { caseTable } from '../case/case.table.ts';
import type { Case } from '../case/case.ts';
import type { HandOver } from './escalation.ts';
import { composeHandOver, type Said } from './hand-over.ts';

interface ContactRow {
  readonly owner: string;
  readonly channel: Said['channel'];
  readonly direction: Said['direction'];
  readonly is_automatic: boolean;
  readonly occurred_at: Date;
  readonly body: string;
}

/** The contacts that stand with each case, those of cases merged into it too, and that nobody has corrected. */
const CONTACTS = `
  SELECT wanted.owner, i.channel, i.direction, i.is_automatic, i.occurred_at, i.body
  FROM unnest($1::text[]) AS wanted (owner) JOIN interactions i ON ${standsWith('i', 'wanted.owner')}
  WHERE NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)
  ORDER BY i.occurred_at, i.id`;

/** Composes the summaries of cases, by case, in two statements. */
export async function handOversOf(manager: EntityManager, cases: readonly Case[]): Promise<Map<string, HandOver>> {
  const ids = cases.map(({ id }) => id);
  const contacts = await manager.query<ContactRow[]>(CONTACTS, [ids]);
  const due = await manager.query<{ case_id: string; clock: string; due_at: Date }[]>(
    `SELECT case_id, clock, due_at FROM clock_due WHERE case_id = ANY ($1) ORDER BY due_at, clock`,
    [ids],
  );
  const said = Map.groupBy(contacts, ({ owner }) => owner);
  const promised = Map.groupBy(due, (row) => row.case_id);
  return new Map(
    cases.map((about) => {
      const times = (promised.get(about.id) ?? []).map(({ clock, due_at }) => ({ clock, dueAt: due_at }));
      const heard = (said.get(about.id) ?? []).map(({ is_automatic, occurred_at, ...contact }) => ({
        ...{ ...contact, isAutomatic: is_automatic, occurredAt: occurred_at },
      }));
      return [about.id, composeHandOver({ case: about, contacts: heard, due: times })];
    }),
  );
}

/** Composes, for each case that the caller has been allowed to see, the summary as it would be now. */
export const handOversOfCases: Batch<HandOver> = async ({ db }, caseIds) => {
  const cases = await db.manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.id = ANY (:ids)', { ids: caseIds })
    .getMany();
  const composed = await handOversOf(db.manager, cases);
  return caseIds.map((id) => composed.get(id) ?? null);
};
