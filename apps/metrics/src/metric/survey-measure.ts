import type { Rule, Tally } from './measure.ts';

const kindIs = (kind: string, words: string): Rule => ({ sql: `f.kind = '${kind}'`, words });

/** What customers said, in the period in which they said it. There is no row where nothing was said, so that no silence is a score. */
const said = (more: Omit<Tally, 'kind' | 'at'>): Tally => ({
  ...{ kind: 'SURVEY_RESPONSES', at: 'f.at', restsOn: 'OTHER_FACTS' },
  ...more,
});

const ASKED: Rule = { sql: `f.at IS NOT NULL`, words: 'Only who was asked; not whose invitation was suppressed.' };
const DECIDED: Rule = {
  sql: `f.state <> 'PLANNED'`,
  words: 'Only of whom it is decided whether they are asked.',
};

/** How each version of each metric of surveys is worked out. */
export const surveyMeasures: Readonly<Record<string, Tally>> = {
  'surveys.responses@1': said({}),
  'surveys.csat@1': said({
    counted: [kindIs('CSAT', 'Answers to how content the customer is.')],
    above: 'f.score >= 4',
  }),
  'surveys.nps@1': said({
    counted: [kindIs('NPS', 'Answers to how likely the customer is to recommend us.')],
    quantity: { of: 'CASE WHEN f.score >= 9 THEN 100 WHEN f.score <= 6 THEN -100 ELSE 0 END', as: 'MEAN' },
  }),
  'surveys.ces@1': said({
    counted: [kindIs('CES', 'Answers to how easy it was.')],
    quantity: { of: 'f.score', as: 'MEAN' },
  }),
  'surveys.invited@1': {
    ...{ kind: 'SURVEY_INVITATIONS', at: 'f.at', counted: [ASKED], restsOn: 'OTHER_FACTS' },
  },
  'surveys.response_rate@1': {
    ...{ kind: 'SURVEY_INVITATIONS', at: 'f.at', counted: [ASKED], above: `f.state = 'ANSWERED'` },
    restsOn: 'OTHER_FACTS',
  },
  'surveys.suppressed_share@1': {
    ...{ kind: 'SURVEY_INVITATIONS', at: 'f.planned_at', counted: [DECIDED], above: `f.state = 'SUPPRESSED'` },
    restsOn: 'OTHER_FACTS',
  },
};
