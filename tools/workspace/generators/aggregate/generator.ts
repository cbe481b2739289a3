import { formatFiles, generateFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import { followUp } from '../follow-up.ts';
import { addElement, addImport, addProperty, edit } from '../source-edit.ts';
import { requireKebab, singularOf, UnusableName, wordsOf, type Words } from '../words.ts';

/** What `nx g @courtesy/workspace:aggregate` is told; see schema.json. */
export interface AggregateOptions {
  readonly name: string;
  readonly service: string;
  readonly plural?: string;
  readonly prefix?: string;
  readonly scope?: string;
}

/** How an aggregate is written. */
export interface AggregatePlan extends AggregateOptions {
  /** Whether its migration is the service's first, which also makes the event log and what goes with it. */
  readonly first: boolean;
  /** The time, which names the migration. */
  readonly now: Date;
}

const files = (folder: string) => join(import.meta.dirname, 'files', folder);

/** SDL of all subgraphs in the tree, as one text. */
function allSdl(tree: Tree): string {
  const sdl: string[] = [];
  const visit = (folder: string): void => {
    for (const name of tree.children(folder)) {
      const path = `${folder}/${name}`;
      if (!tree.isFile(path)) visit(path);
      else if (name.endsWith('.graphql')) sdl.push(tree.read(path, 'utf8') ?? '');
    }
  };
  for (const app of tree.children('apps')) if (tree.exists(`apps/${app}/src`)) visit(`apps/${app}/src`);
  return [tree.read('libs/graph-types/common.graphql', 'utf8') ?? '', ...sdl].join('\n');
}

function requireFree(tree: Tree, service: string, words: Words): void {
  if (!tree.exists(`apps/${service}/src/${service}.ts`))
    throw new UnusableName(
      `There is no subgraph "${service}": nx g @courtesy/workspace:subgraph ${service} makes one.`,
    );
  const sdl = allSdl(tree);
  if (new RegExp(`\\b(type|interface|input|enum|union|scalar) ${words.type}\\b`).test(sdl))
    throw new UnusableName(`The graph has a type ${words.type} already: choose another name.`);
  if (sdl.includes(`@idPrefix(prefix: "${words.prefix}")`))
    throw new UnusableName(`Other ids begin with "${words.prefix}" already: say another --prefix.`);
  if (tree.exists(`apps/${service}/src/${words.file}`))
    throw new UnusableName(`apps/${service}/src/${words.file} exists already: choose another name.`);
}

/** A stamp that comes after every migration of the service. */
function stampAfter(tree: Tree, folder: string, now: Date): number {
  const stamps = tree.children(folder).map((name) => Number.parseInt(name, 10));
  return Math.max(now.getTime(), ...stamps.filter(Number.isInteger).map((stamp) => stamp + 1));
}

function register(tree: Tree, service: string, words: Words, migration: { name: string; file: string }): void {
  const folder = `./${words.file}/${words.file}`;
  edit(tree, `apps/${service}/src/${service}.ts`, (original) => {
    let text = addImport(original, `${words.one}Resolvers`, `${folder}.resolvers.ts`);
    text = addImport(text, `${words.one}Table`, `${folder}.table.ts`);
    text = addImport(text, migration.name, `./migrations/${migration.file}.ts`);
    text = addElement(text, 'resolvers', `${words.one}Resolvers`);
    text = addElement(text, 'tables', `${words.one}Table`);
    return addElement(text, 'migrations', migration.name);
  });
}

/** The file of a service's events, made when it has none yet. */
function eventsOf(tree: Tree, service: string): { readonly path: string; readonly name: string } {
  const path = `libs/events/src/of-${service}.ts`;
  const name = `${service.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Events`;
  if (tree.exists(path)) return { path, name };
  const says = `/** What the ${service} service announces: one schema per event type and version. Entries are only ever added. */`;
  tree.write(path, `${says}\nexport const ${name} = {\n} as const;\n`);
  edit(tree, 'libs/events/src/index.ts', (original) =>
    addImport(original, name, `./of-${service}.ts`).replace(
      /(eventSchemas = \{[^}]*[^\s,]),?(\s*\} as const;)/,
      `$1, ...${name}$2`,
    ),
  );
  return { path, name };
}

function registerEvents(tree: Tree, service: string, words: Words): void {
  const { path, name } = eventsOf(tree, service);
  edit(tree, path, (original) =>
    ['registered', 'renamed'].reduce((text, past) => {
      const schema = `${words.one}${past === 'registered' ? 'Registered' : 'Renamed'}V1`;
      const imported = addImport(text, schema, `./${words.file}-${past}.v1.ts`);
      return addProperty(imported, name, `'courtesy.${words.file}.${past}.v1': ${schema}`);
    }, original),
  );
}

/** A scope that no role has would guard a field from everybody. */
function grantScopes(tree: Tree, scope: string): void {
  edit(tree, 'libs/subgraph/src/actor.ts', (original) => {
    const reading = original.includes(`'${scope}:read'`) ? original : addElement(original, 'read', `'${scope}:read'`);
    return reading.includes(`'${scope}:write'`) ? reading : addElement(reading, 'manager', `'${scope}:write'`);
  });
}

/** Writes the eight role files of an aggregate, its events and its migration, and registers them. Throws `UnusableName`. */
export function writeAggregate(tree: Tree, plan: AggregatePlan): void {
  const service = requireKebab(plan.service, 'a subgraph');
  const words = wordsOf(plan.name, plan);
  requireFree(tree, service, words);
  const scope = requireKebab(plan.scope ?? singularOf(service), 'a scope');
  const source = `apps/${service}/src`;
  const stamp = stampAfter(tree, `${source}/migrations`, plan.now);
  const migration = plan.first
    ? { name: `First${stamp}`, file: `${stamp}-first` }
    : { name: `Add${words.types}${stamp}`, file: `${stamp}-add-${words.table.replaceAll('_', '-')}` };
  const substitutions = {
    ...words,
    service,
    scope,
    first: plan.first,
    migration: migration.file,
    className: migration.name,
  };
  generateFiles(tree, files('aggregate'), `${source}/${words.file}`, substitutions);
  generateFiles(tree, files('migration'), `${source}/migrations`, substitutions);
  generateFiles(tree, files('events'), 'libs/events/src', substitutions);
  register(tree, service, words, migration);
  registerEvents(tree, service, words);
  grantScopes(tree, scope);
}

/** `nx g @courtesy/workspace:aggregate NAME --service SERVICE`. */
export default async function aggregateGenerator(tree: Tree, options: AggregateOptions): Promise<GeneratorCallback> {
  writeAggregate(tree, { ...options, first: false, now: new Date() });
  await formatFiles(tree);
  return followUp(tree.root, options.service);
}
