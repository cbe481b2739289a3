import { formatFiles, generateFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { join } from 'node:path';
import { writeAggregate } from '../aggregate/generator.ts';
import { followUp } from '../follow-up.ts';
import { requireService, singularOf, UnusableName } from '../words.ts';
import { makeKnown } from './known.ts';

/** What `nx g @courtesy/workspace:subgraph` is told; see schema.json. */
export interface SubgraphOptions {
  readonly name: string;
  readonly aggregate?: string;
  readonly plural?: string;
  readonly prefix?: string;
}

/** `nx g @courtesy/workspace:subgraph NAME`. */
export default async function subgraphGenerator(tree: Tree, options: SubgraphOptions): Promise<GeneratorCallback> {
  const { name, aggregate, ...words } = options;
  const service = requireService(name);
  if (tree.exists(`apps/${service}`)) throw new UnusableName(`apps/${service} exists already: choose another name.`);
  generateFiles(tree, join(import.meta.dirname, 'files'), `apps/${service}`, { service });
  makeKnown(tree, service);
  writeAggregate(tree, { name: aggregate ?? singularOf(service), service, ...words, first: true, now: new Date() });
  await formatFiles(tree);
  return followUp(tree.root, service);
}
