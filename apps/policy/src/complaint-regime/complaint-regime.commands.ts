import { isDeepStrictEqual } from 'node:util';
import { invalidInput, notFound, type ComplaintRules, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  ComplaintRulesInput,
  DraftComplaintRegimeVersionInput,
  InstallRegimePackInput,
} from '@courtesy/graph-types/policy';
import { problemsOfNote } from '../policy/policy-version.ts';
import { authorOf } from '../policy/policy.commands.ts';
import { REGIME_FILE, readRegimePack } from '../regime-packs.ts';
import {
  draftOf,
  type ComplaintRegimeVersion,
  type RegimeDraftInProgress,
  type RegimePackUnchanged,
} from './complaint-regime-version.ts';
import {
  problemsOfNaming,
  type ComplaintRegime,
  type ComplaintRegimeNameTaken,
  type ComplaintRegimeVersionDrafted,
  type RegimePackInstalled,
} from './complaint-regime.ts';
import {
  addRegime,
  addRegimeVersion,
  findRegimeNamed,
  lockRegime,
  lockRegimeOfPack,
  saveRegime,
  versionsOfRegime,
} from './complaint-regime.store.ts';
import { holidaysOf } from './regime-holidays.store.ts';
import { problemsOfYears } from './regime-holidays.ts';
import { problemsOfRules } from './rules-check.ts';
import { rulesOf } from './rules-given.ts';

/** What can come of installing a pack. */
export type InstallRegimePackOutcome =
  | RegimePackInstalled
  | RegimePackUnchanged
  | RegimeDraftInProgress
  | ComplaintRegimeNameTaken
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;
/** What can come of drafting a version. */
export type DraftComplaintRegimeVersionOutcome =
  | ComplaintRegimeVersionDrafted
  | RegimeDraftInProgress
  | ComplaintRegimeNameTaken
  | NotFound
  | InvalidInput
  | IdempotencyKeyReused;

/** Rules as they will be kept, with their holidays looked up; or everything that keeps them from being drafted, by place under `path`. */
export async function checkedRules(path: string, given: ComplaintRulesInput): Promise<ComplaintRules | InvalidInput> {
  const calendar = `${path}.calendar`;
  const problems = [...problemsOfYears(calendar, given.calendar), ...problemsOfRules(path, rulesOf(given, []))];
  if (problems.length > 0) return invalidInput(problems);
  const holidays = await holidaysOf(calendar, given.calendar);
  return 'type' in holidays ? holidays : rulesOf(given, holidays);
}

interface Adopted {
  readonly rules: ComplaintRules;
  readonly summary: string | null;
}

async function addDraft(
  { context, tx }: { readonly context: Context; readonly tx: Transaction },
  { regime, earlier }: { readonly regime: ComplaintRegime; readonly earlier: readonly ComplaintRegimeVersion[] },
  { rules, summary }: Adopted,
): Promise<
  { readonly regime: ComplaintRegime; readonly regimeVersion: ComplaintRegimeVersion } | RegimeDraftInProgress
> {
  const underWay = earlier.find(({ status }) => status === 'DRAFT');
  if (underWay) return { type: 'RegimeDraftInProgress', regimeVersion: underWay };
  const regimeVersion = draftOf(earlier, {
    id: context.newId('crgv'),
    regimeId: regime.id,
    summary: summary?.trim() ?? null,
    rules,
    author: authorOf(context),
    draftedAt: context.now(),
  });
  await addRegimeVersion(tx.manager, regimeVersion);
  return { regime, regimeVersion };
}

/** The regime begun under a name; when the name is taken, by whom. */
async function begin(
  { context, tx }: { readonly context: Context; readonly tx: Transaction },
  named: Pick<ComplaintRegime, 'name' | 'pack'>,
): Promise<ComplaintRegime | ComplaintRegimeNameTaken> {
  const regime: ComplaintRegime = { id: context.newId('crg'), ...named, name: named.name.trim(), version: 1 };
  if (await addRegime(tx.manager, regime)) return regime;
  const winner = await findRegimeNamed(tx.manager, regime.name);
  if (!winner) throw new Error(`The pack ${named.pack} was installed at the same time; send the same again`);
  return { type: 'ComplaintRegimeNameTaken', regime: winner };
}

async function followed(tx: Transaction, regime: ComplaintRegime): Promise<ComplaintRegime> {
  const next = { ...regime, version: regime.version + 1 };
  await saveRegime(tx.manager, next);
  return next;
}

const requestOf = (
  context: Context,
  operation: string,
  input: { readonly idempotencyKey?: string | null | undefined },
) => ({
  key: input.idempotencyKey,
  operation,
  subject: context.actor.subject,
  input,
  now: context.now(),
});

async function install(
  road: { readonly context: Context; readonly tx: Transaction },
  named: { readonly name: string; readonly pack: string },
  adopted: Adopted,
): Promise<RegimePackInstalled | RegimePackUnchanged | RegimeDraftInProgress | ComplaintRegimeNameTaken> {
  const installed = await lockRegimeOfPack(road.tx.manager, named.pack);
  const earlier = installed ? await versionsOfRegime(road.tx.manager, installed.id) : [];
  const now = road.context.now();
  const latest = earlier.findLast(({ status, endsAt }) => status !== 'WITHDRAWN' && (endsAt === null || endsAt > now));
  if (latest && isDeepStrictEqual(latest.rules, adopted.rules))
    return { type: 'RegimePackUnchanged', regimeVersion: latest };
  const regime = installed ?? (await begin(road, named));
  if ('type' in regime) return regime;
  const drafted = await addDraft(road, { regime, earlier }, adopted);
  if ('type' in drafted) return drafted;
  const current = installed ? await followed(road.tx, regime) : regime;
  return { type: 'RegimePackInstalled', regime: current, regimeVersion: drafted.regimeVersion };
}

/** Installs a shipped regime as a draft, or drafts its next version when the pack says something else than before. */
export async function installRegimePack(
  context: Context,
  input: InstallRegimePackInput,
): Promise<InstallRegimePackOutcome> {
  const content = readRegimePack(input.pack);
  if (!content) return notFound(input.pack);
  if (!('rules' in content)) return invalidInput(content);
  const rules = await checkedRules(`${REGIME_FILE}: rules`, content.rules);
  if ('type' in rules) return rules;
  const named = { name: content.name, pack: input.pack };
  return context.db.transaction((tx) =>
    once(tx, requestOf(context, 'installRegimePack', input), () =>
      install({ context, tx }, named, { rules, summary: content.summary }),
    ),
  );
}

async function draft(
  road: { readonly context: Context; readonly tx: Transaction },
  { regimeId, name }: DraftComplaintRegimeVersionInput,
  adopted: Adopted,
): Promise<ComplaintRegimeVersionDrafted | RegimeDraftInProgress | ComplaintRegimeNameTaken | NotFound> {
  const there = regimeId == null ? null : await lockRegime(road.tx.manager, regimeId);
  if (regimeId != null && !there) return notFound(regimeId);
  const regime = there ?? (await begin(road, { name: name ?? '', pack: null }));
  if ('type' in regime) return regime;
  const earlier = await versionsOfRegime(road.tx.manager, regime.id);
  const drafted = await addDraft(road, { regime, earlier }, adopted);
  if ('type' in drafted) return drafted;
  const now = there ? await followed(road.tx, regime) : regime;
  return { type: 'ComplaintRegimeVersionDrafted', regime: now, regimeVersion: drafted.regimeVersion };
}

/** Drafts an organisation's own version of a regime, or a regime of its own. */
export async function draftComplaintRegimeVersion(
  context: Context,
  input: DraftComplaintRegimeVersionInput,
): Promise<DraftComplaintRegimeVersionOutcome> {
  const problems = [...problemsOfNaming(input.regimeId, input.name), ...problemsOfNote('summary', input.summary)];
  if (problems.length > 0) return invalidInput(problems);
  const rules = await checkedRules('rules', input.rules);
  if ('type' in rules) return rules;
  const adopted = { rules, summary: input.summary ?? null };
  return context.db.transaction((tx) =>
    once(tx, requestOf(context, 'draftComplaintRegimeVersion', input), () => draft({ context, tx }, input, adopted)),
  );
}
