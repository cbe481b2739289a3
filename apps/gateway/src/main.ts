import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { ConfigRefused, readConfig, type GatewayConfig } from './config.ts';
import { startGateway, type RunningGateway } from './gateway.ts';

function configure(): GatewayConfig {
  try {
    return readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const oneLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, '; ');

async function run(config: GatewayConfig): Promise<void> {
  const log = pino({ level: config.LOG_LEVEL, name: 'gateway' });
  let gateway: RunningGateway;
  try {
    gateway = await startGateway(config, { log, now: () => new Date(), newRequestId: randomUUID });
  } catch (error) {
    console.error(`The gateway cannot start: ${oneLine(error)}`);
    process.exit(1);
  }
  log.info({ url: `${gateway.url}/graphql` }, 'the gateway is ready');
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'the gateway drains');
    await gateway.stop();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

await run(configure());
