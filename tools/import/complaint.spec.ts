import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readHeader, type ColumnName } from './columns.ts';
import { complaintOf, type Complaint, type NotAComplaint } from './complaint.ts';

const titles: Readonly<Record<ColumnName, string>> = {
  received: 'Date received',
  product: 'Product',
  subProduct: 'Sub-product',
  issue: 'Issue',
  subIssue: 'Sub-issue',
  narrative: 'Consumer complaint narrative',
  publicResponse: 'Company public response',
  company: 'Company',
  state: 'State',
  zip: 'ZIP code',
  tags: 'Tags',
  channel: 'Submitted via',
  sent: 'Date sent to company',
  response: 'Company response to consumer',
  timely: 'Timely response?',
  disputed: 'Consumer disputed?',
  id: 'Complaint ID',
};

const usual: Readonly<Record<ColumnName, string>> = {
  received: '2023-06-05',
  product: 'Mortgage',
  subProduct: 'FHA mortgage',
  issue: 'Trouble during payment process',
  subIssue: '',
  narrative: '',
  publicResponse: '',
  company: 'EQUIFAX, INC.',
  state: 'LA',
  zip: '705XX',
  tags: '',
  channel: 'Web',
  sent: '2023-06-08',
  response: 'Closed with explanation',
  timely: 'Yes',
  disputed: 'N/A',
  id: '7073066',
};

type Row = Partial<Record<ColumnName, string>>;

function read(row: Row): Complaint | NotAComplaint {
  const names = Object.keys(row) as ColumnName[];
  const { columns } = readHeader(names.map((name) => titles[name]));
  const startOfDay = (day: string) => new Date(`${day}T05:00:00.000Z`);
  return complaintOf(
    names.map((name) => row[name] ?? ''),
    { columns, startOfDay, ownId: () => 'file-7' },
  );
}

function complaint(changes: Row = {}): Complaint {
  const result = read({ ...usual, ...changes });
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

const reason = (changes: Row) => {
  const result = read({ ...usual, ...changes });
  return 'reason' in result ? result.reason : null;
};

const history = (changes: Row) => complaint(changes).case.history;

describe('A row of consumer complaints', () => {
  it('is a case of its own customer, which the company it is about answers', () => {
    expect(complaint()).toEqual({
      id: '7073066',
      company: 'EQUIFAX, INC.',
      customer: {
        kind: 'PERSON',
        externalIdentity: { source: 'cfpb', id: '7073066' },
        contactPoints: [{ kind: 'POSTAL', address: { territory: 'LA', postcode: '705XX', country: 'US' } }],
        circumstances: [],
        registeredAt: new Date('2023-06-05T05:00:00Z'),
      },
      case: {
        type: 'COMPLAINT',
        channel: 'PORTAL',
        subject: 'Trouble during payment process',
        category: { product: 'Mortgage', subProduct: 'FHA mortgage', issue: 'Trouble during payment process' },
        openedAt: new Date('2023-06-05T05:00:00Z'),
        externalReference: { source: 'cfpb', id: '7073066' },
        history: {
          assignedAt: new Date('2023-06-08T05:00:00Z'),
          resolvedAt: new Date('2023-06-08T05:00:00Z'),
          outcome: 'EXPLANATION',
          respondedInTime: true,
          interactions: [
            {
              externalId: '7073066/response',
              channel: 'PORTAL',
              direction: 'OUTBOUND',
              occurredAt: new Date('2023-06-08T05:00:00Z'),
              body: 'Closed with explanation',
            },
          ],
        },
      },
    });
  });

  it.each([
    ['Web', 'PORTAL'],
    ['Referral', 'REFERRAL'],
    ['Web Referral', 'REFERRAL'],
    ['Phone', 'PHONE'],
    ['Postal mail', 'LETTER'],
    ['Fax', 'FAX'],
    ['Email', 'EMAIL'],
    ['', 'REFERRAL'],
  ])('submitted via "%s" comes by %s', (channel, expected) => {
    expect(complaint({ channel }).case.channel).toBe(expected);
  });

  it.each([
    ['Closed with explanation', 'EXPLANATION'],
    ['Closed with monetary relief', 'MONETARY_RELIEF'],
    ['Closed with non-monetary relief', 'NON_MONETARY_RELIEF'],
    ['Closed with relief', 'RELIEF'],
    ['Closed without relief', 'NO_RELIEF'],
    ['Closed', 'UNSPECIFIED'],
    ['Untimely response', 'UNTIMELY'],
  ])('"%s" answers it with %s', (response, outcome) => {
    expect(history({ response })).toMatchObject({ outcome, resolvedAt: new Date('2023-06-08T05:00:00Z') });
  });

  it.each(['In progress', '', 'N/A'])('"%s" leaves it open', (response) => {
    expect(history({ response })).toEqual({ assignedAt: new Date('2023-06-08T05:00:00Z'), respondedInTime: true });
  });

  it('cannot be answered before it was received, although it was sent on a day before', () => {
    expect(history({ received: '2023-06-05', sent: '2023-06-04' })).toMatchObject({
      assignedAt: new Date('2023-06-04T05:00:00Z'),
      resolvedAt: new Date('2023-06-05T05:00:00Z'),
    });
  });

  it('was never assigned when it was sent to nobody', () => {
    expect(history({ sent: '' })).not.toHaveProperty('assignedAt');
  });

  it.each([
    ['Yes', true],
    ['No', false],
    ['N/A', undefined],
    ['', undefined],
  ])('consumer disputed "%s" is a dispute: %s', (disputed, expected) => {
    expect(history({ disputed })?.disputed).toBe(expected);
  });

  it('"No" says nothing of an answer that does not exist yet, and "Yes" cannot be', () => {
    expect(history({ response: 'In progress', disputed: 'No' })).not.toHaveProperty('disputed');
    expect(reason({ response: 'In progress', disputed: 'Yes' })).toMatch(/no answer/);
  });

  it('keeps what the consumer wrote and what the company answered in public', () => {
    const interactions = history({
      narrative: 'First\nsecond, XXXX',
      publicResponse: 'Company disputes the facts',
    })?.interactions;
    expect(interactions).toMatchObject([
      {
        direction: 'INBOUND',
        body: 'First\nsecond, XXXX',
        occurredAt: new Date('2023-06-05T05:00:00Z'),
        externalId: '7073066/narrative',
      },
      { direction: 'OUTBOUND', body: 'Company disputes the facts', occurredAt: new Date('2023-06-08T05:00:00Z') },
    ]);
  });

  it('keeps each tag as a circumstance', () => {
    expect(complaint({ tags: 'Older American, Servicemember' }).customer.circumstances).toEqual([
      'Older American',
      'Servicemember',
    ]);
  });

  it('has no contact point when neither state nor postcode is known, and no site when no company is', () => {
    const { customer, company } = complaint({ state: '', zip: '', company: '' });
    expect(customer.contactPoints).toEqual([]);
    expect(company).toBeNull();
  });

  it('reads days as they are written in either style', () => {
    expect(complaint({ received: '3/9/2015', sent: '3/19/2015' }).case.openedAt).toEqual(
      new Date('2015-03-09T05:00:00Z'),
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          const [year, month, dayOfMonth] = day.split('-').map(Number);
          const american = complaint({ received: `${month}/${dayOfMonth}/${year}` });
          expect(american.case.openedAt).toEqual(complaint({ received: day }).case.openedAt);
        },
      ),
    );
  });

  it.each(['', 'N/A'])('without an id ("%s") takes the one of its place in the file', (id) => {
    expect(complaint({ id })).toMatchObject({
      id: 'file-7',
      case: { externalReference: { source: 'cfpb', id: 'file-7' } },
    });
  });

  it.each<[Row, RegExp]>([
    [{ received: '' }, /^Date received is blank$/],
    [{ received: '2023-02-30' }, /^Date received "2023-02-30" is not a day/],
    [{ received: '13/31/2015' }, /is not a day/],
    [{ sent: 'soon' }, /^Date sent to company "soon" is not a day/],
    [{ issue: '', product: '' }, /^Issue is blank$/],
    [{ channel: 'Pigeon' }, /^Submitted via "Pigeon" is not known$/],
    [{ response: 'constructor' }, /^Company response "constructor" is not known$/],
    [{ timely: 'Maybe' }, /^Timely response\? "Maybe" is not known$/],
    [{ disputed: '7' }, /^Consumer disputed\? "7" is not known$/],
    [{ id: 'C-12' }, /^Complaint ID "C-12" is not a number$/],
  ])('%j is no complaint', (changes, expected) => {
    expect(reason(changes)).toMatch(expected);
  });

  it('is read the same every time, whatever stands in it and in whatever order, and never throws', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(usual), 'Yes', 'No', 'N/A', ''));
    const rows = fc.record(
      Object.fromEntries(Object.keys(usual).map((name) => [name, value])) as Record<ColumnName, typeof value>,
    );
    fc.assert(
      fc.property(rows, (row) => {
        const backwards = Object.fromEntries(Object.entries(row).reverse()) as Row;
        expect(read(backwards)).toEqual(read(row));
      }),
    );
  });

  it('is never answered before it was opened, and every answer has an outcome', () => {
    const day = fc
      .date({ min: new Date('2011-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const response = fc.constantFrom('Closed', 'In progress', 'Closed with relief', 'Untimely response');
    fc.assert(
      fc.property(day, day, response, (received, sent, answer) => {
        const read = complaint({ received, sent, response: answer }).case;
        const { resolvedAt, outcome } = read.history ?? {};
        expect(resolvedAt === undefined).toBe(outcome === undefined);
        expect((resolvedAt ?? read.openedAt).getTime()).toBeGreaterThanOrEqual(read.openedAt.getTime());
      }),
    );
  });
});
