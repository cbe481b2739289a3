import type { CaseOutcome } from '@courtesy/graph-types/cases';
import type { Chance } from './random.ts';

const openings = [
  'I am writing about my {product}.',
  'This is about {product}.',
  'I have been a customer for years and now this about {product}.',
];
const middles = [
  'What happened: {issue}.',
  'The trouble is: {issue}. Nobody told me anything.',
  'I have to report: {issue}. It is the second time this year.',
];
const wishes = [
  'Please put it right and let me know by when.',
  'I should like to hear what you will do about it.',
  'I expect a refund or a good explanation.',
  'Please call me back in the evening.',
];
const chasers = [
  'Asked where the matter stands. Told that it is being looked into.',
  'Rang again, unhappy about the wait. Promised a call back.',
  'Wanted to know when to expect an answer.',
];

const answers: Readonly<Record<CaseOutcome, string>> = {
  EXPLANATION: 'We have looked into it and explained what happened and why.',
  MONETARY_RELIEF: 'We are sorry. We have refunded what you lost; it will be in your account within five days.',
  NON_MONETARY_RELIEF: 'We are sorry. We have put your account right and checked that it stays right.',
  RELIEF: 'We are sorry, and have made good what went wrong.',
  NO_RELIEF: 'We have looked into it and find that we acted as agreed, so we cannot offer more.',
  UNSPECIFIED: 'We have closed the matter.',
  UNTIMELY: 'We are sorry that this answer comes so late.',
};

/** What a customer says at first. */
export function customersWords(chance: Chance, issue: string, product: string): string {
  const sentences = [chance.one(openings), chance.one(middles), chance.one(wishes)].join(' ');
  return sentences.replace('{product}', product.toLowerCase()).replace('{issue}', issue.toLowerCase());
}

/** What is noted when a customer asks again. */
export const chaser = (chance: Chance): string => chance.one(chasers);

/** What we answer in the end. */
export function ourAnswer(chance: Chance, outcome: CaseOutcome): string {
  return `${chance.one(['Thank you for your patience.', 'Thank you for telling us.', 'I hope this helps.'])} ${answers[outcome]}`;
}
