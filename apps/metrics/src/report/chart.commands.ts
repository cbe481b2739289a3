import { init, use } from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { figureNumber, rowWords } from './figure-words.ts';
import type { ReportRunBlock } from './report.ts';

use([BarChart, LineChart, GridComponent, SVGRenderer]);

/** How large charts are, in points. */
export const CHART = { width: 515, height: 190 } as const;
/** The most bars that can be told apart. */
const MOST_BARS = 20;
const BLUE = '#1f4e79';
const GREY = '#6b7280';
const font = { fontFamily: 'Roboto', fontSize: 9, color: GREY };

interface Drawn {
  readonly names: readonly string[];
  readonly values: readonly (number | null)[];
  readonly ofTime: boolean;
}

/** What is drawn of a block: over time in order, of values the largest first. */
function drawnOf(block: ReportRunBlock): Drawn {
  const ofTime = block.by === null;
  const rows = block.rows
    .map((row) => ({
      name: `${rowWords(block, row)}${row.isHidden ? ' (withheld)' : ''}`,
      value: row.isHidden ? null : figureNumber(block.unit, row),
    }))
    .toSorted((a, b) => (ofTime ? 0 : (b.value ?? 0) - (a.value ?? 0)))
    .slice(0, ofTime ? undefined : MOST_BARS);
  const scale = block.unit === 'SHARE' ? 100 : 1;
  const values = rows.map(({ value }) => (value === null ? null : value * scale));
  return { names: rows.map(({ name }) => name), values, ofTime };
}

function optionOf({ names, values, ofTime }: Drawn, isLine: boolean) {
  const axis = { axisLabel: { ...font, hideOverlap: true }, axisLine: { lineStyle: { color: '#d1d5db' } } };
  const named = { type: 'category' as const, data: [...names], axisTick: { show: false }, ...axis };
  const amounts = { type: 'value' as const, axisLabel: font, splitLine: { lineStyle: { color: '#e5e7eb' } } };
  const series = isLine
    ? { type: 'line', symbol: 'none', lineStyle: { color: BLUE, width: 2 } }
    : { type: 'bar', barMaxWidth: 14, itemStyle: { color: BLUE } };
  const down = { ...named, inverse: true, axisLabel: { ...font, width: 140, overflow: 'truncate' as const } };
  return {
    animation: false,
    textStyle: { fontFamily: 'Roboto' },
    grid: { left: ofTime ? 46 : 150, right: 24, top: 10, bottom: 24 },
    ...(ofTime ? { xAxis: named, yAxis: amounts } : { xAxis: amounts, yAxis: down }),
    series: [{ ...series, data: [...values] }],
  };
}

/** A chart of a block as SVG, drawn on the server; null where there is nothing to draw. */
export function chartOf(block: ReportRunBlock): string | null {
  if (block.chart === 'NONE' || block.rows.length < 2) return null;
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...CHART });
  try {
    chart.setOption(optionOf(drawnOf(block), block.chart === 'LINE'));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
