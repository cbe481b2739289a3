import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { removeServer } from '@courtesy/testing';
import { z } from 'zod';

/** The parts of a stack's data directory (`.courtesy/` unless told otherwise), as absolute paths. */
export interface DataDirectory {
  readonly root: string;
  readonly postgres: string;
  readonly logs: string;
  readonly compileCache: string;
  readonly secrets: string;
  readonly issuerKeys: string;
  /** Written by `tools/demo`: who the demo logins are. */
  readonly demoLogins: string;
  /** Exists once the demo data is in the databases. */
  readonly demoDone: string;
  /** What runs on this directory. */
  readonly stack: string;
}

/** Names the parts of a data directory; makes nothing. */
export function dataDirectory(path: string): DataDirectory {
  const root = resolve(path);
  const at = (name: string) => join(root, name);
  return {
    root,
    postgres: at('postgres'),
    logs: at('logs'),
    compileCache: at('compile-cache'),
    secrets: at('secrets.json'),
    issuerKeys: at('issuer-keys.json'),
    demoLogins: at('demo-logins.json'),
    demoDone: at('demo.done'),
    stack: at('stack.json'),
  };
}

/** Makes the directory. Enterable by others, since PostgreSQL may run as another account; what is secret in it has its own lock. */
export function makeDataDirectory(data: DataDirectory): void {
  const isNew = !existsSync(data.root);
  mkdirSync(data.logs, { recursive: true });
  if (isNew) chmodSync(data.root, 0o711);
}

/** Removes what a stack wrote, by name: whatever else lies in a directory that somebody chose stays. */
export function emptyDataDirectory(data: DataDirectory): void {
  removeServer(data.postgres);
  const { logs, compileCache, secrets, issuerKeys, demoLogins, demoDone, stack } = data;
  for (const path of [logs, compileCache, secrets, issuerKeys, demoLogins, demoDone, stack]) {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Writes whole or not at all, readable by its owner alone. */
export function writePrivately(path: string, content: unknown): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

const secretsSchema = z.object({ actorSecret: z.string().min(32), feedKey: z.string().min(32) });
/** What the services of one stack share with each other and with nobody else. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The stack's secrets: made once, then kept. */
export function keptSecrets(data: DataDirectory): Secrets {
  if (existsSync(data.secrets)) return secretsSchema.parse(JSON.parse(readFileSync(data.secrets, 'utf8')));
  const fresh = () => randomBytes(32).toString('base64url');
  const secrets = { actorSecret: fresh(), feedKey: fresh() };
  writePrivately(data.secrets, secrets);
  return secrets;
}
