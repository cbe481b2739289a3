import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the shipped packs are about: complaint regimes, or sets of money rules. Each kind is a folder, each pack a folder in it. */
export type PackKind = 'regimes' | 'rules';

/** From the sources the packs lie beside `src`; a build lays them beside the bundle. */
const root = import.meta.url.endsWith('.ts')
  ? join(import.meta.dirname, '../packs')
  : join(import.meta.dirname, 'packs');

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Names of the packs of a kind, in alphabetical order. */
export function packNames(kind: PackKind): readonly string[] {
  const folder = join(root, kind);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => NAME.test(name))
        .sort()
    : [];
}

/** Names of the files of a pack, in alphabetical order; null when there is no such pack. */
export function packFiles(kind: PackKind, name: string): readonly string[] | null {
  return packNames(kind).includes(name) ? readdirSync(join(root, kind, name)).sort() : null;
}

/** Text of one file of a pack, named as {@link packFiles} names it. Throws when there is none. */
export function readPackFile(kind: PackKind, name: string, file: string): string {
  if (!packFiles(kind, name)?.includes(file)) throw new Error(`The pack ${kind}/${name} has no file ${file}`);
  return readFileSync(join(root, kind, name, file), 'utf8');
}
