import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { complaintFile, complaintsAtHand, itWithComplaints, startImport } from '../../test/complaints.ts';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { asked, must, run, type Who } from '../../test/verbs.ts';

const FILE = 'cfpb_2023-06_full18col_public';
const june = { from: '2023-06-01', to: '2023-07-01' };
const manager: Who = { role: 'manager', reach: 'ALL', personId: 'pers_manager' };
const executive: Who = { role: 'executive', personId: 'pers_executive' };

interface Figure {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly money: { readonly amount: string } | null;
}
interface Block {
  readonly metricKey: string;
  readonly by: string | null;
  readonly total: Figure;
  readonly rows: readonly { readonly bucket: string; readonly key: string | null; readonly figure: Figure }[];
}
interface Run {
  readonly contentHash: string;
  readonly sections: readonly { readonly key: string; readonly blocks: readonly Block[] }[];
}

const RUN = `query ($id: ID!) { reportRun(id: $id) { contentHash sections { key blocks { metricKey by total { value numerator denominator money { amount } }
  rows { bucket key figure { value numerator denominator money { amount } } } } } } }`;
const FILES = `query ($id: ID!) { reportRun(id: $id) { contentHash signedAt commentary { words }
  pdf: file(format: PDF) { base64 } csv: file(format: CSV) { base64 } xlsx: file(format: XLSX) { base64 } } }`;

let world: GraphWorld;
beforeAll(async () => {
  world = await startGraph();
  if (!complaintsAtHand) return;
  const token = await world.issuer.sign({ role: 'admin' });
  const { exitCode, stderr } = await startImport(complaintFile(`${FILE}.csv.gz`), [
    '--url',
    world.url,
    '--token',
    token,
  ]).done;
  if (exitCode !== 0) throw new Error(stderr);
  await world.quiet();
}, 180_000);
afterAll(() => world?.close());

const ran = async (key: string, period = june): Promise<string> =>
  (await must<{ run: { id: string } }>(world, manager, ['runReport', 'ReportRan', 'run { id }'], { key, period })).run
    .id;
const runOf = async (id: string) => (await asked<{ reportRun: Run }>(world, manager, RUN, { id })).reportRun;

/** What the file itself says, counted with nothing of the product: one complaint a line. */
interface Line {
  readonly received: string;
  readonly answered: string | null;
  readonly product: string;
  readonly issue: string;
  readonly channel: string;
  readonly response: string;
  readonly timely: string;
  readonly disputed: string;
  /** Whether the customer's own words came with it. */
  readonly hasWords: boolean;
}

const channels: Readonly<Record<string, string>> = {
  ...{ Web: 'PORTAL', Referral: 'REFERRAL', 'Web Referral': 'REFERRAL', Phone: 'PHONE', 'Postal mail': 'LETTER' },
  ...{ Fax: 'FAX', Email: 'EMAIL' },
};
const relieved = ['Closed with monetary relief', 'Closed with non-monetary relief', 'Closed with relief'];

function linesOfFile(): Line[] {
  const rows = parse(gunzipSync(readFileSync(complaintFile(`${FILE}.csv.gz`))), { columns: true }) as Record<
    string,
    string
  >[];
  return rows.map((row) => {
    const [received = '', sent = ''] = [row['Date received'], row['Date sent to company']];
    const response = row['Company response to consumer'] ?? '';
    return {
      ...{ received, answered: response === 'In progress' ? null : sent > received ? sent : received },
      ...{ product: row['Product'] ?? '', issue: row['Issue'] ?? '', response },
      ...{ channel: channels[row['Submitted via'] ?? ''] ?? '?', timely: row['Timely response?'] ?? '' },
      disputed: row['Consumer disputed?'] ?? '',
      hasWords: (row['Consumer complaint narrative'] ?? '') !== '',
    };
  });
}

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** The percentile between the two nearest, of days in seconds. */
function percentile(days: readonly number[], share: number): number {
  const sorted = days.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return (low + (at - Math.floor(at)) * (high - low)) * 86_400;
}

const shown = ({ rows }: Block) =>
  Object.fromEntries(
    rows.filter(({ figure }) => figure.value !== 0).map(({ bucket, key, figure }) => [key ?? bucket, figure.value]),
  );

describe('the monthly report of the imported complaints', () => {
  itWithComplaints('says of every figure what the file itself says', async () => {
    const lines = linesOfFile().filter(({ received }) => received >= june.from && received < june.to);
    const answered = linesOfFile().filter(
      (line) => line.answered !== null && line.answered >= june.from && line.answered < june.to,
    );
    const lengths = answered.map((line) => (Date.parse(line.answered ?? '') - Date.parse(line.received)) / 86_400_000);
    const firstAnswers = lines.flatMap((line) =>
      line.answered === null ? [] : [(Date.parse(line.answered) - Date.parse(line.received)) / 86_400_000],
    );
    const open = linesOfFile().filter(
      (line) => line.received < june.to && (line.answered === null || line.answered >= june.to),
    );
    const share = (of: readonly Line[], holds: (line: Line) => boolean) => [of.filter(holds).length, of.length];
    const timed = lines.filter(({ timely }) => timely === 'Yes' || timely === 'No');
    const replied = lines.filter(({ response }) => response !== 'In progress');
    const timely = share(timed, (line) => line.timely === 'Yes');
    const relief = share(replied, ({ response }) => relieved.includes(response));
    const said = lines.filter(({ disputed }) => disputed === 'Yes' || disputed === 'No');
    const totals: Record<string, unknown> = {
      'cases.opened': lines.length,
      'cases.complaint_share': [lines.length, lines.length],
      'cases.resolved': answered.length,
      'cases.backlog': open.length,
      'cases.resolution_time.median': percentile(lengths, 0.5),
      'cases.resolution_time.p90': percentile(lengths, 0.9),
      'cases.first_response.median': percentile(firstAnswers, 0.5),
      'cases.first_contact_share': [answered.length, answered.length],
      'cases.reopened_share': [0, replied.length],
      'cases.timely_share': timely,
      'cases.relief_share': relief,
      'cases.disputed_share': said.length === 0 ? [0, 0] : share(said, (line) => line.disputed === 'Yes'),
      'contacts.received': lines.filter(({ hasWords }) => hasWords).length,
      // Nobody called or was answered, and nothing was paid, promised or put under a regime.
      ...{ 'calls.offered': 0, 'awards.settled': 0 },
      ...{ 'clocks.attainment': [0, 0], 'calls.service_level.20s': [0, 0], 'calls.abandonment_share': [0, 0] },
      ...{ 'promises.kept_share': [0, 0], 'complaints.upheld_share': [0, 0], 'complaints.late_share': [0, 0] },
      ...{ 'refunds.paid': '0.00', 'awards.paid': '0.00', 'contacts.cost.total': '0.00' },
    };
    const ofOutcome = tally(lines.map(({ response }) => response));
    const breakdowns: Record<string, unknown> = {
      'cases.opened PRODUCT': tally(lines.map(({ product }) => product)),
      'cases.opened ISSUE': tally(lines.map(({ issue }) => issue)),
      'cases.opened CHANNEL': tally(lines.map(({ channel }) => channel)),
      'cases.opened DAY': tally(lines.map(({ received }) => received)),
      'cases.opened MONTH': { [june.from]: lines.length },
    };
    const compared = new Set<string>();
    for (const key of ['monthly-service', 'complaints-return']) {
      const { sections } = await runOf(await ran(key));
      for (const block of sections.flatMap(({ blocks }) => blocks)) {
        const { value, numerator, denominator, money } = block.total;
        const wanted = totals[block.metricKey];
        const figure = money ? money.amount : Array.isArray(wanted) ? [numerator, denominator] : value;
        if (typeof wanted === 'number' && !Number.isInteger(wanted)) expect(figure).toBeCloseTo(wanted, 6);
        else expect([block.metricKey, figure]).toEqual([block.metricKey, wanted]);
        compared.add(block.metricKey);
        const grain = block.by ?? (block.rows.length > 1 ? 'DAY' : 'MONTH');
        if (block.metricKey === 'cases.opened' && grain !== 'OUTCOME')
          expect(shown(block)).toEqual(breakdowns[`cases.opened ${grain}`]);
        if (block.by === 'OUTCOME')
          expect(
            Object.values(shown(block))
              .map(Number)
              .toSorted((a, b) => a - b),
          ).toEqual(Object.values(ofOutcome).toSorted((a, b) => a - b));
        if (block.metricKey === 'cases.timely_share' && block.by === 'PRODUCT')
          for (const {
            key: product,
            figure: { numerator: above, denominator: below },
          } of block.rows)
            expect([product, above, below]).toEqual([
              product,
              ...share(
                timed.filter((line) => line.product === product),
                (line) => line.timely === 'Yes',
              ),
            ]);
      }
    }
    expect([...compared].toSorted()).toEqual(Object.keys(totals).toSorted());
  });
});

describe('a report that is signed off', () => {
  it('is the same to the byte whatever comes later; a new run differs and says why; what was said of it and who signed are kept', async () => {
    const period = { from: '2026-01-01', to: '2026-02-01' };
    const first = await ran('complaints-return', period);
    await must(world, manager, ['commentOnReport', 'ReportCommented', '__typename'], {
      runId: first,
      section: 'received',
      words: 'None came',
    });
    expect(await run(world, manager, ['signOffReport', ''], { runId: first })).toMatchObject({
      __typename: 'SelfSignOff',
    });
    await must(world, executive, ['signOffReport', 'ReportSignedOff', '__typename'], { runId: first });
    const files = () => asked<{ reportRun: object }>(world, manager, FILES, { id: first });
    const signed = await files();
    expect(signed).toMatchObject({ reportRun: { commentary: [{ words: 'None came' }] } });
    const { customers } = await must<{ customers: { customer: { id: string } }[] }>(
      ...[
        world,
        { role: 'admin' } as Who,
        ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'] as const,
      ],
      {
        customers: [
          {
            kind: 'PERSON',
            givenName: 'Cy',
            externalIdentity: { source: 'x', id: '1' },
            registeredAt: '2026-01-05T00:00:00Z',
          },
        ],
      },
    );
    const late = {
      type: 'COMPLAINT',
      channel: 'PHONE',
      subject: 'Late',
      customerId: customers[0]?.customer.id,
      openedAt: '2026-01-09T12:00:00Z',
    };
    await must(world, { role: 'admin' }, ['openCases', 'CasesOpened', '__typename'], {
      cases: [{ ...late, externalReference: { source: 'switch', id: 'late' } }],
    });
    await world.quiet();
    expect(await files()).toEqual(signed);
    const second = await ran('complaints-return', period);
    const query = `query ($id: ID!, $from: ID!) { reportRun(id: $id) { contentHash differencesFrom(runId: $from) { metricKey label reason before { value } after { value } } } }`;
    const { reportRun } = await asked<{ reportRun: { differencesFrom: object[] } }>(world, manager, query, {
      id: second,
      from: first,
    });
    expect(reportRun.differencesFrom).toContainEqual({
      ...{
        metricKey: 'cases.opened',
        label: null,
        reason: 'FACTS_CAME_LATE',
        before: { value: 0 },
        after: { value: 1 },
      },
    });
  });
});
