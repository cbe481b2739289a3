import { randomBytes } from 'node:crypto';
import { TEST_POSTGRES, TEST_RUN } from './jest-run.ts';
import { startPostgres } from './postgres/server.ts';
import { holdServer } from './jest-server.ts';

/** Jest's global setup: one throw-away PostgreSQL for the whole run, unless `COURTESY_TEST_POSTGRES` names one already. */
export default async function setUp(): Promise<void> {
  process.env[TEST_RUN] = `r${randomBytes(4).toString('hex')}`;
  if (process.env[TEST_POSTGRES]) return;
  const server = await startPostgres();
  // Jest starts its workers after this, with this environment.
  process.env[TEST_POSTGRES] = server.superuserUrl;
  holdServer(server);
}
