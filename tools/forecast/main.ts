/**
 * Compares our forecast with the seasonal naive bar: `npm run -s forecast -- FILE [FILE …] [--country XX] [--days N …]`. Reads call logs and any
 * CSV with a date column, gzipped or not, and prints a Markdown table; the last line is JSON. Exits 2 for a file of which no series can be made.
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import Holidays from 'date-holidays';
import { methodNames } from '@courtesy/workforce/src/forecast/methods.ts';
import { compare, type Comparison } from './comparison.ts';
import { NoSeries, seriesOfFile, type HolidaysOf } from './series-of-file.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: true,
  options: { country: { type: 'string' }, days: { type: 'string', multiple: true } },
});

/** Public holidays of a country; none without one. */
const holidaysOf: HolidaysOf = (from, until) => {
  const calendar = values.country ? new Holidays(values.country) : null;
  const found = new Set<string>();
  for (let year = Number(from.slice(0, 4)); calendar && year <= Number(until.slice(0, 4)); year += 1)
    for (const { date, type } of calendar.getHolidays(year)) if (type === 'public') found.add(date.slice(0, 10));
  return found;
};

const percent = (share: number | null): string => (share === null ? '' : (share * 100).toFixed(1));
const bold = (text: string, isBold: boolean): string => (isBold ? `**${text}**` : text);

function rowOf(name: string, found: Comparison): string {
  const wins = found.chosen !== null && found.bar !== null && found.chosen < found.bar;
  const cells = [
    name,
    found.horizon,
    found.origins,
    found.values,
    percent(found.bar),
    bold(percent(found.chosen), wins),
  ];
  const each = methodNames.slice(1).map((method) => percent(found.methods[method]));
  return `| ${[...cells, ...each, percent(found.held), percent(found.heldOfSome)].join(' | ')} |`;
}

const horizons = (values.days ?? ['1', '7']).map(Number);
if (positionals.length === 0 || horizons.some((days) => !Number.isInteger(days) || days < 1 || days > 28)) {
  console.error(
    'usage: npm run -s forecast -- FILE [FILE …] [--country XX] [--days N …]   (1 to 28 days ahead; 1 and 7 without)',
  );
  process.exitCode = 2;
} else {
  try {
    const series = positionals.flatMap((path) => seriesOfFile(path, basename(path), holidaysOf));
    const titles = [
      'series',
      'days ahead',
      'origins',
      'values',
      'seasonal naive',
      'chosen',
      ...methodNames.slice(1),
      'held',
      'held of ≥ 1',
    ];
    console.log(`| ${titles.join(' | ')} |`);
    console.log(`|${titles.map(() => '---').join('|')}|`);
    const all = series.flatMap(({ name, series: each }) => horizons.map((days) => ({ name, ...compare(each, days) })));
    for (const found of all) console.log(rowOf(found.name, found));
    console.log(JSON.stringify(all));
  } catch (error) {
    if (!(error instanceof NoSeries)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
