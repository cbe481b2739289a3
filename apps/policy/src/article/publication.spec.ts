import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { successorOf } from '../policy/effect.ts';
import type { Author } from '../policy/policy-version.ts';
import { draftOf, type ArticleText } from './article.ts';
import {
  archive,
  archivedAt,
  articleStateAmong,
  recall,
  reviseArticle,
  schedule,
  type ArticleVersion,
} from './publication.ts';

const text: ArticleText = {
  title: 'Returns',
  body: 'Bring it back.',
  keywords: [],
  readers: 'CUSTOMERS',
  audienceRoles: [],
  audienceSiteIds: [],
};
const writer: Author = { subject: 'writer', personId: null };
const approver: Author = { subject: 'approver', personId: null };
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

const draft = (number: number, now = at(0)): ArticleVersion =>
  draftOf({ id: `artv_${number}`, articleId: 'art_1', language: 'en', number }, text, { by: writer, at: now });

const dates = fc.record({
  internal: fc.integer({ min: -2, max: 20 }),
  published: fc.integer({ min: -2, max: 20 }),
  archived: fc.option(fc.integer({ min: -2, max: 25 }), { nil: null }),
  now: fc.integer({ min: 0, max: 20 }),
});
type Dates = typeof dates extends fc.Arbitrary<infer D> ? D : never;

const decisionOf = ({ internal, published, archived, now }: Dates) => ({
  by: approver,
  now: at(now),
  internalAt: at(internal),
  publishedAt: at(published),
  archivedAt: archived === null ? null : at(archived),
});

/** What comes of scheduling drafts one after another, and taking some off again: only what was not refused. */
function history(steps: readonly Dates[], takings: readonly (readonly [index: number, now: number, end: number])[]) {
  let versions: readonly ArticleVersion[] = [];
  for (const [index, step] of [...steps].sort((a, b) => a.now - b.now).entries()) {
    const outcome = schedule(draft(index + 1), versions, decisionOf(step));
    if (outcome.type === 'ArticleScheduled') versions = [...versions, outcome.articleVersion];
  }
  for (const [index, now, end] of takings) {
    const current = versions[index];
    const others = versions.filter((each) => each !== current);
    if (!current) continue;
    const taken = { at: at(end), now: at(now), reason: 'x' };
    const outcome = end % 2 ? archive(current, others, taken) : recall(current, others, taken);
    if ('articleVersion' in outcome && outcome.type !== 'ArchivedBeforePublication')
      versions = versions.map((each) => (each === current ? outcome.articleVersion : each));
  }
  return versions;
}

const takings = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 20, max: 30 }), fc.integer({ min: 0, max: 40 })),
  { maxLength: 4 },
);

describe('a version of an article', () => {
  it('is internal, published and archived by its dates alone, to the second', () => {
    const decision = decisionOf({ internal: 5, published: 10, archived: 15, now: 0 });
    const scheduled = schedule(draft(1), [], decision);
    if (scheduled.type !== 'ArticleScheduled') throw new Error(scheduled.type);
    const states = [4, 5, 9, 10, 14, 15].map((s) => articleStateAmong(scheduled.articleVersion, [], at(s)));
    expect(states).toEqual(['DRAFT', 'INTERNAL', 'INTERNAL', 'PUBLISHED', 'PUBLISHED', 'ARCHIVED']);
  });

  it('is refused any dates out of order or in the past, whatever they are', () => {
    fc.assert(
      fc.property(dates, (given) => {
        const outcome = schedule(draft(1), [], decisionOf(given));
        const { now, internal, published, archived } = given;
        const inOrder = now <= internal && internal <= published && (archived === null || published <= archived);
        expect(outcome.type).toBe(inOrder ? 'ArticleScheduled' : 'InvalidInput');
      }),
    );
  });

  it('keeps internalAt <= publishedAt <= archivedAt through any history, and never is published beside another', () => {
    fc.assert(
      fc.property(fc.array(dates, { maxLength: 6 }), takings, (steps, taken) => {
        const versions = history(steps, taken);
        for (const version of versions) {
          const { internalAt, effectiveFrom } = version;
          if (!internalAt || !effectiveFrom) throw new Error('A scheduled version has dates');
          const until = archivedAt(version, successorOf(versions, effectiveFrom));
          expect(internalAt.getTime()).toBeLessThanOrEqual(effectiveFrom.getTime());
          if (until) expect(effectiveFrom.getTime()).toBeLessThanOrEqual(until.getTime());
        }
        for (let second = 0; second <= 45; second += 1) {
          const published = versions.filter((each) => articleStateAmong(each, versions, at(second)) === 'PUBLISHED');
          expect(published.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('never goes back: from draft over internal and published to archived', () => {
    const order = ['DRAFT', 'INTERNAL', 'PUBLISHED', 'ARCHIVED'];
    fc.assert(
      fc.property(fc.array(dates, { maxLength: 6 }), takings, (steps, taken) => {
        const versions = history(steps, taken);
        for (const version of versions) {
          const states = Array.from({ length: 46 }, (_, second) => articleStateAmong(version, versions, at(second)));
          if (states[0] === 'RECALLED') expect(new Set(states).size).toBe(1);
          else expect(states.map((s) => order.indexOf(s))).toEqual(states.map((s) => order.indexOf(s)).sort());
        }
      }),
    );
  });

  it('is not archived before it is published, nor twice, nor in the past', () => {
    const decision = decisionOf({ internal: 0, published: 10, archived: null, now: 0 });
    const scheduled = schedule(draft(1), [], decision);
    if (scheduled.type !== 'ArticleScheduled') throw new Error(scheduled.type);
    const version = scheduled.articleVersion;
    const archiving = (end: number, now: number) => archive(version, [], { at: at(end), now: at(now), reason: 'x' });
    expect(archive(draft(1), [], { at: at(1), now: at(1), reason: 'x' }).type).toBe('ArchivedBeforePublication');
    expect(archiving(9, 5).type).toBe('ArchivedBeforePublication');
    expect(archiving(12, 13).type).toBe('InvalidInput');
    const archived = archiving(20, 13);
    if (archived.type !== 'ArticleArchived') throw new Error(archived.type);
    const sooner = archive(archived.articleVersion, [], { at: at(15), now: at(14), reason: 'x' });
    expect(sooner).toMatchObject({ type: 'ArticleArchived', articleVersion: { withdrawnAt: at(15) } });
    expect(archive(archived.articleVersion, [], { at: at(21), now: at(20), reason: 'x' }).type).toBe(
      'IllegalTextState',
    );
  });

  it('is recalled before it is published and not after, and edited never', () => {
    const scheduled = schedule(draft(1), [], decisionOf({ internal: 0, published: 10, archived: null, now: 0 }));
    if (scheduled.type !== 'ArticleScheduled') throw new Error(scheduled.type);
    const version = scheduled.articleVersion;
    expect(recall(version, [], { now: at(9), reason: 'x' }).type).toBe('ArticleRecalled');
    expect(recall(version, [], { now: at(10), reason: 'x' }).type).toBe('IllegalTextState');
    expect(reviseArticle(version, { body: 'Other' }, writer).type).toBe('IllegalTextState');
    expect(
      schedule(draft(2), [], { ...decisionOf({ internal: 0, published: 1, archived: null, now: 0 }), by: writer }).type,
    ).toBe('SelfApproval');
  });
});
