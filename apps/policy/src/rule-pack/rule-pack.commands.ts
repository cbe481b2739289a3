import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { InstallRulePackInput } from '@courtesy/graph-types/policy';
import { beginScheme } from '../compensation-scheme/compensation-scheme.commands.ts';
import type { CompensationSchemeDrafted } from '../compensation-scheme/compensation-scheme.ts';
import type { DecisionTableNameTaken } from '../decision-table/decision-table.ts';
import { beginTable, tableNamed, type Added } from '../decision-table/drafting.commands.ts';
import { beginPolicy, problemsOfDraft } from '../policy/policy.commands.ts';
import type { PolicyDrafted } from '../policy/policy.ts';
import type { RulePack, RulePackAlreadyInstalled, RulePackInstallation, RulePackInstalled } from './rule-pack.ts';
import { addInstallation, findInstallation, lockPack, shippedPack } from './rule-pack.store.ts';

type Refusal = DecisionTableNameTaken | NotFound | InvalidInput;
/** What can come of installing a pack. */
export type InstallRulePackOutcome = RulePackInstalled | RulePackAlreadyInstalled | Refusal | IdempotencyKeyReused;

/** Carries a refusal out of the transaction, so that nothing of the pack stays. */
class NothingInstalled extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.type);
    this.refusal = refusal;
  }
}

/** What was drafted, unless it was refused: then nothing is. */
function drafted<T extends object>(outcome: T | Refusal): T {
  if ('type' in outcome && ['DecisionTableNameTaken', 'NotFound', 'InvalidInput'].includes(outcome.type))
    throw new NothingInstalled(outcome as Refusal);
  return outcome as T;
}

async function draftPolicyOf(
  context: Context,
  tx: Transaction,
  of: { readonly pack: RulePack; readonly ownerId: string },
): Promise<PolicyDrafted> {
  const { title, kind, reviewAfter, summary, clauses } = of.pack.policy;
  const reviewDueAt = new Date(context.now().getTime() + reviewAfter);
  const input = { title, kind, ownerId: of.ownerId, reviewDueAt, summary, clauses };
  const problems = problemsOfDraft(input);
  if (problems.length > 0) throw new NothingInstalled(invalidInput(problems));
  return beginPolicy(context, tx, input);
}

async function draftTablesOf(
  context: Context,
  tx: Transaction,
  of: { readonly pack: RulePack; readonly policyId: string },
): Promise<Added[]> {
  const added: Added[] = [];
  for (const { model, decision, description } of of.pack.tables) {
    const table = tableNamed(context, { name: model.name, policyId: of.policyId, description });
    const summary = of.pack.policy.summary;
    added.push(drafted<Added>(await beginTable(context, tx, table, { model, decision, summary })));
  }
  return added;
}

async function draftSchemeOf(
  context: Context,
  tx: Transaction,
  of: { readonly pack: RulePack; readonly policyId: string },
): Promise<CompensationSchemeDrafted | null> {
  const { compensation } = of.pack;
  if (!compensation) return null;
  const { currency, bands, ...wording } = compensation;
  const money = (amount: string) => ({ amount, currency });
  const inCurrency = bands.map((band) => ({ ...band, min: money(band.min), max: money(band.max) }));
  return drafted(await beginScheme(context, tx, { ...wording, currency, policyId: of.policyId, bands: inCurrency }));
}

async function install(
  context: Context,
  tx: Transaction,
  of: { readonly pack: RulePack; readonly ownerId: string },
): Promise<RulePackInstalled | RulePackAlreadyInstalled> {
  const { pack } = of;
  await lockPack(tx.manager, pack.name);
  const earlier = await findInstallation(tx.manager, pack.name);
  if (earlier) return { type: 'RulePackAlreadyInstalled', installation: earlier };
  const { policy, policyVersion } = await draftPolicyOf(context, tx, of);
  const tables = await draftTablesOf(context, tx, { pack, policyId: policy.id });
  const scheme = await draftSchemeOf(context, tx, { pack, policyId: policy.id });
  const installation: RulePackInstallation = {
    id: pack.name,
    policyId: policy.id,
    policyVersionId: policyVersion.id,
    decisionTableIds: tables.map(({ decisionTable }) => decisionTable.id),
    decisionTableVersionIds: tables.map(({ decisionTableVersion }) => decisionTableVersion.id),
    schemeId: scheme?.scheme.id ?? null,
    schemeVersionId: scheme?.schemeVersion.id ?? null,
    installedBy: context.actor.subject,
    installerId: context.actor.personId ?? null,
    installedAt: context.now(),
  };
  await addInstallation(tx.manager, installation);
  return { type: 'RulePackInstalled', installation };
}

/** Installs a shipped pack as drafts, all of it or nothing. */
export async function installRulePack(context: Context, input: InstallRulePackInput): Promise<InstallRulePackOutcome> {
  const { ownerId } = input;
  const pack = await shippedPack(input.pack);
  if (!pack) return notFound(input.pack);
  const { subject } = context.actor;
  const request = { key: input.idempotencyKey, operation: 'installRulePack', subject, input, now: context.now() };
  try {
    return await context.db.transaction((tx) => once(tx, request, () => install(context, tx, { pack, ownerId })));
  } catch (failure) {
    if (failure instanceof NothingInstalled) return failure.refusal;
    throw failure;
  }
}
