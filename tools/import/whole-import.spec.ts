import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freeStackPort } from '../start/ports.ts';
import { type Stack, startStack } from '../start/stack.ts';

let folder: string;
let stack: Stack;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whole-import-'));
  stack = await startStack({ dataDir: join(folder, 'data'), port: await freeStackPort(), demo: false, durable: false });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function tool(script: string, ...words: string[]): Promise<{ code: number | null; last: unknown; errors: string }> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...words, '--port', String(stack.ports.gateway)]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      resolve({ code, errors, last: last === '' ? null : JSON.parse(last) });
    }),
  );
}

const importFile = (name: string) => tool('./main.ts', 'complaints', join(folder, name));

async function ask<T>(query: string): Promise<T> {
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await stack.tokenFor('admin')}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: object };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const header =
  'Complaint ID,Date received,Issue,Company,Submitted via,Date sent to company,Company response,Consumer disputed?,Consumer complaint narrative';
const write = (name: string, ...rows: string[]) =>
  writeFileSync(join(folder, name), `${[header, ...rows].join('\n')}\n`);

const caseOf = async (externalId: string) => {
  const { cases } = await ask<{ cases: { nodes: Record<string, unknown>[] } }>(
    `{ cases(where: { externalId: { eq: "${externalId}" } }) { nodes {
      status outcome dispute assignedAt resolvedAt channel site { name region { name } } interactions { nodes { direction body } }
    } } }`,
  );
  expect(cases.nodes).toHaveLength(1);
  return cases.nodes[0];
};

describe('The import command', () => {
  it('takes every row that is a complaint and says of each other row why it is none', async () => {
    write(
      'mixed.csv',
      '1,2023-06-01,Late fee,"Harbour, Inc.",Web,2023-06-02,Closed with explanation,N/A,"It said ""no"",\ntwice"',
      '2,2023-06-01,too short',
      '3,2023-02-30,Late fee,Harbour,Web,2023-06-02,Closed,N/A,',
      '4,2023-06-01,Late fee,Harbour,Web,2023-06-02,Closed,N/A,"never closed',
      '5,6/1/2023,Late fee,Harbour,Postal mail,5/31/2023,In progress,,',
      '6,2093-06-01,Late fee,Harbour,Web,2093-06-02,Closed,N/A,',
    );
    const { code, last, errors } = await importFile('mixed.csv');
    expect({ code, last }).toEqual({
      code: 0,
      last: { read: 6, imported: 2, already: 0, rejected: 4 },
    });
    expect(errors).toContain('mixed.csv.rejects.csv');
    const rejects = parse(readFileSync(join(folder, 'mixed.csv.rejects.csv'), 'utf8')) as string[][];
    expect(rejects.map(([line]) => line)).toEqual(['line', '4', '5', '6', '8']);
    expect(rejects.map(([, reason]) => reason).join()).toMatch(/3 fields.*2023-02-30.*quote.*future/);
    expect(rejects[1]?.[2]).toBe('2,2023-06-01,too short');
    expect(await caseOf('1')).toMatchObject({
      status: 'RESOLVED',
      outcome: 'EXPLANATION',
      channel: 'PORTAL',
      site: { name: 'Harbour, Inc.', region: { name: 'Public complaints' } },
      interactions: { nodes: [{ direction: 'OUTBOUND' }, { direction: 'INBOUND', body: 'It said "no",\ntwice' }] },
    });
    expect(await caseOf('5')).toMatchObject({
      channel: 'LETTER',
      resolvedAt: null,
      assignedAt: '2023-05-31T00:00:00.000Z',
    });
  });

  it('brings a case forward when a later file knows its outcome, and takes nothing back when an earlier one comes again', async () => {
    write('early.csv', '70,2023-09-10,Late fee,Harbour,Phone,2023-09-11,In progress,N/A,');
    write('late.csv', '70,2023-09-10,Late fee,Harbour,Phone,2023-09-11,Closed with monetary relief,Yes,Now with words');
    expect((await importFile('early.csv')).last).toMatchObject({ imported: 1, already: 0 });
    expect(await caseOf('70')).toMatchObject({ status: 'NEW', outcome: null });
    const late = await importFile('late.csv');
    expect(late.last).toMatchObject({ imported: 0, already: 1 });
    expect(late.errors).toMatch(/told something new: 1/);
    const forward = await caseOf('70');
    expect(forward).toMatchObject({ status: 'RESOLVED', outcome: 'MONETARY_RELIEF', dispute: 'DISPUTED' });
    const again = await importFile('early.csv');
    expect(again.last).toMatchObject({ imported: 0, already: 1 });
    expect(again.errors).not.toMatch(/told something new/);
    expect(await caseOf('70')).toEqual(forward);
  });

  it('takes a row that stands in the file twice once, the later one bringing it forward', async () => {
    write(
      'twice.csv',
      '80,2023-09-10,Late fee,,Fax,2023-09-11,In progress,,',
      '80,2023-09-10,Late fee,,Fax,2023-09-11,Closed,No,',
    );
    expect((await importFile('twice.csv')).last).toMatchObject({ read: 2, imported: 1, already: 1 });
    expect(await caseOf('80')).toMatchObject({ outcome: 'UNSPECIFIED', dispute: 'ACCEPTED' });
  });

  it('knows rows without an id again by their file and line, packed or not', async () => {
    const rows = Array.from({ length: 1_200 }, () => [
      '2014-01-02',
      '2014-01-03',
      'Late fee',
      'Web',
      'Closed with relief',
      'No',
    ]);
    const titles = [
      'date_received',
      'date_sent_to_company',
      'issue',
      'submitted_via',
      'company_response',
      'consumer_disputed',
    ];
    const text = stringify([titles, ...rows]);
    writeFileSync(join(folder, 'events.csv'), text);
    writeFileSync(join(folder, 'events.csv.gz'), gzipSync(text));
    expect((await importFile('events.csv')).last).toMatchObject({ read: 1_200, imported: 1_200 });
    expect((await importFile('events.csv.gz')).last).toMatchObject({ read: 1_200, imported: 0, already: 1_200 });
  });

  it('ends with one line and no result when it cannot read the file', async () => {
    writeFileSync(join(folder, 'other.csv'), 'name,age\nx,1\n');
    const { code, last, errors } = await importFile('other.csv');
    expect({ code, last }).toEqual({ code: 1, last: null });
    expect(errors).toMatch(
      /^This is not a file of consumer complaints: its header has no column "Date received", .*\n$/,
    );
  });
});

interface Counted {
  readonly policies: {
    readonly nodes: readonly {
      readonly current: { readonly acknowledgements: { readonly totalCount: number } } | null;
    }[];
  };
  readonly authorityGrants: { readonly totalCount: number };
}

interface Stated {
  readonly regimes: { readonly nodes: readonly { readonly current: { readonly id: string } | null }[] };
  readonly articles: { readonly totalCount: number };
  readonly overdue: { readonly totalCount: number };
  readonly briefs: { readonly nodes: readonly { readonly kind: string; readonly state: string }[] };
  readonly risks: {
    readonly nodes: readonly {
      readonly controls: { readonly nodes: readonly { readonly assessments: { readonly totalCount: number } }[] };
    }[];
  };
}

const expectGuidance = async () => {
  const { regimes, articles, overdue, briefs, risks } = await ask<Stated>(`{
    regimes: complaintRegimes { nodes { current { id } } } articles { totalCount }
    overdue: articlesDueForReview { totalCount } briefs { nodes { kind: __typename state } }
    risks { nodes { controls { nodes { assessments { totalCount } } } } } }`);
  expect(regimes.nodes.map(({ current }) => current !== null)).toEqual([true, true, true]);
  expect(articles.totalCount).toBe(8);
  expect(overdue.totalCount).toBeGreaterThan(0);
  expect(briefs.nodes.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
    'ProductBulletin LIVE',
    'ProductBulletin LIVE',
    'PromotionBrief ENDED',
    'PromotionBrief LIVE',
    'PromotionBrief SCHEDULED',
  ]);
  const assessed = risks.nodes.map(({ controls }) => controls.nodes.map(({ assessments }) => assessments.totalCount));
  expect(assessed).toEqual(Array.from({ length: 10 }, () => [1]));
};

describe('The demo command', () => {
  it('brings the same demo once, however often it is run, and writes a login for each role', async () => {
    const run = () => tool('../demo/main.ts', '--scale', '0.1', '--data', folder);
    expect((await run()).last).toMatchObject({ cases: 400, opened: 400 });
    const logins = readFileSync(join(folder, 'demo-logins.json'), 'utf8');
    expect(await run()).toMatchObject({ errors: '', last: { cases: 400, opened: 0 } });
    const counted = `{ policies { nodes { current { acknowledgements { totalCount } } } } authorityGrants { totalCount } }`;
    const { policies, authorityGrants } = await ask<Counted>(counted);
    // Five documents that people read, and the policy of the rule pack, which nobody was asked to.
    const read = policies.nodes.map(({ current }) => (current?.acknowledgements.totalCount ?? 0) > 0);
    expect([policies.nodes.length, read.filter(Boolean).length]).toEqual([6, 5]);
    expect(authorityGrants.totalCount).toBe(10);
    await expectGuidance();
    expect(readFileSync(join(folder, 'demo-logins.json'), 'utf8')).toBe(logins);
    expect(Object.keys(JSON.parse(logins) as object).sort()).toEqual([
      'admin',
      'agent',
      'analyst',
      'customer',
      'executive',
      'lead',
      'manager',
      'regional',
    ]);
  }, 60_000);
});
