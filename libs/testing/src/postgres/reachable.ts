import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Account, canEnter } from './account.ts';

/** Places that outlive a reboot and that no cleaner of temporary files thins out come first. */
const lasting = (): string[] => ['/var/lib', '/var/tmp', tmpdir(), '/tmp'];
const passing = (): string[] => [tmpdir(), '/tmp', '/var/tmp'];

/** The temporary folder in which a throw-away server's directory may be made, so that `account` can reach it. */
export function reachableTemporary(account: Account): string {
  const found = passing().find((root) => canEnter(account, root));
  if (!found) throw new Error(`The account "${account.name}" can enter none of ${passing().join(', ')}.`);
  return found;
}

/**
 * A folder outside `wanted` that `account` can enter, the same one on every call: for when `wanted` lies under a
 * folder closed to it, as a checkout in root's home does.
 *
 * @throws Error when no such folder can be made, or one of that name belongs to somebody else.
 */
export function reachableSubstitute(wanted: string, account: Account): string {
  const name = `courtesy-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
  const reasons: string[] = [];
  for (const root of lasting()) {
    const candidate = join(root, name);
    try {
      mkdirSync(candidate, { recursive: true });
      refuseForeignFolder(candidate);
      chmodSync(candidate, 0o711);
      if (canEnter(account, candidate)) return candidate;
      reasons.push(`${candidate}: "${account.name}" cannot enter it`);
    } catch (error) {
      reasons.push(`${candidate}: ${(error as Error).message}`);
    }
  }
  throw new Error(`No folder in place of ${wanted} that "${account.name}" can enter (${reasons.join('; ')}).`);
}

/** Whether `path` was made by {@link reachableSubstitute}: the test before anything is removed on a pointer's word. */
export function isSubstitute(path: string): boolean {
  return lasting().includes(dirname(path)) && /^courtesy-[0-9a-f]{16}$/.test(basename(path));
}

/** A folder of a guessable name in a shared place may be a trap laid by another user. */
function refuseForeignFolder(path: string): void {
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error('it belongs to somebody else');
}
