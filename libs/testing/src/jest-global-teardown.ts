import { TEST_POSTGRES, TEST_RUN } from './jest-run.ts';
import { heldServer } from './jest-server.ts';
import { dropDatabase } from './service-database.ts';
import { withClient } from './sql.ts';

/** Jest's global teardown: ends the run's own server, or leaves somebody else's as it was. */
export default async function tearDown(): Promise<void> {
  const own = heldServer();
  if (own) return own.stop();
  const superuserUrl = process.env[TEST_POSTGRES];
  const run = process.env[TEST_RUN];
  if (!superuserUrl || !run) return;
  const { rows } = await withClient(superuserUrl, (client) =>
    client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE strpos(datname, $1) > 0', [`_${run}_`]),
  );
  for (const { datname } of rows) await dropDatabase(superuserUrl, datname);
}
