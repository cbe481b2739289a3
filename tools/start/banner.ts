import { existsSync } from 'node:fs';
import { loginOf, loginRoles } from './identities.ts';
import { DEFAULT_PORT, type Ports } from './ports.ts';
import { subgraphs } from '../services.ts';
import type { Stack } from './stack.ts';

const QUERY = '{ cases(first: 2) { nodes { id status type openedAt customer { displayName } } } }';
const ANSWER_LIMIT_MS = 10_000;

/** Everything `npm start` prints once the stack is ready. The answer below the curl has really been fetched. */
export async function banner(stack: Stack): Promise<string> {
  const lines = [`Courtesy is ready: ${stack.url}`, '', ...urlTable(stack.ports), ''];
  lines.push(...loginTable(stack), '', `Logs: ${stack.data.logs}`, '', ...curl(stack.ports));
  lines.push(await fetchedAnswer(stack), '', 'Ctrl-C stops everything.');
  return lines.join('\n');
}

/** One line per address of a stack. */
export function urlTable(ports: Ports): string[] {
  const at = (port: number, path = '') => `http://localhost:${port}${path}`;
  const rows: [string, string][] = [
    ['gateway', at(ports.gateway, '/graphql')],
    ...subgraphs.map((name): [string, string] => [name, at(ports[name], '/health/ready')]),
    ['issuer', at(ports.issuer, '/.well-known/openid-configuration')],
    ['postgres', `127.0.0.1:${ports.postgres}`],
  ];
  return table(['service', 'url'], rows);
}

function loginTable({ data, ports }: Stack): string[] {
  const demo = existsSync(data.demoLogins);
  const rows = loginRoles.map((role): string[] => {
    const login = loginOf(role, data.demoLogins);
    return [role, demo ? login.name : login.subject, `npm run -s token -- --role ${role}${portFlag(ports)}`];
  });
  return table(['role', 'login', 'token'], rows);
}

const portFlag = (ports: Ports) => (ports.gateway === DEFAULT_PORT ? '' : ` --port ${ports.gateway}`);

function curl(ports: Ports): string[] {
  return [
    `curl -s http://localhost:${ports.gateway}/graphql -H 'content-type: application/json' \\`,
    `  -H "authorization: Bearer $(npm run -s token -- --role manager${portFlag(ports)})" \\`,
    `  -d '${JSON.stringify({ query: QUERY })}'`,
  ];
}

async function fetchedAnswer({ ports, tokenFor }: Stack): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${ports.gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('manager')}` },
      body: JSON.stringify({ query: QUERY }),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    return (await response.text()).trim();
  } catch (error) {
    return `(no answer: ${(error as Error).message})`;
  }
}

function table(head: string[], rows: string[][]): string[] {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
