import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventLogV1 } from '@courtesy/persistence';
import type { Context } from '../src/context.ts';
import type { Resource } from '../src/resources.ts';
import type { Subgraph } from '../src/subgraph.ts';

class Clinic1763830000000 implements MigrationInterface {
  readonly name = 'Clinic1763830000000';
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of eventLogV1('clinic')) await runner.query(sql);
    await runner.query(`CREATE TABLE patients (name text CONSTRAINT patients_name_check CHECK (name <> 'Nobody'))`);
    await runner.query(`GRANT INSERT ON patients TO clinic`);
  }
  async down(): Promise<void> {}
}

/** What happened in the ward, in order. */
export const wardBook: string[] = [];
const ward: Resource<string[]> = {
  name: 'ward',
  open: () => {
    wardBook.length = 0;
    wardBook.push('opened');
    return wardBook;
  },
  close: (book) => void book.push('closed'),
};

/** A service for specs of the process itself: it can be slow, and it can break on what it was told. */
export const clinic: Subgraph = {
  name: 'clinic',
  typeDefs: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@composeDirective"])
      @link(url: "https://courtesy.dev/specs/courtesy/v1.0", import: ["@idPrefix"]) @composeDirective(name: "@idPrefix")
    directive @idPrefix(prefix: String!) on OBJECT
    type Query {
      slow(seconds: Float!): String @authenticated
      admit(name: String!, diagnosis: String!): String @authenticated
    }`,
  tables: [],
  resources: [ward],
  routes: (app, { now }) => {
    app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_req, body, done) => done(null, body));
    app.put('/letters', (req) => ({ letter: req.body, at: now() }));
    app.get('/letters', () => {
      throw Object.assign(new Error('There is no letter.'), { statusCode: 404 });
    });
  },
  migrations: [Clinic1763830000000],
  resolvers: [
    {
      Query: {
        slow: async (_: unknown, { seconds }: { seconds: number }, { db, resource }: Context) => {
          await db.manager.query('SELECT pg_sleep($1)', [seconds]);
          resource(ward).push('slow');
          return 'done';
        },
        admit: async (_: unknown, { name, diagnosis }: { name: string; diagnosis: string }, { db }: Context) => {
          await db.manager.query('INSERT INTO patients SELECT $1 WHERE $2::text IS NOT NULL', [name, diagnosis]);
          return name;
        },
      },
    },
  ],
};
