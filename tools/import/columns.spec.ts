import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readHeader, UnknownHeader } from './columns.ts';

const official = [
  'Date received',
  'Product',
  'Sub-product',
  'Issue',
  'Sub-issue',
  'Consumer complaint narrative',
  'Company public response',
  'Company',
  'State',
  'ZIP code',
  'Tags',
  'Consumer consent provided?',
  'Submitted via',
  'Date sent to company',
  'Company response to consumer',
  'Timely response?',
  'Consumer disputed?',
  'Complaint ID',
];

describe('The header of a complaint file', () => {
  it('finds every official column in any order', () => {
    const before = readHeader(official).columns;
    fc.assert(
      fc.property(fc.shuffledSubarray(official, { minLength: official.length }), (titles) => {
        const { columns, unknown } = readHeader(titles);
        expect(unknown).toEqual([]);
        expect(Object.keys(columns)).toHaveLength(17);
        for (const [name, index] of Object.entries(before))
          expect(titles[columns[name as keyof typeof columns] ?? -1]).toBe(official[index]);
      }),
    );
  });

  it('takes the shape of 12 columns, which says "Company response"', () => {
    const { columns } = readHeader(
      'Complaint ID,Product,Sub-product,Issue,Sub-issue,State,ZIP code,Date received,Date sent to company,Company response,Timely response?,Consumer disputed?'.split(
        ',',
      ),
    );
    expect(columns).toMatchObject({ id: 0, response: 9, received: 7 });
    expect(columns.company).toBeUndefined();
    expect(columns.channel).toBeUndefined();
  });

  it('takes the shape of 7 columns in snake case', () => {
    const { columns, unknown } = readHeader(
      'date_received,date_sent_to_company,issue,submitted_via,consumer_consent_provided,company_response,consumer_disputed'.split(
        ',',
      ),
    );
    expect(columns).toEqual({ received: 0, sent: 1, issue: 2, channel: 3, response: 5, disputed: 6 });
    expect(unknown).toEqual([]);
  });

  it('names every column that is missing', () => {
    expect(() => readHeader(['Issue', 'name'])).toThrow(
      new UnknownHeader(
        'This is not a file of consumer complaints: its header has no column "Date received", "Date sent to company", "Company response to consumer". It has "Issue", "name".',
      ),
    );
  });

  it('refuses a column that stands there twice, since the two might differ', () => {
    expect(() => readHeader([...official, 'Issue'])).toThrow('The header has a column twice: "Issue".');
  });

  it('tells the columns that nobody knows', () => {
    expect(readHeader([...official, 'Mood']).unknown).toEqual(['Mood']);
  });
});
