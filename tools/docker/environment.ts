import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { actorKey, peerKey } from '@courtesy/subgraph/actor';
import { peersOf, subgraphs } from '../services.ts';

/**
 * Prints the environment that docker-compose.yml wants, as an `.env` file: fresh passwords, and the key of each service derived
 * from one secret, which only the gateway gets.
 */
export function composeEnvironment(issuer: string, secret: () => string): string[] {
  const actorSecret = secret();
  const own = subgraphs.flatMap((name) => [
    `${name.toUpperCase()}_PASSWORD=${secret()}`,
    `${name.toUpperCase()}_OWNER_PASSWORD=${secret()}`,
    `${name.toUpperCase()}_ACTOR_KEY=${actorKey(actorSecret, name)}`,
  ]);
  const roads = subgraphs.flatMap((caller) =>
    (peersOf[caller] ?? []).map(
      (audience) =>
        `${caller.toUpperCase()}_TO_${audience.toUpperCase()}_KEY=${peerKey(actorSecret, { caller, audience })}`,
    ),
  );
  return [
    `OIDC_ISSUER=${issuer}`,
    `POSTGRES_PASSWORD=${secret()}`,
    `ACTOR_SECRET=${actorSecret}`,
    `FEED_KEY=${secret()}`,
    ...own,
    ...roads,
  ];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { issuer: { type: 'string' } } });
  if (!values.issuer) {
    process.stderr.write('Say whose tokens the gateway believes: --issuer https://login.example.org\n');
    process.exit(1);
  }
  // Letters, digits, - and _ alone, since the passwords become parts of addresses.
  const lines = composeEnvironment(values.issuer, () => randomBytes(32).toString('base64url'));
  process.stdout.write(`${lines.join('\n')}\n`);
}
