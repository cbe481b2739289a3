import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle } from './bundle.ts';
import { pruneLock, type Lock } from './prune-lock.ts';

const root = resolve(import.meta.dirname, '../..');

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Builds `app` into `dist/apps/APP`: a bundle, its manifest and lock, its packs, and the supergraph when it serves one. */
async function buildApp(app: string): Promise<void> {
  const source = join(root, 'apps', app);
  const entry = join(source, 'src/main.ts');
  if (!existsSync(entry)) throw new Error(`apps/${app}/src/main.ts does not exist`);
  const target = join(root, 'dist/apps', app);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });

  const imports = await bundle(entry, join(target, 'main.js'));
  // A worker thread starts from a file of its own, beside the bundle.
  for (const worker of readdirSync(join(source, 'src')).filter((file) => file.endsWith('-worker.ts')))
    imports.push(...(await bundle(join(source, 'src', worker), join(target, worker.replace(/\.ts$/, '.js')))));
  const { name, version } = readJson<{ name: string; version: string }>('apps', app, 'package.json');
  const { manifest, lock } = pruneLock(readJson<Lock>('package-lock.json'), { name, version }, [...new Set(imports)]);
  const { allowScripts } = readJson<{ allowScripts: object }>('package.json');
  writeJson(join(target, 'package.json'), { ...manifest, allowScripts });
  writeJson(join(target, 'package-lock.json'), lock);

  const supergraph = join(source, 'supergraph.graphql');
  if (existsSync(supergraph)) copyFileSync(supergraph, join(target, 'supergraph.graphql'));
  const packs = join(source, 'packs');
  if (existsSync(packs)) cpSync(packs, join(target, 'packs'), { recursive: true });
  console.log(`dist/apps/${app}: main.js and ${Object.keys(manifest.dependencies).length} dependencies`);
}

const [app] = process.argv.slice(2);
if (app === undefined) throw new Error('Say which app to build: node tools/build/main.ts APP');
await buildApp(app);
