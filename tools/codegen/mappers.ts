import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const EXPORTED_TYPE = /^export (?:interface|type) (\w+)(<)?/gm;

/** Types of the shared libs that stand for a GraphQL type of the same name. */
const shared: Readonly<Record<string, string>> = {
  NotFound: '@courtesy/kernel#NotFound',
  InvalidInput: '@courtesy/kernel#InvalidInput',
  InputProblem: '@courtesy/kernel#Problem',
  StaleVersion: '@courtesy/kernel#StaleVersion<{ readonly id: string }>',
  Money: '@courtesy/kernel#Money',
  IdempotencyKeyReused: '@courtesy/persistence#IdempotencyKeyReused',
};

/**
 * Which TypeScript type a resolver gets for a GraphQL type: the one of the same name that a domain file of the app exports, or the
 * shared libs; an entity of another service is a reference. So naming a domain type like its GraphQL type is all it takes to tie the two.
 */
export function mappersOf(
  root: string,
  service: string,
  types: { readonly names: ReadonlySet<string>; readonly entities: ReadonlySet<string> },
): Record<string, string> {
  const typeNames = types.names;
  const mappers: Record<string, string> = {};
  const domain = globSync(`apps/${service}/src/*/*.ts`, { cwd: root }).filter((file) => /\/[a-z0-9-]+\.ts$/.test(file));
  for (const file of domain.sort()) {
    const from = `.${file.slice(dirname(dirname(file)).length)}`;
    for (const [, name, generic] of readFileSync(`${root}/${file}`, 'utf8').matchAll(EXPORTED_TYPE)) {
      if (name && !generic && typeNames.has(name)) mappers[name] = `${from}#${name}`;
    }
  }
  for (const [name, target] of Object.entries(shared)) if (typeNames.has(name)) mappers[name] ??= target;
  for (const name of types.entities) mappers[name] ??= '@courtesy/subgraph#EntityReference';
  for (const name of typeNames) {
    const item = /^(\w+)Connection$/.exec(name)?.[1];
    if (item && mappers[item]) mappers[name] ??= `@courtesy/persistence#Connection<${item}>`;
  }
  return mappers;
}
