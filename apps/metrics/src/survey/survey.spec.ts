import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '@courtesy/kernel';
import { asksOf, planned, suppressionOf, type SurveyOccasion, type SurveyStanding } from './invitation.ts';
import { htmlOf } from './link-page.ts';
import { scaleOf, type SurveyProgramme, type SurveyProgrammeVersion } from './programme.ts';
import { represented } from './representation.ts';
import { problemsOfSaid } from './response.ts';

const AT = new Date('2026-03-02T10:00:00.000Z');
const programme: SurveyProgramme = {
  ...{ id: 'srvp_1', name: 'After an answer', kind: 'CSAT', siteId: null, versionNumber: 1, startedAt: AT },
  ...{ startedById: null, endedAt: null, version: 1 },
};
const terms: SurveyProgrammeVersion = {
  ...{ id: 'srpv_1', programmeId: 'srvp_1', number: 1, moment: 'CASE_RESOLVED', channels: [], sharePercent: 100 },
  ...{ delay: parseDuration('PT0S'), interval: parseDuration('P7D'), answerWithin: parseDuration('P14D') },
  ...{ correctWithin: parseDuration('P1D'), followUpAtMost: null, question: 'How was it?', wordsQuestion: null },
  ...{ because: null, decidedById: null, decidedAt: AT },
};
const occasion: SurveyOccasion = {
  ...{ moment: 'CASE_RESOLVED', key: 'k', happenedAt: AT, answeredAt: AT, caseId: 'case_1', interactionId: null },
  ...{ customerId: 'cust_1', siteId: 'site_1', teamId: null, personId: 'pers_1', channel: 'PHONE' },
};
const nothing: SurveyStanding = {
  ...{ isErased: false, hasOpenComplaint: false, isSpared: false, hasWithdrawn: false, isReopened: false },
  ...{ hasAnswered: false, lastAskedAt: null },
};

describe('who is asked', () => {
  it('is by the moment, the channel, the site, the time and the share, all of them', () => {
    const asks = (changed: object, lot = 0) =>
      asksOf({ programme: { ...programme, ...changed }, terms: { ...terms, ...changed } }, occasion, lot);
    expect(asks({})).toBe(true);
    expect(asks({ moment: 'CONTACT_ENDED' })).toBe(false);
    expect(asks({ channels: ['EMAIL'] })).toBe(false);
    expect(asks({ siteId: 'site_2' })).toBe(false);
    expect(asks({ startedAt: new Date(AT.getTime() + 1) })).toBe(false);
    expect(asks({ endedAt: AT })).toBe(false);
    expect(asks({ sharePercent: 30 }, 0.2999)).toBe(true);
    expect(asks({ sharePercent: 30 }, 0.3)).toBe(false);
  });

  it('is nobody within the interval, to the millisecond', () => {
    const invitation = planned({ programme, terms }, occasion, { id: 'srvi_1', at: AT, tier: null });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * terms.interval }), (ago) => {
        const lastAskedAt = new Date(AT.getTime() - ago);
        const because = suppressionOf(invitation, terms, { standing: { ...nothing, lastAskedAt }, at: AT });
        expect(because).toBe(ago < terms.interval ? 'ASKED_RECENTLY' : null);
      }),
    );
  });
});

describe('what is said', () => {
  it('is a whole number on the scale of its kind, and never nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('CSAT', 'NPS', 'CES'),
        fc.oneof(fc.integer({ min: -3, max: 13 }), fc.double()),
        (kind, score) => {
          const { lowest, highest } = scaleOf[kind];
          const isOnScale = Number.isInteger(score) && score >= lowest && score <= highest;
          expect(problemsOfSaid(kind, { score }).length === 0).toBe(isOnScale);
        },
      ),
    );
    expect(problemsOfSaid('NPS', { score: Number.NaN })).toHaveLength(1);
  });

  it('is asked on a page that runs nothing of what anybody wrote', () => {
    const text = fc.string({ unit: fc.constantFrom('<', '>', '"', '&', 'a', '/', '=') });
    fc.assert(
      fc.property(text, text, (question, words) => {
        const page = { question, wordsQuestion: 'Why?', words, lowest: 1, highest: 5, score: null, message: words };
        const html = htmlOf({ ...page, answerableUntil: AT.toISOString() });
        const plain = htmlOf({ ...page, question: '', words: '', message: 'x', answerableUntil: AT.toISOString() });
        const tags = (of: string) => of.match(/<[^>]*>/g)?.length;
        expect(tags(html)).toBe((tags(plain) ?? 0) - (words === '' ? 2 : 0));
      }),
    );
  });
});

describe('whom answers stand for', () => {
  it('adds up: shares to one, and gaps to nothing', () => {
    const group = fc.record({ invited: fc.integer({ min: 1, max: 500 }), part: fc.integer({ min: 0, max: 500 }) });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 8 }), (given) => {
        const asked = given.map(({ invited, part }, i) => ({
          ...{ key: String(i), label: String(i), invited, answered: Math.min(part, invited) },
        }));
        const { groups, answered } = represented(asked);
        const sum = (of: 'shareOfInvited' | 'gap') => groups.reduce((total, each) => total + (each[of] ?? 0), 0);
        expect(sum('shareOfInvited')).toBeCloseTo(1, 9);
        if (answered > 0) expect(sum('gap')).toBeCloseTo(0, 9);
        else expect(groups.every(({ gap }) => gap === null)).toBe(true);
      }),
    );
    expect(represented([]).note).toBe('Nobody was asked.');
  });
});
