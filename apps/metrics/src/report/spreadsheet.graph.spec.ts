import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, caseOpened, clock, read, startWorld, type World } from '../../test/metrics-world.ts';
import { chartOf } from './chart.commands.ts';
import type { ReportRunBlock } from './report.ts';

const manager = caller('MANAGER', { reach: 'ALL', personId: 'pers_00000001' });
const period = { from: '2026-01-01', to: '2026-02-01' };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.reset();
  clock.set('2026-03-02T10:00:00.000Z');
});

async function verb<T extends object>(name: string, input: object, fields = ''): Promise<T> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${fields} } }`;
  return (await ask<Record<string, T>>(world, query, { input }, manager))[name] as T;
}

async function ran(): Promise<string> {
  const input = { key: 'monthly-service', period };
  return (await verb<{ run: { id: string } }>('runReport', input, '... on ReportRan { run { id } }')).run.id;
}

interface File {
  readonly sha256: string;
  readonly base64: string;
}

async function filesOf(id: string): Promise<{ readonly csv: File; readonly xlsx: File }> {
  const query = `query ($id: ID!) { reportRun(id: $id) { csv: file(format: CSV) { sha256 base64 } xlsx: file(format: XLSX) { sha256 base64 } } }`;
  return (await ask<{ reportRun: { csv: File; xlsx: File } }>(world, query, { id }, manager)).reportRun;
}

const textOfCsv = ({ base64 }: File) => Buffer.from(base64, 'base64').toString();

/** All the text of the files of a spreadsheet, an archive whose files are each packed by themselves. */
function textOfXlsx(file: File): string {
  const archive = Buffer.from(file.base64, 'base64');
  const texts: string[] = [];
  for (let at = archive.indexOf('PK\x01\x02'); at >= 0; at = archive.indexOf('PK\x01\x02', at + 4)) {
    const local = archive.readUInt32LE(at + 42);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(from, from + archive.readUInt32LE(at + 20));
    texts.push((archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString());
  }
  return texts.join();
}

const opened = (id: string, openedAt: string) =>
  read(world, 'cases', [caseOpened(id, { openedAt, siteId: 'site_00000001' })]);

describe('a report as a spreadsheet', () => {
  it('tells a spreadsheet no formula', async () => {
    await read(world, 'cases', [
      caseOpened('case_1', {
        openedAt: '2026-01-05T10:00:00.000Z',
        category: { product: '=HYPERLINK("x")', subProduct: null, issue: null, subIssue: null },
      }),
      caseOpened('case_2', {
        openedAt: '2026-01-05T10:00:00.000Z',
        category: { product: 'Loan', subProduct: null, issue: null, subIssue: null },
      }),
    ]);
    const text = textOfCsv((await filesOf(await ran())).csv);
    expect(text).toContain(`'=HYPERLINK`);
    expect(text).not.toMatch(/(^|,|")=HYPERLINK/m);
  });

  it('has a sheet of what was said, and no row of a day that says it is the whole period', async () => {
    await opened('case_1', '2026-01-05T10:00:00.000Z');
    const id = await ran();
    await verb('commentOnReport', { runId: id, section: 'demand', words: 'A quiet month' });
    const { csv, xlsx } = await filesOf(id);
    expect(textOfXlsx(xlsx)).toContain('A quiet month');
    const ofDay = textOfCsv(csv)
      .split('\n')
      .filter((line) => line.includes('2026-01-05'));
    expect(ofDay).toEqual(['What came in,cases.opened,2,,2026-01-05,,,COUNT,1,,,']);
  });

  it('is the same to the byte whenever it is made, signed or not', async () => {
    await opened('case_1', '2026-01-05T10:00:00.000Z');
    const id = await ran();
    const first = await filesOf(id);
    // The instants in an archive are of two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await filesOf(id)).xlsx.sha256).toBe(first.xlsx.sha256);
  });

  it('tells the period before and a year ago beside this one, and nothing of a time before there were facts', async () => {
    await opened('case_1', '2026-01-05T10:00:00.000Z');
    const alone = textOfCsv((await filesOf(await ran())).csv);
    expect(alone).toContain(',cases.opened,2,,,,whole period,COUNT,1,');
    expect(alone).not.toContain('the period before');
    await opened('case_before', '2025-12-20T10:00:00.000Z');
    const beside = textOfCsv((await filesOf(await ran())).csv);
    expect(beside).toContain(',cases.opened,2,,,,the period before,COUNT,1,');
    expect(beside).not.toContain('a year ago');
  });
});

describe('a chart of a report', () => {
  const figure = { value: 3, numerator: null, denominator: null, money: null, isHidden: false };
  const row = { ...figure, bucket: '2026-01-01', key: 'PHONE', label: 'Telephone' };
  const block: ReportRunBlock = {
    ...{ metricKey: 'cases.opened', by: 'CHANNEL', grain: 'TOTAL', caseType: null, chart: 'BAR', name: 'Cases' },
    ...{ definitionVersion: 1, unit: 'COUNT', additivity: 'ADDS', isApproximate: false, total: figure },
    ...{ before: null, lastYear: null, rows: [row, { ...row, key: 'FAX', label: 'Fax', value: null, isHidden: true }] },
  };

  it('says which of its values are withheld', () => {
    expect(chartOf(block)).toContain('Fax (withheld)');
    expect(chartOf(block)).not.toContain('Telephone (withheld)');
  });
});
