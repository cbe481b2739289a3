import { InFlight } from '../import/in-flight.ts';
import { dayStarts } from '../import/reporting-day.ts';
import { change, type Made, type Voices } from './demo-change.ts';
import { idOf } from './directory.ts';
import { type DemoRating, type DemoRisk, RISKS } from './risks.ts';
import type { Owners } from './send-articles.ts';
import { TIME_ZONE } from './two-years.ts';

const LANES = 4;
const REVIEW_DAY = '2027-04-30';
const rating = ([likelihood, impact]: DemoRating) => ({ likelihood, impact });

async function sendRisk({ author }: Voices, { source, personIds }: Owners, risk: DemoRisk): Promise<void> {
  const { key, title, description, category, appetite, kind } = risk;
  const ownerId = idOf(personIds, risk.owner);
  const identified = await change<{ readonly risk: Made }>(author, {
    verb: 'identifyRisk',
    input: {
      idempotencyKey: `${source}/risk/${key}`,
      ...{ title, description, category, appetite, ownerId },
      inherent: rating(risk.inherent),
      residual: rating(risk.residual),
      treatment: 'REDUCE',
      reviewDueAt: dayStarts(TIME_ZONE)(REVIEW_DAY),
    },
    expected: ['RiskIdentified'],
    select: '... on RiskIdentified { risk { id } }',
  });
  interface Added {
    readonly control: Made & { readonly version: number };
  }
  const { control } = await change<Added>(author, {
    verb: 'addRiskControl',
    input: {
      idempotencyKey: `${source}/risk/${key}/control`,
      ...{ riskId: identified.risk.id, title: risk.control, kind, ownerId },
    },
    expected: ['RiskControlAdded'],
    select: '... on RiskControlAdded { control { id version } }',
  });
  await change(author, {
    verb: 'assessRiskControl',
    input: { controlId: control.id, expectedVersion: control.version, effectiveness: risk.effectiveness },
    // The control comes back as it first was, so an earlier run's assessment shows as a later version.
    expected: ['RiskControlAssessed', 'StaleVersion'],
  });
}

/** Puts the demo's risks on the register, each with its first assessment and with a control that was assessed. */
export async function sendRisks(voices: Voices, owners: Owners): Promise<void> {
  const inFlight = new InFlight(LANES);
  for (const risk of RISKS) await inFlight.begin(() => sendRisk(voices, owners, risk));
  await inFlight.settled();
}
