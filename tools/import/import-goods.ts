import type { RecordProductsItemInput } from '@courtesy/graph-types/customers';
import { unguarded } from './cell.ts';
import { applyMapping, type MappedHeader, type Mapping, type Titles } from './column-mapping.ts';
import { type RowBlock, RowReader, type WholeRow } from './csv-rows.ts';
import { type GoodsSent, recordProducts, recordPurchases } from './goods-bulk.ts';
import type { GraphClient } from './graph-client.ts';
import { PLAIN_SOURCE } from './import-customers.ts';
import { KeyedBulks } from './keyed-bulks.ts';
import { identityOf, knownCustomers } from './known-customers.ts';
import { CATEGORIES, type OrderField, orderOf, orderTitles, type ReadOrder } from './order-rows.ts';
import type { Rejects } from './rejects.ts';
import type { SourceFile } from './source-file.ts';

/** What an import of goods needs besides its file. */
export interface GoodsGoal<Field extends string> {
  readonly client: GraphClient;
  readonly rejects: Rejects;
  readonly lanes: number;
  readonly mapping: Mapping<Field>;
  readonly startOfDay: (day: string) => Date;
  readonly onNotice: (line: string) => void;
  readonly onProgress: (read: number) => void;
}

/** What an import of goods has done. Of purchases, `read`, `imported`, `already` and `rejected` count orders; `rows` the rows of the file. */
export interface GoodsCounts {
  readonly rows: number;
  readonly read: number;
  readonly imported: number;
  readonly already: number;
  readonly rejected: number;
}

/** What a product's row can say. */
export type ProductField = 'sku' | 'name' | 'category' | 'active';

/** The titles under which each field of a product is found without a mapping. */
export const productTitles: Titles<ProductField> = {
  sku: ['product number', 'article', 'id'],
  name: ['product name', 'title'],
  category: ['product category'],
  active: ['sold', 'available'],
};

/** Things read from rows, on their way to the graph. */
interface Sent<Thing> {
  readonly key: string;
  readonly thing: Thing;
  readonly line: number;
  readonly raw: string;
}

/** Reads a CSV file's rows as they come, with the header mapped. */
async function eachRow<Field extends string>(
  file: SourceFile,
  { mapping, rejects, onNotice, onProgress }: GoodsGoal<Field>,
  titles: Titles<Field>,
  take: (row: WholeRow, header: MappedHeader<Field>) => Promise<void>,
): Promise<{ rows: number; broken: number }> {
  const reader = new RowReader();
  const counts = { rows: 0, broken: 0 };
  let header: MappedHeader<Field> | undefined;
  const takeBlock = async (block: RowBlock) => {
    if (!reader.header) return;
    if (!header) {
      header = applyMapping(reader.header, mapping, titles);
      if (header.passedOver.length > 0) onNotice(`Columns passed over: ${header.passedOver.join(', ')}.`);
    }
    await rejects.add(block.broken);
    counts.broken += block.broken.length;
    counts.rows += block.whole.length + block.broken.length;
    for (const row of block.whole) await take(row, header);
    onProgress(counts.rows);
  };
  for await (const text of file.text()) await takeBlock(reader.push(text));
  await takeBlock(reader.end());
  return counts;
}

/** Sends things in bulks; those refused are rejected. */
function roadOf<Thing>(
  { lanes, rejects }: Pick<GoodsGoal<string>, 'lanes' | 'rejects'>,
  send: (things: readonly Sent<Thing>[]) => Promise<GoodsSent>,
) {
  const counts = { imported: 0, already: 0 };
  const bulks = new KeyedBulks<Sent<Thing>>({
    lanes,
    send: async (bulk) => {
      const { fresh, already, refused } = await send(bulk);
      counts.imported += fresh;
      counts.already += already;
      await rejects.add(
        [...refused].flatMap(([index, reason]) => {
          const it = bulk[index];
          return it ? [{ line: it.line, raw: it.raw, reason }] : [];
        }),
      );
    },
  });
  return { counts, bulks };
}

/** Sends the products of a file as they are now: one row each. */
export async function importProducts(file: SourceFile, goal: GoodsGoal<ProductField>): Promise<GoodsCounts> {
  const { counts, bulks } = roadOf<RecordProductsItemInput>(goal, (bulk) =>
    recordProducts(
      goal.client,
      bulk.map(({ thing }) => thing),
    ),
  );
  const { rows } = await eachRow(file, goal, productTitles, async ({ fields, line, raw }, header) => {
    const { text } = header.row(fields, unguarded);
    const category = (text('category') || 'GENERAL').toUpperCase();
    const known = CATEGORIES.find((each) => each === category);
    if (!known) {
      const reason = `column "${header.titleOf('category') ?? 'category'}", "${category}": is none of ${CATEGORIES.join(', ')}`;
      return goal.rejects.add([{ line, raw, reason }]);
    }
    const active = !/^(false|no|0)$/i.test(text('active'));
    await bulks.add({
      ...{ key: text('sku'), line, raw },
      thing: { sku: text('sku'), name: text('name'), category: known, active },
    });
  });
  await bulks.finish();
  return { rows, read: rows, ...counts, rejected: goal.rejects.count };
}

async function sendOrders(client: GraphClient, bulk: readonly Sent<ReadOrder>[]): Promise<GoodsSent> {
  const asked = bulk.map(({ thing }) => ({ externalIdentity: thing.customer }));
  const known = await knownCustomers(client, asked);
  const refused = new Map<number, string>();
  const placed = bulk.flatMap(({ thing }, index) => {
    const customerId = known.get(identityOf(thing.customer))?.id;
    if (customerId) return [{ index, input: { ...thing.purchase, customerId } }];
    refused.set(index, `no customer is known to ${thing.customer.source} as "${thing.customer.id}": import them first`);
    return [];
  });
  const sent = await recordPurchases(
    client,
    placed.map(({ input }) => input),
  );
  for (const [place, reason] of sent.refused) refused.set(placed[place]?.index ?? -1, reason);
  return { ...sent, refused };
}

/** Sends the purchases of a file: one row for each line or tender, the rows of an order one after another. */
export async function importPurchases(file: SourceFile, goal: GoodsGoal<OrderField>): Promise<GoodsCounts> {
  const { counts, bulks } = roadOf<ReadOrder>(goal, (bulk) => sendOrders(goal.client, bulk));
  let orders = 0;
  let rows: WholeRow[] = [];
  let orderNumber = '';
  let header: MappedHeader<OrderField> | undefined;
  const flush = async () => {
    const [first] = rows;
    if (!first || !header) return;
    orders += 1;
    const order = orderOf(rows, { header, startOfDay: goal.startOfDay, source: PLAIN_SOURCE });
    const at = { line: first.line, raw: rows.map(({ raw }) => raw).join('\n') };
    rows = [];
    if ('reason' in order) return goal.rejects.add([{ ...at, reason: order.reason }]);
    await bulks.add({ ...at, key: `${order.purchase.source}\n${orderNumber}`, thing: order });
  };
  const read = await eachRow(file, goal, orderTitles, async (row, mapped) => {
    header = mapped;
    const { text } = mapped.row(row.fields, unguarded);
    const number = text('orderNumber');
    if (number !== orderNumber || number === '') await flush();
    orderNumber = number;
    rows.push(row);
  });
  await flush();
  await bulks.finish();
  return { rows: read.rows, read: orders + read.broken, ...counts, rejected: goal.rejects.count };
}
