import type { EntityManager } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId } from '@courtesy/subgraph';
import { askedOf, modelOf } from '../decision-table/model-reading.ts';
import { packNames, readPackFile } from '../packs.ts';
import { readRulePackFile } from '../rule-pack-file.ts';
import type { RulePack, RulePackInstallation, RulePackTable } from './rule-pack.ts';
import { rulePackInstallationTable } from './rule-pack.table.ts';

async function readTable(pack: string, file: string, description: string): Promise<RulePackTable> {
  const dmn = readPackFile('rules', pack, file);
  const model = await modelOf(dmn, file);
  const decision = 'decisions' in model ? askedOf(model, null) : model;
  // What ships was tried before: a model that cannot be read is our mistake, and no caller's.
  if (!('decisions' in model) || typeof decision !== 'string')
    throw new Error(`The pack ${pack} has a broken table ${file}: ${JSON.stringify(decision)}`);
  return { description, dmn, model, decision };
}

async function readPack(name: string): Promise<RulePack> {
  const { tables, ...file } = readRulePackFile(readPackFile('rules', name, 'pack.json'));
  return {
    ...file,
    name,
    tables: await Promise.all(tables.map((table) => readTable(name, table.file, table.description))),
  };
}

const read = new Map<string, Promise<RulePack>>();

/** A shipped pack, read once; null when none of that name ships. */
export async function shippedPack(name: string): Promise<RulePack | null> {
  if (!packNames('rules').includes(name)) return null;
  const known = read.get(name) ?? readPack(name);
  read.set(name, known);
  return known;
}

/** All packs that ship, by name. */
export async function shippedPacks(): Promise<RulePack[]> {
  const packs = await Promise.all(packNames('rules').map(shippedPack));
  return packs.filter((pack) => pack !== null);
}

const installations = (manager: EntityManager) => manager.createQueryBuilder(rulePackInstallationTable, 'i');

/** Loads what came of installing packs, by their names. */
export const installationsByPack = byId(({ db }) => installations(db.manager));

/** What came of installing a pack, read on this connection; null when it is not installed. */
export function findInstallation(manager: EntityManager, pack: string): Promise<RulePackInstallation | null> {
  return installations(manager).where('i.id = :pack', { pack }).getOne();
}

/** Keeps everyone else from installing a pack until the transaction ends. */
export async function lockPack(manager: EntityManager, pack: string): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`rule-pack:${pack}`]);
}

/** Writes down what came of installing a pack that the caller has locked. */
export async function addInstallation(manager: EntityManager, installation: RulePackInstallation): Promise<void> {
  await insertRows(manager, rulePackInstallationTable, [installation]);
}
