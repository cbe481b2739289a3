import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import { caseTable } from '../case/case.table.ts';
import type { Case } from '../case/case.ts';
import { interactionTable } from '../interaction/interaction.table.ts';
import type { HandOver } from './escalation.ts';
import { composeHandOver } from './hand-over.ts';

/** Composes the summaries of cases, by case, in two statements. */
export async function handOversOf(manager: EntityManager, cases: readonly Case[]): Promise<Map<string, HandOver>> {
  const ids = cases.map(({ id }) => id);
  const contacts = await manager
    .createQueryBuilder(interactionTable, 'i')
    .where('i.caseId = ANY (:ids)', { ids })
    .andWhere('NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)')
    .orderBy('i.occurredAt')
    .addOrderBy('i.id')
    .getMany();
  const due = await manager.query<{ case_id: string; clock: string; due_at: Date }[]>(
    `SELECT case_id, clock, due_at FROM clock_due WHERE case_id = ANY ($1) ORDER BY due_at, clock`,
    [ids],
  );
  const said = Map.groupBy(contacts, ({ caseId }) => caseId);
  const promised = Map.groupBy(due, (row) => row.case_id);
  return new Map(
    cases.map((about) => {
      const times = (promised.get(about.id) ?? []).map(({ clock, due_at }) => ({ clock, dueAt: due_at }));
      return [about.id, composeHandOver({ case: about, contacts: said.get(about.id) ?? [], due: times })];
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
