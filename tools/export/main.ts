import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { guarded } from '../import/cell.ts';
import { type GraphClient, graphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { stackTarget } from '../import/stack-target.ts';
import { BadCommandLine, understood } from '../start/options.ts';
import { BadExportQuery, type ExportQuery, exportQueryOf, rowOf } from './export-query.ts';
import { namedQueries } from './named-queries.ts';

const USAGE = `Say: npm run -s export -- NAME|--query FILE [--out FILE] [--bom] [--port N | --url URL] [--token TOKEN]
NAME is one of ${Object.keys(namedQueries).join(', ')}; FILE holds a query of one connection, such as { sites { nodes { id name } } }.`;

/** npm runs a script in the repository's folder, wherever the caller stood. */
const callersFolder = process.env['INIT_CWD'] ?? process.cwd();

async function exportOptions(argv: readonly string[]) {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...{ query: { type: 'string' }, out: { type: 'string' }, bom: { type: 'boolean', default: false } },
        ...{ port: { type: 'string' }, url: { type: 'string' }, token: { type: 'string' } },
      },
    }),
  );
  const [named, ...more] = positionals;
  if (more.length > 0 || (named === undefined) === (values.query === undefined)) throw new BadCommandLine(USAGE);
  const text =
    values.query === undefined
      ? namedQueries[named ?? '']
      : await readFile(resolve(callersFolder, values.query), 'utf8').catch((error: Error) => {
          throw new BadCommandLine(`--query ${values.query ?? ''}: ${error.message}`);
        });
  if (text === undefined) throw new BadCommandLine(USAGE);
  return {
    query: exportQueryOf(text),
    out: values.out === undefined ? null : resolve(callersFolder, values.out),
    bom: values.bom,
    target: stackTarget({ ...values, token: values.token ?? process.env['COURTESY_TOKEN'] }),
  };
}

interface Page {
  readonly nodes?: readonly unknown[];
  readonly edges?: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const csv = (rows: readonly (readonly string[])[]) =>
  stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n' },
  );

/** The export in pieces, one page of the graph at a time. */
async function* pagesOf(client: GraphClient, query: ExportQuery, counts: { rows: number }): AsyncGenerator<string> {
  yield csv([query.columns]);
  for (let after: string | null = null; ;) {
    const data: Record<string, Page | null> = await client.ask(query.text, { after });
    const page = data[query.root];
    if (!page) throw new GraphFailed({ code: 'NOTHING', message: `${query.root} is not the caller's to see.` });
    const nodes = page.nodes ?? page.edges ?? [];
    counts.rows += nodes.length;
    yield csv(nodes.map((node) => rowOf(node, query.columns).map(guarded)));
    if (!page.pageInfo.hasNextPage || page.pageInfo.endCursor === null) return;
    after = page.pageInfo.endCursor;
  }
}

async function* withMark(pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield '\uFEFF';
  yield* pieces;
}

async function main(argv: readonly string[]): Promise<void> {
  const { query, out, bom, target } = await exportOptions(argv);
  const client = graphClient(target);
  const counts = { rows: 0 };
  try {
    const pieces = pagesOf(client, query, counts);
    const readable = Readable.from(bom ? withMark(pieces) : pieces);
    if (out === null) await pipeline(readable, process.stdout, { end: false });
    else await pipeline(readable, createWriteStream(out));
    process.stderr.write(`${JSON.stringify({ exported: counts.rows, columns: query.columns.length })}\n`);
  } finally {
    await client.close();
  }
}

const known = [BadCommandLine, BadExportQuery, GraphFailed];

main(process.argv.slice(2)).catch((error: unknown) => {
  const told = known.some((kind) => error instanceof kind);
  process.stderr.write(`${told || !(error instanceof Error) ? String((error as Error).message) : error.stack}\n`);
  process.exit(1);
});
