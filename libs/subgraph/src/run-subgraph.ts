import { migrate } from '@courtesy/persistence';
import { commonConfig, ConfigError, migrateConfig, parseConfig, type CommonConfig } from './config.ts';
import { startSubgraph, type Subgraph } from './subgraph.ts';

/** How long a stopping service waits for requests in hand, in milliseconds. */
const DRAIN_MS = 10_000;

async function runMigrations(subgraph: Subgraph): Promise<void> {
  const { url } = parseConfig(migrateConfig, process.env);
  const ran = await migrate({ url, migrations: subgraph.migrations });
  process.stdout.write(`${subgraph.name}: ${ran.length === 0 ? 'nothing to migrate' : `ran ${ran.join(', ')}`}\n`);
}

async function serve(subgraph: Subgraph): Promise<void> {
  const schema = subgraph.config ? commonConfig.extend(subgraph.config.shape) : commonConfig;
  const config = parseConfig(schema, process.env) as CommonConfig & Record<string, unknown>;
  const running = await startSubgraph(subgraph, config);
  await running.listen();
  const stop = () => {
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/**
 * The whole of a subgraph's `main`: `node main.js` serves, `node main.js migrate` migrates and exits. Migrating is never a side effect
 * of serving. A bad environment ends the process with one message that names every bad variable.
 */
export async function runSubgraph(subgraph: Subgraph): Promise<void> {
  try {
    await (process.argv[2] === 'migrate' ? runMigrations(subgraph) : serve(subgraph));
  } catch (error) {
    const message =
      error instanceof ConfigError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    process.stderr.write(`${subgraph.name} cannot start. ${message}\n`);
    process.exit(1);
  }
}
