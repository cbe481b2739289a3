import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import { once, type Connection, type IdempotencyKeyReused, type PageArgs } from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts } from '@courtesy/subgraph';
import type { PublishHealthModelInput } from '@courtesy/graph-types/customers';
import { customersById } from '../customer/customer.store.ts';
import { customerTable } from '../customer/customer.table.ts';
import type { Customer } from '../customer/customer.ts';
import { problemsOfModel, type HealthModel, type HealthModelPublished, type HealthWeights } from './health-model.ts';
import { customerHealthTable, healthModelTable, type KeptHealth } from './health.table.ts';
import { DAY_MS, healthInputs, healthOf, type Relationship } from './health.ts';
import {
  addModel,
  countAllAnew,
  keepHealth,
  listAtRisk,
  listLapsed,
  lockDue,
  modelInForce,
  nextHealthDue,
  relationshipsOf,
} from './health.store.ts';

/** What can come of publishing a model. */
export type PublishHealthModelOutcome = HealthModelPublished | InvalidInput | IdempotencyKeyReused;

const weightsOf = (input: PublishHealthModelInput): HealthWeights => {
  const given = new Map(input.weights.map(({ kind, weight }) => [kind, weight]));
  return Object.fromEntries(healthInputs.map((kind) => [kind, given.get(kind) ?? 0])) as HealthWeights;
};

/** Publishes how the health of relationships is judged, and lets every list be counted anew. */
export async function publishHealthModel(
  context: Context,
  input: PublishHealthModelInput,
): Promise<PublishHealthModelOutcome> {
  const { db, actor, newId } = context;
  const now = context.now();
  const { watchBelow, riskBelow, lapsedAfter, note } = input;
  const said = { weights: weightsOf(input), watchBelow, riskBelow, lapsedAfter, note: note.trim() };
  const problems = problemsOfModel(said);
  const kinds = input.weights.map(({ kind }) => kind);
  if (new Set(kinds).size < kinds.length)
    problems.push({ path: 'weights', message: 'names an input twice; name it once' });
  if (problems.length > 0) return invalidInput(problems);
  const request = {
    ...{ key: input.idempotencyKey, operation: 'publishHealthModel', subject: actor.subject, input, now },
  };
  return db.transaction((tx) =>
    once<PublishHealthModelOutcome>(tx, request, async () => {
      const model = await addModel(tx.manager, (current) => ({
        ...{ id: newId('hmod'), number: current.number + 1, ...said },
        ...{ publishedBy: actor.subject, publishedAt: now },
      }));
      await countAllAnew(tx.manager, now);
      return { type: 'HealthModelPublished', model };
    }),
  );
}

const customersOf = async (context: Context, page: Connection<KeptHealth>): Promise<Connection<Customer>> => {
  const found = await Promise.all(
    page.edges.map(async ({ node: { customerId: id }, cursor }) => ({
      node: await context.load(customersById, id, undefined),
      cursor,
    })),
  );
  const edges = found.flatMap(({ node, cursor }) => (node ? [{ node, cursor }] : []));
  return { ...page, edges, nodes: edges.map(({ node }) => node) };
};

/** A page of the customers at risk, the lowest score first. */
export const customersAtRisk = async (context: Context, page: PageArgs): Promise<Connection<Customer>> =>
  customersOf(context, await listAtRisk(context.db.manager, context.actor, page));

/** A page of the customers to win back, the latest to have bought first. */
export async function customersToWinBack(context: Context, page: PageArgs): Promise<Connection<Customer>> {
  const { lapsedAfter } = await modelInForce(context.db.manager);
  const before = new Date(context.now().getTime() - lapsedAfter);
  return customersOf(context, await listLapsed(context.db.manager, context.actor, { ...page, before }));
}

/** How many customers one transaction counts. */
const BATCH = 500;

/** What the lists keep of a customer. Time alone changes a score, so everybody is counted again within a day. */
function kept(known: Relationship, model: HealthModel, now: Date): KeptHealth {
  const { customerId, purchases, lastPurchaseAt, openComplaints } = known;
  const { score, band } = healthOf(known, model, now);
  return {
    ...{ customerId, score, band, modelNumber: model.number, purchases, lastPurchaseAt, openComplaints },
    ...{ computedAt: now, dueAt: new Date(now.getTime() + DAY_MS) },
  };
}

/** Counts the lists anew for those who are due. Returns how many. */
export function countHealth({ database, now }: DueParts): Promise<number> {
  return database.transaction(async ({ manager }) => {
    const at = now();
    const due = await lockDue(manager, at, BATCH);
    if (due.length === 0) return 0;
    const model = await modelInForce(manager);
    const known = await relationshipsOf(manager, due, at);
    const nobody: Omit<KeptHealth, 'customerId'> = {
      ...{ score: null, band: null, modelNumber: model.number, purchases: 0, lastPurchaseAt: null },
      ...{ openComplaints: 0, computedAt: at, dueAt: new Date(at.getTime() + DAY_MS) },
    };
    // A case may be told of before its customer is: they are counted once they are known.
    const rows = due.map((customerId) => {
      const relationship = known.get(customerId);
      return relationship ? kept(relationship, model, at) : { customerId, ...nobody };
    });
    await keepHealth(manager, rows);
    return due.length;
  });
}

/** Keeps the lists of customers by their health. */
export const healthCounter = dueWorker({
  ...{ name: 'health counter', service: 'customers', tables: [customerHealthTable, healthModelTable, customerTable] },
  ...{ next: nextHealthDue, take: countHealth },
});
