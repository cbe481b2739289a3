import { isIdOf, type Problem } from '@courtesy/kernel';
import type { AppraisalEvidenceInput, AppraisalEvidenceKind, AppraisalSource } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';

/** Something that a score rests on. */
export interface AppraisalEvidence {
  readonly kind: AppraisalEvidenceKind;
  /** Null for what the note says. */
  readonly id: string | null;
  readonly value: string | null;
  readonly note: string | null;
}

/** The most pieces of evidence of one score. */
export const MAX_EVIDENCE = 50;
const MAX_NOTE = 2_000;

const prefixes: Readonly<Record<AppraisalEvidenceKind, string | null>> = {
  REVIEW: 'qrev',
  METRIC: 'mdef',
  CASE: 'case',
  RECORD: null,
};

function problemsOfOne(path: string, { kind, id, value, note }: AppraisalEvidenceInput): Problem[] {
  const prefix = prefixes[kind];
  const isNamed = prefix === null ? id == null : id != null && isIdOf(prefix, id);
  const wanted = prefix === null ? 'is given, but a record has none' : `is not an id of the kind ${kind}`;
  return [
    ...(isNamed ? [] : [{ path: `${path}.id`, message: wanted }]),
    ...(kind === 'METRIC' && value == null ? [{ path: `${path}.value`, message: 'is absent; say what it was' }] : []),
    ...(note == null ? [] : problemsOfText(`${path}.note`, note, MAX_NOTE)),
    ...(kind === 'RECORD' && note == null
      ? [{ path: `${path}.note`, message: 'is absent; say what is on record' }]
      : []),
  ];
}

/** Parts that rest on what somebody thinks; all others rest on what is on record. */
const OPINIONS: readonly AppraisalSource[] = ['SELF', 'PEERS'];

/** What is wrong with the evidence of a score: of most parts there is none without. */
export function problemsOfEvidence(source: AppraisalSource, given: readonly AppraisalEvidenceInput[]): Problem[] {
  if (given.length > MAX_EVIDENCE) return [{ path: 'evidence', message: `are more than ${MAX_EVIDENCE}` }];
  if (given.length === 0 && !OPINIONS.includes(source))
    return [{ path: 'evidence', message: 'is absent; say what the score rests on' }];
  return given.flatMap((each, i) => problemsOfOne(`evidence[${i}]`, each));
}

/** Evidence as it is kept. */
export const evidenceOf = (given: readonly AppraisalEvidenceInput[]): AppraisalEvidence[] =>
  given.map(({ kind, id, value, note }) => ({ kind, id: id ?? null, value: value ?? null, note: note ?? null }));
