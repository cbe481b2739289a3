import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  readPage,
  type Connection,
  type Filter,
  type FilterField,
  type PageArgs,
} from '@courtesy/persistence';
import { ofFamily, type Actor } from '@courtesy/subgraph';
import type { CallFilter } from '@courtesy/graph-types/cases';
import { seesCasework } from '../case/case.store.ts';
import { IS_CURRENT, latestFirst, visibleInteractions } from '../interaction/interaction.store.ts';
import type { Interaction } from '../interaction/interaction.ts';
import { interactionTable } from '../interaction/interaction.table.ts';

const filterFields: Readonly<Record<Exclude<keyof CallFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  outcome: 'i.callOutcome',
  service: 'i.callService',
  line: 'i.callLine',
  occurredAt: 'i.occurredAt',
  customer: ofFamily('i.customerId'),
  site: 'i.siteId',
  team: 'i.teamId',
  person: 'i.personId',
  externalId: 'i.sourceId',
};

const { line: _line, person: _person, ...customerFilterFields } = filterFields;

/** A page of the logged calls that nobody has corrected, as far as the actor may see them, latest first. */
export function listCalls(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly where?: CallFilter | null | undefined; readonly now: Date },
): Promise<Connection<Interaction>> {
  const calls = visibleInteractions(manager, actor).andWhere('i.callOutcome IS NOT NULL').andWhere(IS_CURRENT);
  // Who may not read a field may not find by it either.
  const fields = seesCasework(actor) ? filterFields : customerFilterFields;
  applyFilter(calls, query.where as Filter | null | undefined, { fields, now: query.now });
  return readPage(calls, latestFirst, query);
}

/** The calls that a switch knows under these ids. */
export function callsBySource(
  manager: EntityManager,
  references: readonly { readonly source: string; readonly id: string }[],
): Promise<Interaction[]> {
  if (references.length === 0) return Promise.resolve([]);
  return manager
    .createQueryBuilder(interactionTable, 'i')
    .where(
      '(i.source, i.source_id) IN (SELECT source, id FROM unnest(CAST(:sources AS text[]), CAST(:ids AS text[])) AS known (source, id))',
      { sources: references.map(({ source }) => source), ids: references.map(({ id }) => id) },
    )
    .getMany();
}
