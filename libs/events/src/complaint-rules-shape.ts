import { z } from 'zod';

const day = z.iso.date();
const keys = z.array(z.string());
const basis = z.string().nullable();
const limit = z.object({
  length: z.number().int(),
  unit: z.enum(['BUSINESS_DAYS', 'CALENDAR_DAYS', 'WEEKS', 'MONTHS']),
});
const letterKind = z.enum(['ACKNOWLEDGEMENT', 'HOLDING', 'SUMMARY_RESOLUTION', 'STAGE_RESPONSE', 'FINAL_RESPONSE']);
const terms = z.array(z.object({ key: z.string(), name: z.string(), description: z.string().nullable() }));

/** Everything that a version of a complaint regime says, with its business days as dates: enough to compute deadlines and check letters. */
export const complaintRules = z.object({
  jurisdiction: z.string(),
  timeZone: z.string(),
  notice: z.string(),
  sources: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      readOn: day,
      sections: z.array(z.object({ section: z.string(), says: z.string() })),
    }),
  ),
  calendar: z.object({
    name: z.string(),
    weekdays: z.array(z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'])),
    holidays: z.object({ country: z.string(), region: z.string().nullable() }).nullable(),
    closedDays: z.array(z.object({ date: day, name: z.string() })),
    knownFrom: day,
    knownUntil: day,
  }),
  kinds: terms,
  stages: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      decidesApartFrom: keys,
      endedBy: z.array(letterKind),
      checkedOutcomes: z.array(z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD'])).optional(),
      basis,
    }),
  ),
  clocks: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      stage: z.string(),
      startsOn: z.enum(['RECEIVED', 'STAGE_OPENED', 'ACKNOWLEDGED']),
      limit,
      dayOne: z.enum(['DAY_AFTER', 'SAME_DAY']),
      stoppedBy: z.array(letterKind),
      extension: z.object({ limit, countsFrom: z.enum(['START', 'DUE']), basis }).nullable(),
      onlyFor: keys,
      notFor: keys,
      basis,
    }),
  ),
  letters: z.array(
    z.object({
      kind: letterKind,
      name: z.string(),
      stages: keys,
      elements: z.array(
        z.object({
          key: z.string(),
          mustContain: z.string(),
          outcomes: z.array(z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD'])),
          onlyFor: keys,
          notFor: keys,
          basis,
        }),
      ),
    }),
  ),
  categories: terms,
  referral: z
    .object({
      name: z.string(),
      url: z.string().nullable(),
      address: z.string().nullable(),
      limit: limit.nullable(),
      basis,
    })
    .nullable(),
  notes: z.array(z.object({ text: z.string(), basis })),
});
