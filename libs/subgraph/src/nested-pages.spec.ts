import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  column,
  insertRows,
  migrate,
  openDatabase,
  readPage,
  type Connection,
  type Database,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { actorFor, testDatabase, type TestDatabase } from '@courtesy/testing';
import { createContext, type Batch, type Context } from './context.ts';
import { nestedPage, nestedPages } from './nested-pages.ts';

interface Loan {
  readonly id: string;
  readonly readerId: string;
  readonly days: number;
  readonly lentAt: Date;
  /** Who shares the book. */
  readonly shared: readonly string[];
}

const loanTable = new EntitySchema<Loan>({
  name: 'Loan',
  tableName: 'loans',
  columns: {
    id: column.id(),
    readerId: column.reference('reader_id'),
    days: column.integer(),
    lentAt: column.instant('lent_at'),
    shared: column.json(),
  },
});

class Loans1763830000000 implements MigrationInterface {
  readonly name = 'Loans1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE loans (id text COLLATE "C" PRIMARY KEY, reader_id text COLLATE "C" NOT NULL, days integer NOT NULL,
      lent_at timestamptz(3) NOT NULL, shared jsonb NOT NULL)`);
    await runner.query('GRANT SELECT, INSERT ON loans TO lending');
    // Ann reads for Bob too.
    await runner.query(`CREATE FUNCTION household(reader text) RETURNS text[] LANGUAGE sql STABLE
      AS $$ SELECT CASE WHEN reader = 'ann' THEN ARRAY['ann', 'bob'] ELSE ARRAY[reader] END $$`);
  }
  async down(): Promise<void> {}
}

const readers = ['ann', 'bob', 'cat', 'nobody'];
const loans: readonly Loan[] = Array.from({ length: 60 }, (_, i) => ({
  id: `loan-${String((i * 37) % 60).padStart(2, '0')}`,
  readerId: readers[i % 3] ?? '',
  days: (i * 7) % 5,
  lentAt: new Date(Date.UTC(2026, 0, 1 + ((i * 11) % 9))),
  shared: readers.slice(0, i % 4),
}));

let files: TestDatabase;
let db: Database;
let statements = 0;
beforeAll(async () => {
  files = await testDatabase({
    service: 'lending',
    migrate: async (url) => void (await migrate({ url, migrations: [Loans1763830000000] })),
  });
  db = await openDatabase({
    service: 'lending',
    url: files.appUrl,
    tables: [loanTable],
    onStatement: () => void (statements += 1),
  });
  await insertRows(db.manager, loanTable, loans);
});
afterAll(async () => {
  await db?.close();
  await files?.drop();
});

const newContext = (): Context =>
  createContext({
    db,
    config: {},
    actor: actorFor('AGENT', {}),
    now: () => new Date(0),
    newId: (prefix) => prefix,
    requestId: 'r',
    log: pino({ level: 'silent' }),
    resource: ({ name }) => {
      throw new Error(`No ${name} here`);
    },
  });

/** Loans of less than a day are not for the caller to see. */
const visible = ({ db: { manager } }: Pick<Context, 'db'>) =>
  manager.createQueryBuilder(loanTable, 'l').where('l.days > :none', { none: 0 });

const orders: readonly KeysetOrder<Loan>[] = [
  { by: ['id'], direction: 'ASC' },
  { by: ['days', 'id'], direction: 'DESC' },
  { by: ['lentAt', 'id'], direction: 'ASC' },
];

const idsOf = (page: Connection<Loan>) => page.nodes.map(({ id }) => id);

/** Each reader's whole list: the first pages of all at once, then each read on alone, since a cursor is of one list. */
async function readWhole(pages: Batch<Connection<Loan>, PageArgs>): Promise<(readonly string[])[]> {
  const context = newContext();
  const starts = await Promise.all(readers.map((reader) => nestedPage(context, pages, reader, { first: 4 })));
  return Promise.all(
    starts.map(async (start, place) => {
      const ids = idsOf(start);
      for (let page = start; page.pageInfo.hasNextPage;) {
        const after = page.pageInfo.endCursor;
        page = await nestedPage(newContext(), pages, readers[place] ?? '', { first: 4, after });
        ids.push(...idsOf(page));
      }
      expect(await start.totalCount()).toBe(ids.length);
      return ids;
    }),
  );
}

describe('the nested lists of many owners', () => {
  it.each(orders)('ordered by $by $direction are those that each owner has alone, to the last page', async (order) => {
    const pages = nestedPages<Loan>({ rows: visible, of: 'readerId', order });
    const lists = await readWhole(pages);
    for (const [place, reader] of readers.entries()) {
      const own = visible({ db }).andWhere('l.readerId = :reader', { reader });
      expect(lists[place]).toEqual(idsOf(await readPage(own, order, { first: 100 })));
    }
    expect(lists.map(({ length }) => length)).toEqual([16, 16, 16, 0]);
  });

  it.each(orders)('ordered by $by $direction are those of all their members, as one list', async (order) => {
    const pages = nestedPages<Loan>({ rows: visible, of: 'readerId', order, members: 'household' });
    const lists = await readWhole(pages);
    for (const [place, members] of [['ann', 'bob'], ['bob'], ['cat'], ['nobody']].entries()) {
      const own = visible({ db }).andWhere('l.readerId IN (:...members)', { members });
      expect(lists[place]).toEqual(idsOf(await readPage(own, order, { first: 100 })));
    }
    expect(lists.map(({ length }) => length)).toEqual([32, 16, 16, 0]);
  });

  it('may share rows, each of which is on the list of every owner it has', async () => {
    const pages = nestedPages<Loan>({
      rows: visible,
      of: (owner) => `jsonb_exists(l.shared, ${owner})`,
      order: { by: ['days', 'id'], direction: 'DESC' },
    });
    const context = newContext();
    const found = await Promise.all(readers.map((reader) => nestedPage(context, pages, reader, { first: 100 })));
    const expected = readers.map((reader) =>
      loans
        .filter(({ days, shared }) => days > 0 && shared.includes(reader))
        .sort((a, b) => b.days - a.days || (a.id < b.id ? 1 : -1)),
    );
    expect(found.map(({ nodes }) => nodes)).toEqual(expected);
    expect(await Promise.all(found.map((each) => each.totalCount()))).toEqual(expected.map(({ length }) => length));
  });

  it('cost one statement for all owners, and one more for all counts when they are asked for', async () => {
    const pages = nestedPages<Loan>({ rows: visible, of: 'readerId', order: { by: ['id'], direction: 'ASC' } });
    for (const some of [readers.slice(0, 1), readers]) {
      const context = newContext();
      statements = 0;
      const found = await Promise.all(some.map((reader) => nestedPage(context, pages, reader, {})));
      expect(statements).toBe(1);
      await Promise.all(found.map((each) => each.totalCount()));
      expect(statements).toBe(2);
    }
  });

  it('refuse a page of no size, and a cursor that is none of theirs', async () => {
    const pages = nestedPages<Loan>({
      rows: visible,
      of: 'readerId',
      order: { by: ['lentAt', 'id'], direction: 'ASC' },
    });
    const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    for (const args of [
      { first: 0 },
      { first: 101 },
      { after: 'x' },
      { after: cursor('a') },
      { after: cursor('a', 'b') },
    ])
      await expect(nestedPage(newContext(), pages, 'ann', args)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
