/**
 * Shares counted in real files, so that the demo looks like a real service. The files are public: consumer complaints received by the
 * Consumer Financial Protection Bureau from 2012 to 2014 (50,000 rows) and in the first quarter of 2015 (14,132 rows) and June 2023
 * (5,077 rows), every call of January 1999 at the call centre known as "Anonymous Bank" (Avi Mandelbaum, Technion; 31,327 calls), and
 * New York's service requests about animals in early 2025 (4,692 closed ones). Where no file knows a figure, its name says ASSUMED.
 */
import type { CaseOutcome, CasePriority, CaseType, Channel } from '@courtesy/graph-types/cases';
import type { Weighted } from './random.ts';

/** How complaints come in: "Submitted via" of the complaints of 2012 to 2014. */
export const COMPLAINT_CHANNELS: Weighted<Channel> = [
  ['PORTAL', 29_729],
  ['REFERRAL', 11_960],
  ['PHONE', 3_891],
  ['LETTER', 3_582],
  ['FAX', 802],
  ['EMAIL', 36],
];

/** How everything else comes in. The files hold complaints only. */
export const ASSUMED_CHANNELS: Weighted<Channel> = [
  ['PHONE', 44],
  ['PORTAL', 20],
  ['EMAIL', 15],
  ['CHAT', 11],
  ['FACE_TO_FACE', 6],
  ['SOCIAL', 2],
  ['SMS', 1],
  ['LETTER', 1],
];

/** How they are answered: "Company response" of the complaints of 2012 to 2014. */
export const OUTCOMES: Weighted<CaseOutcome> = [
  ['EXPLANATION', 35_487],
  ['NON_MONETARY_RELIEF', 6_297],
  ['MONETARY_RELIEF', 3_735],
  ['NO_RELIEF', 2_474],
  ['UNSPECIFIED', 1_223],
  ['RELIEF', 678],
  ['UNTIMELY', 106],
];

/** The share of answered complaints that are disputed: 10,131 of 50,000 in 2012 to 2014. */
export const DISPUTED_SHARE = 10_131 / 50_000;

/** The share answered in time: 13,786 of 14,132 complaints of the first quarter of 2015. */
export const TIMELY_SHARE = 13_786 / 14_132;

/** The share of the newest quarter's cases that have no answer yet: 1,323 of 14,132 complaints of the first quarter of 2015. */
export const IN_PROGRESS_SHARE = 1_323 / 14_132;

/** Days until a complaint moved on, each row from more than the days before up to these: "sent to company" less "received", 2012 to 2014. */
export const COMPLAINT_DAYS: Weighted<number> = [
  [1, 17_337 + 8_211],
  [3, 8_306],
  [7, 10_141],
  [14, 2_463],
  [30, 1_845],
  [90, 1_219],
  [365, 478],
];

/** Hours until a request was closed, each row from more than the hours before up to these: New York's requests. */
export const REQUEST_HOURS: Weighted<number> = [
  [1, 1_148],
  [2, 609],
  [4, 509],
  [8, 420],
  [24, 639],
  [48, 579],
  [72, 302],
  [168, 362],
  [336, 113],
];

/** Contacts by month, January first: complaints of 2012 to 2014. */
export const MONTHS = [3_849, 3_759, 4_335, 4_215, 4_147, 4_263, 4_416, 4_476, 4_054, 4_320, 3_939, 4_227] as const;

/** Contacts by weekday, Monday first: complaints of 2012 to 2014. */
export const WEEKDAYS = [8_299, 9_484, 9_590, 9_430, 8_562, 2_746, 1_889] as const;

/** Contacts by hour of the day, midnight first: calls of January 1999. */
export const HOURS = [
  98, 45, 12, 15, 12, 41, 104, 805, 2_162, 2_392, 2_610, 2_314, 2_158, 2_069, 2_332, 2_385, 2_690, 1_988, 1_492, 1_534,
  1_168, 1_033, 995, 873,
] as const;

/** Shares of product lines, the largest first: products of the first quarter of 2015. */
export const PRODUCT_RANKS = [3_780, 3_284, 2_891, 1_396, 1_302, 680, 388, 180, 116, 89, 26] as const;

/** The share of customers about whom something must be borne in mind: rows with tags in June 2023, 150 older people and 310 veterans. */
export const CIRCUMSTANCES: Weighted<string | null> = [
  [null, 4_651],
  ['Older customer', 116],
  ['Serves or served in the forces', 276],
  ['Older customer, serves or served in the forces', 34],
];

/** What customers come with. The files hold complaints only. */
export const ASSUMED_TYPES: Weighted<CaseType> = [
  ['ENQUIRY', 32],
  ['COMPLAINT', 30],
  ['REQUEST', 16],
  ['RETURN', 12],
  ['FEEDBACK', 6],
  ['INCIDENT', 4],
];

/** How urgent it is. No file says so. */
export const ASSUMED_PRIORITIES: Weighted<CasePriority> = [
  ['LOW', 12],
  ['NORMAL', 68],
  ['HIGH', 16],
  ['URGENT', 4],
];
