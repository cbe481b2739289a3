import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ImportWorld, startImportWorld } from './import-world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImportWorld();
}, 240_000);
afterAll(() => world?.stop(), 60_000);

const countOf = async (source: string) => {
  const { customers } = await world.ask<{ customers: { totalCount: number } }>(
    `{ customers(where: { externalIdentity: { source: { eq: "${source}" } } }) { totalCount } }`,
  );
  return customers.totalCount;
};

const customerOf = async (source: string, id: string) => {
  const { customer } = await world.ask<{ customer: Record<string, unknown> | null }>(
    `{ customer: customerByExternalIdentity(source: "${source}", id: "${id}") { kind displayName registeredAt
      contactPoints { nodes { kind value } } } }`,
  );
  return customer;
};

const CRM = JSON.stringify({
  columns: { Nr: 'externalId', Who: 'displayName', Sort: 'kind', Mail: 'email', Since: 'registeredAt', Note: null },
  constants: { source: 'crm' },
  dateFormat: 'DD/MM/YYYY',
  values: { kind: { Firm: 'ORGANISATION', Private: 'PERSON' } },
});
const CRM_HEADER = 'Nr,Who,Sort,Mail,Since,Note';

describe('Importing customers', () => {
  it('reads a file by its mapping: columns, constants, words and dates', async () => {
    const map = world.write('crm.json', CRM);
    const file = world.write(
      'crm.csv',
      `${CRM_HEADER}\n1,Harbour Ltd,Firm,desk@harbour.example,03/02/2024,x\n2,Ada Lowe,Private,ada@lowe.example,28/12/2023,\n3,Bad,Private,no address,01/01/2024,\n4,Bad,Private,,31/02/2024,\n`,
    );
    const { told } = await world.importing('customers', file, '--mapping', map);
    expect(told).toEqual({ read: 4, imported: 2, already: 0, rejected: 2 });
    expect(await customerOf('crm', '1')).toEqual({
      ...{ kind: 'ORGANISATION', displayName: 'Harbour Ltd', registeredAt: '2024-02-03T00:00:00.000Z' },
      contactPoints: { nodes: [{ kind: 'EMAIL', value: 'desk@harbour.example' }] },
    });
    const rejects = parse(readFileSync(`${file}.rejects.csv`, 'utf8')) as string[][];
    expect(rejects.slice(1).map(([line, reason]) => [line, reason])).toEqual([
      ['4', expect.stringMatching(/column "Mail", "no address"/)],
      ['5', expect.stringMatching(/column "Since", "31\/02\/2024": is no date written as DD\/MM\/YYYY/)],
    ]);
    expect((await world.importing('customers', file, '--mapping', map)).told).toMatchObject({
      imported: 0,
      already: 2,
    });
  });

  it('says in a dry run what would come of it, cell by cell, and writes nothing', async () => {
    const map = world.write('crm.json', CRM);
    const file = world.write(
      'dry.csv',
      `${CRM_HEADER}\n2,Ada Lowe-Reed,Private,ada@reed.example,28/12/2023,\n7,New,Private,,01/01/2024,\n7,New again,Private,,01/01/2024,\n8,Bad,Thing,,01/01/2024,\n`,
    );
    const before = await countOf('crm');
    const { told } = await world.importing('customers', file, '--mapping', map, '--dry-run');
    expect(told).toEqual({
      ...{ read: 4, imported: 1, already: 2, rejected: 1 },
      ...{ conflicts: 1, duplicates: 1, dryRun: true },
    });
    expect(await countOf('crm')).toBe(before);
    const report = parse(readFileSync(`${file}.conflicts.csv`, 'utf8'), { columns: true }) as Record<string, string>[];
    const cells = report.map(({ line, what, column, value, known }) => [line, what, column, value, known]);
    expect(cells.toSorted()).toEqual([
      ['2', 'CONFLICT', 'displayName', 'Ada Lowe-Reed', 'Ada Lowe'],
      ['2', 'CONFLICT', 'email', 'ada@reed.example', 'ada@lowe.example'],
      ['4', 'DUPLICATE', 'Nr', '7', 'line 3'],
      ['5', 'INVALID', 'Sort', 'Thing', expect.stringMatching(/neither PERSON nor ORGANISATION/)],
    ]);
  });

  it('keeps a known customer as they are, or takes the place of what is known, as it is told', async () => {
    const map = world.write('crm.json', CRM);
    const file = world.write('again.csv', `${CRM_HEADER}\n2,Ada Lowe-Reed,Private,ada@reed.example,28/12/2023,\n`);
    await world.importing('customers', file, '--mapping', map, '--on-conflict', 'keep');
    expect(await customerOf('crm', '2')).toMatchObject({ displayName: 'Ada Lowe' });
    await world.importing('customers', file, '--mapping', map);
    const forward = await customerOf('crm', '2');
    expect(forward).toMatchObject({ displayName: 'Ada Lowe-Reed' });
    expect(JSON.stringify(forward)).toMatch(/ada@lowe\.example/);
    await world.importing('customers', file, '--mapping', map, '--on-conflict', 'replace');
    expect(await customerOf('crm', '2')).toMatchObject({
      contactPoints: { nodes: [{ kind: 'EMAIL', value: 'ada@reed.example' }] },
    });
  });

  it('loses and doubles nothing when it is killed in the middle and run again', async () => {
    const rows = Array.from({ length: 12_000 }, (_, n) => [`k${n}`, 'killed', `Customer ${n}`, `c${n}@killed.example`]);
    const file = world.write('killed.csv', stringify([['id', 'source', 'name', 'e-mail'], ...rows]));
    const { child, ended } = world.begin('./main.ts', ['customers', file]);
    while ((await countOf('killed')) === 0 && child.exitCode === null) await pause(20);
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    const { told } = await world.importing('customers', file);
    expect(told).toMatchObject({ read: 12_000, rejected: 0 });
    expect(Number(told['already'])).toBeGreaterThan(0);
    expect(Number(told['imported'])).toBeGreaterThan(0);
    expect(await countOf('killed')).toBe(12_000);
  }, 120_000);

  it('ends with everything that is wrong with a mapping', async () => {
    const file = world.write('any.csv', 'id,name\n1,x\n');
    const map = world.write('bad.json', '{"columns":{"id":"number"},"dateFormat":"YY"}');
    const { code, errors } = await world.begin('./main.ts', ['customers', file, '--mapping', map]).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/bad\.json is no mapping:\n {2}columns\.id: .*\n {2}dateFormat: .*\nFields are source, /);
  });
});

describe('The export command', () => {
  it('writes every customer on every page, and the import knows each of them again', async () => {
    const out = join(world.folder, 'out.csv');
    const { code, errors } = await world.exporting('customers', '--out', out, '--bom');
    expect({ code, errors }).toMatchObject({ code: 0 });
    const { customers } = await world.ask<{ customers: { totalCount: number } }>('{ customers { totalCount } }');
    const rows = parse(readFileSync(out), { bom: true, columns: true }) as object[];
    expect(rows).toHaveLength(customers.totalCount);
    const { told } = await world.importing('customers', out);
    expect(told).toEqual({ read: rows.length, imported: 0, already: rows.length, rejected: 0 });
    expect((await world.importing('customers', out, '--dry-run')).told).toMatchObject({ conflicts: 0, duplicates: 0 });
  }, 120_000);

  it('lets no cell begin as a formula, and leaves numbers alone', async () => {
    world.write('f.csv', 'id,source,name,phone\n1,formulas,"=HYPERLINK(""x"")",+44 20 7946 0000\n');
    await world.importing('customers', join(world.folder, 'f.csv'));
    const query = world.write(
      'q.graphql',
      `{ customers(where: { externalIdentity: { source: { eq: "formulas" } } }) { nodes { name: displayName version
        contactPoints { nodes { value } } } } }`,
    );
    const { output } = await world.exporting('--query', query);
    expect(output).toBe(`name,version,contactPoints.value\r\n"'=HYPERLINK(""x"")",1,'+44 20 7946 0000\r\n`);
  });

  it('gives a caller only what they may see, and refuses what is no connection', async () => {
    const token = await world.stack.tokenFor('customer');
    const { output } = await world.exporting('customers', '--token', token);
    expect(output).not.toMatch(/harbour|killed/i);
    const query = world.write('one.graphql', '{ reportingTimeZone }');
    expect((await world.exporting('--query', query)).errors).toMatch(/has to be a connection/);
  });
});
