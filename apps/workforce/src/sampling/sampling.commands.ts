import { invalidInput, notFound, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { DrawSampleInput, PlanSamplingInput } from '@courtesy/graph-types/workforce';
import { requireSite } from '../directory/access.commands.ts';
import { nothingThere } from '../directory/problems.ts';
import { findPeople } from '../person/person.store.ts';
import { currentVersion } from '../scorecard/scorecard.store.ts';
import { findSites } from '../site/site.store.ts';
import { problemsOfPlan, sample, type SamplingCycle, type SamplingPlan } from './sampling.ts';
import { addCycle, addPlan, candidatesOf, lockPlan, savePlan } from './sampling.store.ts';

async function problemsOfRecord(
  tx: Transaction,
  { siteId, scorecardId, reviewerIds }: PlanSamplingInput,
): Promise<Problem[]> {
  const people = await findPeople(tx.manager, reviewerIds);
  const sites = await findSites(tx.manager, [siteId]);
  const version = await currentVersion(tx.manager, scorecardId);
  return [
    ...(sites.has(siteId) ? [] : [nothingThere('siteId', siteId)]),
    ...(version ? [] : [nothingThere('scorecardId', scorecardId)]),
    ...reviewerIds.flatMap((id, i) => (people.has(id) ? [] : [nothingThere(`reviewerIds[${i}]`, id)])),
  ];
}

/** Plans how contacts of a site are drawn for review. */
export async function planSampling(context: Context, input: PlanSamplingInput) {
  const problems = problemsOfPlan(input);
  if (problems.length > 0) return invalidInput(problems);
  const { subject } = context.actor;
  const at = context.now();
  const request = { key: input.idempotencyKey, operation: 'planSampling', subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      await requireSite(context, tx, input.siteId);
      const wrong = await problemsOfRecord(tx, input);
      if (wrong.length > 0) return invalidInput(wrong);
      const { siteId, scorecardId, perPerson, perReviewer, riskPercent, seed } = input;
      const plan: SamplingPlan = {
        ...{ id: context.newId('smpl'), name: input.name.trim(), siteId, scorecardId, perPerson, perReviewer },
        ...{ riskPercent, signals: [...new Set(input.signals)], reviewerIds: [...new Set(input.reviewerIds)] },
        ...{ seed, version: 1 },
      };
      await addPlan(tx.manager, plan);
      tx.emit({
        ...{ type: 'courtesy.sampling.planned.v1', subject: plan.id, sequence: 1, time: at },
        data: { siteId, scorecardId, reviewerIds: [...plan.reviewerIds] },
      });
      return { type: 'SamplingPlanned' as const, plan };
    }),
  );
}

const problemsOfTime = ({ from, until }: DrawSampleInput, at: Date): Problem[] => [
  ...(until > from ? [] : [{ path: 'until', message: 'does not lie after from' }]),
  ...(until <= at ? [] : [{ path: 'until', message: 'is not over yet' }]),
];

/** Draws by a plan that the caller has locked, keeps what was drawn, and announces it. */
async function carryOut(
  context: Context,
  tx: Transaction,
  current: SamplingPlan,
  { from, until }: DrawSampleInput,
): Promise<SamplingCycle> {
  const at = context.now();
  const candidates = await candidatesOf(tx.manager, current, { from, until });
  const cycleId = context.newId('scyc');
  const eligible = candidates.length;
  const cycle: SamplingCycle = { id: cycleId, planId: current.id, from, until, eligible, drawnAt: at };
  const contacts = sample(current, from, candidates).map((each) => ({ ...each, id: context.newId('scon'), cycleId }));
  await addCycle(tx.manager, cycle, contacts);
  const plan = { ...current, version: current.version + 1 };
  await savePlan(tx.manager, plan);
  const { siteId, scorecardId } = plan;
  tx.emit({
    ...{ type: 'courtesy.sample.drawn.v1', subject: plan.id, sequence: plan.version, time: at },
    data: {
      ...{ siteId, scorecardId, from: from.toISOString(), until: until.toISOString() },
      contacts: contacts.map(({ interactionId, reviewerId }) => ({ interactionId, reviewerId })),
    },
  });
  return cycle;
}

/** Carries a plan out for a time. */
export async function drawSample(context: Context, input: DrawSampleInput) {
  const at = context.now();
  const problems = problemsOfTime(input, at);
  if (problems.length > 0) return invalidInput(problems);
  const { actor } = context;
  const request = { key: input.idempotencyKey, operation: 'drawSample', subject: actor.subject, input, now: at };
  return context.db.transaction((tx) =>
    once(tx, request, async () => {
      const plan = await lockPlan(tx.manager, actor, input.planId);
      if (!plan) return notFound(input.planId);
      await requireSite(context, tx, plan.siteId);
      return { type: 'SampleDrawn' as const, cycle: await carryOut(context, tx, plan, input) };
    }),
  );
}
