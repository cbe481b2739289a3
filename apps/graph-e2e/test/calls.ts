import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from '@jest/globals';

const folder = fileURLToPath(new URL('../../../../shared/data/callcentre/', import.meta.url));

/** A spec on the published call log: skipped where it is not at hand, failed where CI should have it. */
export const itWithCalls: (title: string, story: () => Promise<void>) => void =
  existsSync(folder) || process.env['CI'] === 'true' ? it : it.skip;

/** The log of January 1999, and the clock it was written by. */
export const JANUARY = {
  path: `${folder}anonymousbank_1999-01.tsv.gz`,
  timeZone: 'Asia/Jerusalem',
  period: { from: '1999-01-01', to: '1999-02-01' },
} as const;

/** Figures by their names; null where there was nothing to measure. */
export type Figures = Readonly<Record<string, number | null>>;

/** What was counted of the log independently of us. */
export interface ExpectedCalls {
  readonly cleaning: Readonly<Record<'raw' | 'malformed' | 'phantom' | 'negative_vru' | 'used', number>>;
  readonly month: Figures;
  readonly byType: Readonly<Record<string, Figures>>;
  readonly byDay: Readonly<Record<string, Figures>>;
  readonly byPriority: Readonly<Record<string, Figures>>;
  readonly byInterval: Readonly<Record<string, Figures>>;
  readonly byAgent: Readonly<Record<string, Figures>>;
}

/** Reads it. */
export const expectedOfJanuary = (): ExpectedCalls =>
  (JSON.parse(readFileSync(`${folder}expected_kpis_1999-01.json`, 'utf8')) as Record<string, ExpectedCalls>)[
    '1999-01'
  ]!;
