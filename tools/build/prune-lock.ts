import { packageNameOf } from './package-name.ts';

/** One installed package, as a `package-lock.json` (version 3) describes it; fields this file does not read are kept as they are. */
export interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The part of a `package-lock.json` that pruning reads. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** What a built app is installed from: its own manifest, and a lock that holds nothing else. */
export interface Pruned {
  readonly manifest: { readonly name: string; readonly version: string; readonly dependencies: Record<string, string> };
  readonly lock: object;
}

/** Finds the copy of `name` that Node would load from `path`: the nearest `node_modules` going up. Null when there is none. */
function resolveFrom(lock: Lock, path: string, name: string): string | null {
  for (let folder = path; ;) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (candidate in lock.packages) return candidate;
    if (folder === '') return null;
    const cut = folder.lastIndexOf('/node_modules/');
    folder = cut === -1 ? '' : folder.slice(0, cut);
  }
}

function neededBy({ dependencies, optionalDependencies, peerDependencies }: LockedPackage): string[] {
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
}

/** Paths of every package that `roots` need, directly or not. A peer that was never installed is left out, as npm left it out. */
function reachable(lock: Lock, roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (from: string, name: string): void => {
    const path = resolveFrom(lock, from, name);
    if (path === null || found.has(path)) return;
    found.add(path);
    for (const needed of neededBy(lock.packages[path] ?? {})) visit(path, needed);
  };
  for (const root of roots) visit('', root);
  return found;
}

/**
 * Narrows the workspace's lock to the packages that a bundle imports, at the versions the workspace was tested with.
 * Throws when the bundle imports a package that the workspace does not have at its top.
 */
export function pruneLock(lock: Lock, app: { name: string; version: string }, imports: readonly string[]): Pruned {
  const roots = [...new Set(imports.map(packageNameOf))].sort();
  const dependencies = Object.fromEntries(
    roots.map((name) => {
      const version = lock.packages[`node_modules/${name}`]?.version;
      if (version === undefined) throw new Error(`${app.name} imports ${name}, which package.json does not declare`);
      return [name, version];
    }),
  );
  const manifest = { ...app, private: true, type: 'module', engines: { node: '>=24' }, dependencies };
  const kept = [...reachable(lock, roots)].sort().map((path) => [path, asProduction(lock.packages[path] ?? {})]);
  const packages = { '': { ...app, dependencies, engines: manifest.engines }, ...Object.fromEntries(kept) };
  return { manifest, lock: { ...app, lockfileVersion: 3, requires: true, packages } };
}

/** The workspace may know a package only as a development one; whatever a bundle needs is production. */
function asProduction(locked: LockedPackage): LockedPackage {
  const { dev: _dev, devOptional: _devOptional, ...rest } = locked as LockedPackage & Record<string, unknown>;
  return rest;
}
