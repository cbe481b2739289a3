import { decimalOf, money } from '@courtesy/kernel';
import type { MetricUnit } from '@courtesy/graph-types/metrics';
import type { ReportRunBlock, ReportFigure } from './report.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en-GB', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** A length of time in its two largest parts, such as "2 d 3 h". */
export function lengthWords(seconds: number): string {
  const all = Math.round(seconds);
  if (all < MINUTE) return `${all} s`;
  if (all < HOUR) return `${Math.floor(all / MINUTE)} min ${all % MINUTE} s`;
  if (all < DAY) return `${Math.floor(all / HOUR)} h ${Math.floor((all % HOUR) / MINUTE)} min`;
  return `${Math.floor(all / DAY)} d ${Math.floor((all % DAY) / HOUR)} h`;
}

/** An amount in words, to the last of its digits. */
function amountWords(decimal: string, currency: string): string {
  const digits = decimal.split('.')[1]?.length ?? 0;
  const exact = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${exact.format(decimal as Intl.StringNumericLiteral)} ${currency}`;
}

/** A figure in words, as a reader of a report wants it; what is withheld or was not there says so, and is never nought. */
export function figureWords(unit: MetricUnit, figure: ReportFigure | null): string {
  if (!figure) return '–';
  if (figure.isHidden) return 'withheld';
  if (unit === 'MONEY') {
    if (!figure.money) return 'none';
    return amountWords(decimalOf(money(BigInt(figure.money.minor), figure.money.currency)), figure.money.currency);
  }
  const { value } = figure;
  if (value === null) return 'none';
  if (unit === 'SHARE') return percent.format(value);
  if (unit === 'DURATION') return lengthWords(value);
  return unit === 'SCORE' ? tenth.format(value) : whole.format(value);
}

/** A figure as a number to reckon with; null where there is none. */
export function figureNumber(unit: MetricUnit, figure: ReportFigure): number | null {
  if (unit !== 'MONEY') return figure.value;
  return figure.money && Number(decimalOf(money(BigInt(figure.money.minor), figure.money.currency)));
}

/** How a figure changed since another one, such as "+12.5 %"; points for shares; nothing where one is missing. */
export function changeWords(unit: MetricUnit, now: ReportFigure, before: ReportFigure | null): string {
  const [one, other] = [figureNumber(unit, now), before && figureNumber(unit, before)];
  if (one === null || other === null) return '–';
  const sign = (text: string, amount: number) => `${amount > 0 ? '+' : ''}${text}`;
  if (unit === 'SHARE') {
    const points = (one - other) * 100;
    return `${sign(tenth.format(points), points)} points`;
  }
  return other === 0 ? '–' : sign(percent.format(one / other - 1), one - other);
}

/** The words for a row: its value, or when it was. */
export const rowWords = (
  block: ReportRunBlock,
  { label, bucket }: { readonly label: string | null; readonly bucket: string },
) => (block.by === null ? bucket : block.grain === 'TOTAL' ? (label ?? '') : `${bucket} ${label ?? ''}`);

/** What a block is called: its figure, of which kind of case, and by what. */
export function blockWords({ name, caseType, by }: ReportRunBlock): string {
  const kind = caseType === null ? '' : `, ${caseType.toLowerCase().replaceAll('_', ' ')}s only`;
  return `${name}${kind}${by === null ? '' : `, by ${by.toLowerCase().replaceAll('_', ' ')}`}`;
}
