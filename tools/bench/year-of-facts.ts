import { setTimeout as pause } from 'node:timers/promises';
import { fillFacts, type Organisation } from '@courtesy/metrics/test/many-facts.ts';
import { withClient } from '@courtesy/testing';
import { since } from './figures.ts';

/** How long the first count of everything may take, in milliseconds. */
const PATIENCE_MS = 3_600_000;

/** An organisation with so many facts in one year: 40 sites, 200 teams, 2,000 people. */
export const organisation = (facts: number): Organisation => ({
  ...{ sites: 40, teamsPerSite: 5, peoplePerTeam: 10, products: 20, issues: 80, territories: 50 },
  ...{ customers: Math.ceil(facts / 30), from: '2025-01-01', days: 365 },
  ...{ cases: facts * 0.2, calls: facts * 0.15, contacts: facts * 0.4, clocks: facts * 0.18 },
  ...{ refunds: facts * 0.03, decisions: facts * 0.04 },
});

/** Told in one line how far a long piece of work is. */
export type Say = (line: string) => void;

const FACTS = ['case_fact', 'call_fact', 'activity_fact'];

/** Brings an empty, migrated metrics database to so many facts, none of them counted; one that was filled before is left as it is. */
export function fillYear(ownerUrl: string, facts: number, say: Say): Promise<object> {
  return withClient(ownerUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM case_fact LIMIT 1');
    if (rowCount) return { skipped: true };
    const startedAt = performance.now();
    // What is filled whole is marked whole afterwards.
    const switched = async (how: 'DISABLE' | 'ENABLE') => {
      for (const table of [...FACTS, 'customer_copy']) await client.query(`ALTER TABLE ${table} ${how} TRIGGER USER`);
    };
    await switched('DISABLE');
    const filled = await fillFacts(client, organisation(facts), (line) => say(`${since(startedAt)} s: ${line}`));
    await switched('ENABLE');
    await client.query('DELETE FROM rollup_basis');
    await client.query('VACUUM (ANALYZE)');
    return { facts: filled, seconds: since(startedAt) };
  });
}

/** Waits until the service has counted everything by itself. */
export function counted(ownerUrl: string, say: Say): Promise<object> {
  const startedAt = performance.now();
  return withClient(ownerUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ left: string; basis: string }>(
        // A month that is not over stays marked.
        `SELECT (SELECT count(*) FROM rollup_due WHERE level = 'DAY' OR hour < date_trunc('month', now())) AS left, (SELECT count(*) FROM rollup_basis) AS basis`,
      );
      const [row] = rows;
      if (row?.left === '0' && row.basis === '1') break;
      if (performance.now() - startedAt > PATIENCE_MS) throw new Error('There is always more to count.');
      say(`${since(startedAt)} s: ${row?.left} hours and months are left to count`);
      await pause(5_000);
    }
    await client.query('VACUUM (ANALYZE) rollup_cell');
    const { rows } = await client.query<{ cells: string; cellsMb: string; factsMb: string }>(
      `SELECT (SELECT count(*) FROM rollup_cell) AS cells, pg_total_relation_size('rollup_cell') / 1000000 AS "cellsMb",
         (${FACTS.map((table) => `pg_total_relation_size('${table}')`).join(' + ')}) / 1000000 AS "factsMb"`,
    );
    const [size] = rows;
    return {
      seconds: since(startedAt),
      cells: Number(size?.cells),
      cellsMb: Number(size?.cellsMb),
      factsMb: Number(size?.factsMb),
    };
  });
}
