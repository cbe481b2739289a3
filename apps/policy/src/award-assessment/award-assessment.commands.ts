import {
  amountOf,
  invalidInput,
  type InvalidInput,
  isIdOf,
  isProblem,
  type Money,
  notFound,
  type NotFound,
  type Problem,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import { rootsOf, type Context } from '@courtesy/subgraph';
import type { AssessAwardInput } from '@courtesy/graph-types/policy';
import type {
  CompensationBand,
  CompensationScheme,
  CompensationSchemeVersion,
  UpliftFactor,
} from '../compensation-scheme/compensation-scheme.ts';
import type { PolicyException } from '../policy-exception/policy-exception.ts';
import { bandsOf, findScheme, versionsOfScheme } from '../compensation-scheme/compensation-scheme.store.ts';
import { versionInEffect } from '../policy/effect.ts';
import { findClauses, versionsOf } from '../policy/policy-version.store.ts';
import { lockException } from '../policy-exception/policy-exception.store.ts';
import {
  isWithin,
  notCovered,
  uplifted,
  type AwardAssessed,
  type AwardAssessment,
  type ExceptionDoesNotCover,
  type ExceptionExpired,
  type NoSchemeInEffect,
  type OutsideBand,
  type UpliftedBand,
} from './award-assessment.ts';
import { addAssessment, awardedUnder } from './award-assessment.store.ts';
import { actingFor, problemsOfHandler } from '../authority-use/acting.commands.ts';
import { awardAssessedEvent } from './award-events.ts';

type Refusal = OutsideBand | ExceptionExpired | ExceptionDoesNotCover | NoSchemeInEffect | NotFound | InvalidInput;
/** What can come of holding an amount against the bands. */
export type AssessAwardOutcome = AwardAssessed | Refusal | IdempotencyKeyReused;

/** An award to assess, with its amount and instant read. */
interface Asked {
  readonly input: AssessAwardInput;
  readonly amount: Money;
  readonly at: Date;
}

function problemsOfInput(input: AssessAwardInput, now: Date): Problem[] {
  const problems: Problem[] = [];
  if (!isIdOf('case', input.caseId))
    problems.push({ path: 'caseId', message: `"${input.caseId}" is not the id of a case` });
  if (input.customerId != null && !isIdOf('cust', input.customerId))
    problems.push({ path: 'customerId', message: `"${input.customerId}" is not the id of a customer` });
  if (input.at && input.at > now) problems.push({ path: 'at', message: 'lies in the future' });
  return problems;
}

const among = (codes: readonly string[]) => (codes.length > 0 ? codes.join(', ') : 'none');

/** The uplift factors that an input names, each once and for its head of loss; every problem when they cannot be so. */
function upliftsOf({ uplifts }: CompensationSchemeVersion, input: AssessAwardInput): UpliftFactor[] | InvalidInput {
  const codes = input.upliftCodes ?? [];
  const problems: Problem[] = [];
  const offered = uplifts.filter(({ heads }) => heads.length === 0 || heads.includes(input.head));
  const chosen = codes.flatMap((code, index) => {
    const uplift = offered.find((each) => each.code === code);
    const path = `upliftCodes[${index}]`;
    if (!uplift)
      problems.push({ path, message: `must be one of ${among(offered.map((each) => each.code))} for ${input.head}` });
    if (codes.indexOf(code) < index) problems.push({ path, message: 'is there already; each factor counts once' });
    return uplift ?? [];
  });
  return problems.length > 0 ? invalidInput(problems) : chosen;
}

/** The band and its limits that an input is to be held against. */
async function limitsFor(
  tx: Transaction,
  scheme: CompensationScheme,
  { input, amount, at }: Asked,
): Promise<UpliftedBand | NoSchemeInEffect | InvalidInput> {
  const version = versionInEffect(await versionsOfScheme(tx.manager, scheme.id), at);
  if (!version) return { type: 'NoSchemeInEffect', scheme, at };
  const bands = (await bandsOf(tx.manager, version.id)).filter(({ head }) => head === input.head);
  const band = bands.find(({ code }) => code === input.band);
  const codes = among(bands.map(({ code }) => code));
  if (!band) return invalidInput([{ path: 'band', message: `must be one of ${codes} for ${input.head}` }]);
  if (amount.currency !== scheme.currency)
    return invalidInput([{ path: 'amount', message: `is not in ${scheme.currency}, as the scheme is` }]);
  const uplifts = upliftsOf(version, input);
  return 'type' in uplifts ? uplifts : uplifted(band, uplifts);
}

/** A customer by the name that an exception knows them by, if it is about the same one: merged customers have several. */
async function nameIn(tx: Transaction, exception: PolicyException, customerId: string | null): Promise<string | null> {
  if (customerId === null || exception.customerId === null) return customerId;
  const [one, other] = await rootsOf(tx.manager, [customerId, exception.customerId]);
  return one === other ? exception.customerId : customerId;
}

/** Why an amount outside the limits may not be awarded all the same; null when an exception allows it. */
async function refusalOutside(
  context: Context,
  tx: Transaction,
  { input, amount, limits }: Asked & { readonly limits: UpliftedBand },
): Promise<Refusal | null> {
  if (input.exceptionId == null) return { type: 'OutsideBand', minor: amount.minor, ...limits };
  // Under the lock of the exception no other award uses up what it still allows.
  const exception = await lockException(tx.manager, input.exceptionId);
  if (!exception) return notFound(input.exceptionId);
  const awarded = await awardedUnder(tx.manager, exception.id);
  const { schemeId, head, caseId } = input;
  const customerId = await nameIn(tx, exception, input.customerId ?? null);
  const wanted = { schemeId, head, caseId, customerId, ...amount };
  return notCovered(exception, wanted, { awarded, now: context.now() });
}

/** The clause that a band rests on, as its policy had it at an instant; of a policy not in effect then, its latest. */
async function clauseIdOf(
  tx: Transaction,
  { policyId }: CompensationScheme,
  { clause }: CompensationBand,
  at: Date,
): Promise<string | null> {
  if (policyId === null || clause === null) return null;
  const versions = await versionsOf(tx.manager, policyId);
  const version = versionInEffect(versions, at) ?? versions.at(-1);
  const clauses = version ? await findClauses(tx.manager, version.clauseIds) : [];
  return clauses.find(({ anchor }) => anchor === clause)?.id ?? null;
}

async function assess(context: Context, tx: Transaction, asked: Asked): Promise<AwardAssessed | Refusal> {
  const { input, amount, at } = asked;
  const scheme = await findScheme(tx.manager, input.schemeId);
  if (!scheme) return notFound(input.schemeId);
  const limits = await limitsFor(tx, scheme, asked);
  if ('type' in limits) return limits;
  const isUsual = isWithin(limits, amount.minor);
  const refusal = isUsual ? null : await refusalOutside(context, tx, { ...asked, limits });
  if (refusal) return refusal;
  const { band, uplifts, minMinor, maxMinor } = limits;
  const { subject, personId, teamId, siteId, regionId } = context.actor;
  const assessment: AwardAssessment = {
    id: context.newId('awas'),
    bandId: band.id,
    head: band.head,
    ...amount,
    ...{ basis: input.basis, uplifts, minMinor, maxMinor },
    exceptionId: isUsual ? null : (input.exceptionId ?? null),
    clauseId: await clauseIdOf(tx, scheme, band, at),
    caseId: input.caseId,
    customerId: input.customerId ?? null,
    ...{ at, assessedAt: context.now(), requestedBy: subject, requesterId: personId ?? null },
    ...{ teamId: teamId ?? null, siteId: siteId ?? null, regionId: regionId ?? null },
  };
  await addAssessment(tx.manager, assessment);
  tx.emit(awardAssessedEvent(assessment, band));
  return { type: 'AwardAssessed', assessment };
}

/** Holds an amount of compensation against the bands in effect, and writes it to the ledger when it may be awarded. */
export async function assessAward(context: Context, input: AssessAwardInput): Promise<AssessAwardOutcome> {
  const now = context.now();
  const amount = amountOf('amount', input.amount);
  const problems = [
    ...(isProblem(amount) ? [amount] : []),
    ...problemsOfInput(input, now),
    ...problemsOfHandler(input.handler, context.actor),
  ];
  if (isProblem(amount) || problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'assessAward', subject: context.actor.subject, input, now };
  const asked = { input, amount, at: input.at ?? now };
  const acting = actingFor(context, input.handler);
  return context.db.transaction((tx) => once(tx, request, () => assess(acting, tx, asked)));
}
