import { updateJson, type Tree } from '@nx/devkit';
import { portStep } from '@courtesy/tools/services.ts';
import { addElement, addImport, edit, elementsOf } from '../source-edit.ts';
import { addToCompose, initSql } from './deployment.ts';

const LIST = 'tools/services.ts';

type Keyed<T> = Record<string, T>;

/** The same object with one entry more, before the first key that comes later in the alphabet. */
function withEntry<T>(object: Keyed<T>, key: string, value: T): Keyed<T> {
  const entries = Object.entries(object);
  const found = entries.findIndex(([other]) => other.localeCompare(key, 'en') > 0);
  return Object.fromEntries(entries.toSpliced(found === -1 ? entries.length : found, 0, [key, value]));
}

/** What npm install would write, so that npm ci takes the lock file as it is. */
function lock(tree: Tree, service: string): void {
  updateJson(tree, 'package-lock.json', (json: { packages: Keyed<object> }) => {
    const app = withEntry(json.packages, `apps/${service}`, { name: `@courtesy/${service}`, version: '0.1.0' });
    const packages = withEntry(app, `node_modules/@courtesy/${service}`, { resolved: `apps/${service}`, link: true });
    return { ...json, packages };
  });
}

function addReference(tree: Tree, path: string, service: string, app: string): void {
  updateJson(tree, path, (json: { references: { path: string }[] }) => {
    const isApp = ({ path: other }: { path: string }) => /apps\/(?!graph-e2e)/.test(other);
    const last = json.references.findLastIndex(isApp);
    return { ...json, references: json.references.toSpliced(last + 1, 0, { path: app + service }) };
  });
}

function dependOn(tree: Tree, path: string, service: string): void {
  updateJson(tree, path, (json: { implicitDependencies?: string[] }) => ({
    ...json,
    implicitDependencies: [...(json.implicitDependencies ?? []), service],
  }));
}

function exportTypes(tree: Tree, service: string): void {
  updateJson(tree, 'libs/graph-types/package.json', (json: { exports: Keyed<string> }) => {
    const { './package.json': manifest, ...entries } = json.exports;
    return {
      ...json,
      exports: { ...entries, [`./${service}`]: `./src/${service}.ts`, ...(manifest && { './package.json': manifest }) },
    };
  });
}

/** Makes a new subgraph known to whatever lists them: ports, codegen and composition, TypeScript, npm, Nx, Docker, end-to-end specs. */
export function makeKnown(tree: Tree, service: string): void {
  const place = elementsOf(tree.read(LIST, 'utf8') ?? '', 'subgraphs').length;
  edit(tree, LIST, (text) => addElement(text, 'subgraphs', `'${service}'`));
  const port = 4000 + portStep(place);
  edit(tree, 'docker-compose.yml', (text) => addToCompose(text, service, port));
  edit(tree, 'tools/docker/init.sql', (text) => `${text.trimEnd()}\n\n${initSql(service)}`);
  exportTypes(tree, service);
  lock(tree, service);
  addReference(tree, 'tsconfig.json', service, './apps/');
  addReference(tree, 'tools/tsconfig.json', service, '../apps/');
  dependOn(tree, 'tools/project.json', service);
  dependOn(tree, 'apps/graph-e2e/project.json', service);
  edit(tree, 'apps/graph-e2e/test/graph-world.ts', (text) =>
    addElement(addImport(text, service, `@courtesy/${service}/src/${service}.ts`), 'subgraphs', service),
  );
}
