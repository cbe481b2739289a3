import { amountOf, isProblem, subtractMoney, type Money } from '@courtesy/kernel';
import { BadInput } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type { WhatIfInput, WhatIfPart, WhatIfReason } from '@courtesy/graph-types/metrics';
import { reachesSite } from '../budget/line.store.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingZone } from '../metric/reporting-day.ts';
import { refundsUnder, servedBy, staffNeeded, type RefundsWeighed } from './asking.commands.ts';
import { complaintsExpected, isBeyond, type ComplaintModel } from './complaint-model.ts';
import { complaintsMeasured, demandMeasured, wageMeasured } from './measured.commands.ts';
import {
  costOf,
  intervalsAfter,
  MAX_INTERVALS,
  moneyChangedBy,
  problemsOfWhatIf,
  servedTogether,
  staffOf,
  volumeOf,
  type StaffedInterval,
  type WhatIfInterval,
} from './what-if.ts';

interface Untold {
  readonly part: WhatIfPart;
  readonly because: WhatIfReason;
}

/** What is known of one side, beside who staffs it. */
interface Known {
  readonly wage: Money | null;
  readonly model: ComplaintModel | null;
  readonly refunds: RefundsWeighed | null;
}

/** Lets a question pass that can be answered. @throws BadInput, and a FORBIDDEN error beyond the caller's reach. */
async function requireRight({ db, actor, config }: Context, input: WhatIfInput): Promise<void> {
  const problems = problemsOfWhatIf(input);
  const period = problemWithPeriod(input.period, 'HALF_HOUR', reportingZone(config));
  if (period) problems.push({ path: 'period', message: period });
  if (problems.length > 0) throw new BadInput(problems.map(({ path, message }) => `"${path}" ${message}`).join('; '));
  if (await reachesSite(db.manager, actor, input.siteId ?? null)) return;
  throw forbidden('What would be is worked out by whoever reaches all that it is asked of.');
}

function wageGiven({ wage }: WhatIfInput): Money | null {
  if (!wage) return null;
  const read = amountOf('wage', wage);
  if (isProblem(read)) throw new BadInput(`"${read.path}" ${read.message}`);
  return read;
}

async function demandNow(context: Context, input: WhatIfInput): Promise<WhatIfInterval[]> {
  const given = input.demand?.map(({ volume, interval, handleTime }) => ({
    ...{ volume, lengthMs: interval, handleMs: handleTime },
  }));
  const demand = given ?? (await demandMeasured(context, input));
  if (demand.length > MAX_INTERVALS)
    throw new BadInput(`Calls came in ${demand.length} half hours; ask for a period with at most ${MAX_INTERVALS}.`);
  return demand;
}

async function complaintsKnown(context: Context, input: WhatIfInput, untold: Untold[]): Promise<ComplaintModel | null> {
  const model = await complaintsMeasured(context, input);
  if (model !== null && model !== 'NOT_MEASURED') return model;
  untold.push({ part: 'COMPLAINTS', because: model ?? 'NOT_ENOUGH_HISTORY' });
  return null;
}

async function refundsKnown(context: Context, input: WhatIfInput, untold: Untold[]): Promise<RefundsWeighed | null> {
  const refunds = input.refundLimit ? await refundsUnder(context, input, input.refundLimit) : 'NOT_ASKED';
  if (refunds !== null && typeof refunds !== 'string') return refunds;
  untold.push({ part: 'REFUNDS', because: refunds ?? 'NOT_MEASURED' });
  return null;
}

/** One side: who is needed, what they cost, and what is to be expected of it. */
function sideOf(
  { demand, staffed }: { readonly demand: readonly WhatIfInterval[]; readonly staffed: readonly StaffedInterval[] },
  { wage, model, refunds }: Known,
  side: 'Before' | 'After',
) {
  const { paidMs, ...staff } = staffOf(demand, staffed);
  const expected = { volume: volumeOf(demand), serviceLevel: staff.serviceLevel };
  return {
    ...{ ...staff, ...expected, wage, paidHours: Number(paidMs) / 3_600_000 },
    cost: wage && costOf(paidMs, wage),
    complaintsExpected: model && complaintsExpected(model, expected),
    isComplaintsBeyondHistory: model !== null && isBeyond(model, staff.serviceLevel),
    refunds: refunds && {
      ...{ decisions: refunds.decisions, needingApproval: refunds[`needing${side}`], given: refunds[`given${side}`] },
      customersAffected: side === 'After' ? refunds.customersAffected : 0,
    },
  };
}

/** Works out what would be. Nothing is written, here or elsewhere. */
export async function whatIf(context: Context, input: WhatIfInput) {
  await requireRight(context, input);
  const untold: Untold[] = [];
  const wage = wageGiven(input) ?? (await wageMeasured(context, input));
  if (!wage) untold.push({ part: 'COST', because: 'WAGE_UNKNOWN' });
  const model = await complaintsKnown(context, input, untold);
  const refunds = await refundsKnown(context, input, untold);
  const none = { base: null, changed: null, unstaffed: null, complaintModel: model, untold };
  const nothing = { ...none, costDifference: null, complaintsDifference: null };
  const refundDifference = refunds && subtractMoney(refunds.givenAfter, refunds.givenBefore);
  const demand = await demandNow(context, input);
  if (demand.length === 0) {
    untold.push({ part: 'DEMAND', because: 'NOT_MEASURED' });
    return { ...nothing, refundDifference };
  }
  const then = intervalsAfter(demand, input);
  const needed = await staffNeeded(context, input, { base: demand, changed: then });
  if (needed === null || needed === 'UNAVAILABLE') {
    untold.push({ part: 'STAFF', because: needed ?? 'BEYOND_REACH' });
    return { ...nothing, refundDifference };
  }
  const base = sideOf({ demand, staffed: needed.base }, { wage, model, refunds }, 'Before');
  const wageThen = wage && moneyChangedBy(wage, input.wagePercent ?? 0);
  const changed = sideOf({ demand: then, staffed: needed.changed }, { wage: wageThen, model, refunds }, 'After');
  return {
    ...{ base, changed, complaintModel: model, untold, refundDifference },
    unstaffed: await unstaffedOf(context, input, { demand: then, by: needed.base, model }),
    costDifference: base.cost && changed.cost && subtractMoney(changed.cost, base.cost),
    complaintsDifference:
      base.complaintsExpected === null || changed.complaintsExpected === null
        ? null
        : changed.complaintsExpected - base.complaintsExpected,
  };
}

/** What would come, served by the people of today. */
async function unstaffedOf(
  context: Context,
  input: WhatIfInput,
  { demand, by, model }: { demand: WhatIfInterval[]; by: StaffedInterval[]; model: ComplaintModel | null },
) {
  const served = await servedBy(context, input, { demand, by });
  if (!served) return null;
  const { unstable, ...together } = servedTogether(demand, served);
  const expected = { volume: volumeOf(demand), serviceLevel: together.serviceLevel };
  return {
    ...{ ...together, unstableIntervals: unstable },
    complaintsExpected: model && complaintsExpected(model, expected),
  };
}
