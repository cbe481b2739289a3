import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isRequiredInputField,
  type GraphQLInputObjectType,
} from 'graphql';
import { clearingsOf } from '@courtesy/metrics/src/day/clearing.ts';
import { matter, type MatterKind } from '@courtesy/metrics/src/day/matter.ts';
import { openIdea, openInsight, openLine, openReading, openTarget } from '@courtesy/metrics/src/day/open-figure.ts';
import { KINDS } from '@courtesy/metrics/src/day/ranking.ts';
import type { DayClearing } from '@courtesy/metrics/src/day/day-item.ts';

const supergraph = new URL('../../../gateway/supergraph.graphql', import.meta.url);
const schema = buildSchema(readFileSync(supergraph, 'utf8'), { assumeValidSDL: true });

const at = new Date('2026-03-02T08:00:00.000Z');
const detailsOf: Readonly<Record<string, readonly (string | null)[]>> = {
  CLOCK: ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'UPDATE', 'RESOLUTION', 'REGULATORY'],
  PAYOUT: ['REFUND', 'AWARD'],
  TASK: ['OPEN', 'DECLINED'],
  STAFFING_GAP: ['PLANNED', 'PRESENT'],
};
const owedSteps = [null, 'ACKNOWLEDGE', 'DECIDE', 'RESPOND'];

/** Every call that an item of a kind may name. */
function callsOf(kind: (typeof KINDS)[number]): readonly DayClearing[] {
  if (kind === 'BUDGET_LINE')
    return openLine(
      {
        month: '2026-03-01',
        currency: 'GBP',
        category: 'REFUND',
        plannedMinor: 1n,
        committedMinor: 1n,
        actualMinor: 0n,
      } as never,
      '2026-03-02',
    ).clearedBy;
  if (kind === 'TARGET')
    return ['MISSED', 'AT_RISK'].flatMap(
      (status) => openTarget({ to: '2026-03-16' } as never, { status } as never).clearedBy,
    );
  if (kind === 'READING')
    return (['POLICY', 'PROMOTION'] as const).flatMap((of) =>
      [true, false].flatMap(
        (hasQuiz) =>
          openReading(
            {
              id: 'polv_1',
              kind: of,
              title: '',
              number: 1,
              hasQuiz,
              liveFrom: at,
              people: 2,
              personIds: ['me', 'other'],
              isMine: true,
            },
            'me',
            at,
          ).clearedBy,
      ),
    );
  if (kind === 'IDEA') return openIdea({ id: 'x', suggestedAt: at, answerBy: at } as never, at).clearedBy;
  if (kind === 'INSIGHT') return openInsight({ id: 'x', answerBy: at } as never, at).clearedBy;
  return (detailsOf[kind] ?? [null]).flatMap((detail) =>
    owedSteps.flatMap((step) => {
      const given = { id: kind, kind: kind as MatterKind, subjectId: 'x', raisedAt: at, dueAt: at, detail };
      return clearingsOf(matter(given), step === null ? null : { id: 'cmpl_1', step });
    }),
  );
}

/** What an input demands, and has, of a call: the fields of the items of a list after a dot. */
function fieldsOf(
  input: GraphQLInputObjectType,
  named: readonly string[],
  before = '',
): { known: string[]; required: string[] } {
  const fields = Object.values(input.getFields());
  const parts = fields.map((field) => {
    const name = `${before}${field.name}`;
    const type = getNamedType(field.type);
    const isOpened = isInputObjectType(type) && named.some((each) => each.startsWith(`${name}.`));
    if (isOpened) return fieldsOf(type, named, `${name}.`);
    return { known: [name], required: isRequiredInputField(field) ? [name] : [] };
  });
  return { known: parts.flatMap(({ known }) => known), required: parts.flatMap(({ required }) => required) };
}

describe('the calls that clear items of the day', () => {
  it.each(KINDS)(
    'of the kind %s are mutations of the graph, told everything that these demand and nothing they do not know',
    (kind) => {
      const calls = callsOf(kind);
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls) {
        const mutation = schema.getMutationType()?.getFields()[call.mutation];
        const input = getNamedType(mutation?.args.find(({ name }) => name === 'input')?.type);
        if (!isInputObjectType(input)) throw new Error(`${call.mutation} is no mutation that takes an input`);
        const named = [...call.arguments.map(({ name }) => name), ...call.asks];
        const { known, required } = fieldsOf(input, named);
        expect([call.mutation, named.filter((name) => !known.includes(name))]).toEqual([call.mutation, []]);
        expect([call.mutation, required.filter((name) => !named.includes(name))]).toEqual([call.mutation, []]);
      }
    },
  );
});
