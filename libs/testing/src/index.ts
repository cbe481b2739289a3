export {
  endLeftoverServer,
  removeServer,
  startPostgres,
  type PostgresOptions,
  type RunningPostgres,
} from './postgres/server.ts';
export { DataDirectoryDamaged } from './postgres/cluster.ts';
export { DirectoryInUse, takeOwnership } from './postgres/owner-lock.ts';
export { PortTaken, PostmasterFailed } from './postgres/postmaster.ts';
export { freePort, isPortFree } from './postgres/free-port.ts';
export {
  cloneDatabase,
  createServiceDatabase,
  dropDatabase,
  rolesOf,
  type ServiceDatabase,
  type ServiceDatabaseSpec,
} from './service-database.ts';
export { testDatabase, type TestDatabase, type TestDatabaseSpec } from './test-database.ts';
export { TEST_POSTGRES, TEST_RUN } from './jest-run.ts';
export { digestOfRows, type RowDigestOptions } from './row-digest.ts';
export { textOfDatabase } from './text-of-database.ts';
export { fixedClock, type FixedClock } from './clock.ts';
export { actorFor, type TestActor, type TestRole } from './actor.ts';
export { withClient } from './sql.ts';
export { identify, isStillRunning, gone, type ProcessIdentity } from './postgres/live-process.ts';
