import { describe, expect, it } from '@jest/globals';
import { applyMapping, BadMapping, type Mapping } from './column-mapping.ts';
import { type CustomerField, customerRowOf, customerTitles } from './customer-row.ts';
import { instantOf } from './written-date.ts';

const startOfDay = (day: string) => new Date(`${day}T00:00:00Z`);
const read = (titles: string[], cells: string[], mapping: Mapping<CustomerField> = {}) =>
  customerRowOf(cells, {
    ...{ header: applyMapping(titles, mapping, customerTitles), startOfDay, source: 'csv', ownId: () => 'own' },
    now: new Date('2026-01-01T00:00:00Z'),
  });

describe('A row of customers', () => {
  it('is read by its titles, with lists, an address and the words of the graph', () => {
    expect(
      read(
        ['ID', 'Name', 'E-Mail', 'City', 'Country', 'Created at'],
        ['7', 'Ada', 'a@x.example; b@x.example', 'Leeds', 'GB', '2024-05-01 10:00:00'],
      ),
    ).toMatchObject({
      customer: {
        ...{ kind: 'PERSON', displayName: 'Ada', externalIdentity: { source: 'csv', id: '7' } },
        registeredAt: new Date('2024-05-01T10:00:00Z'),
        contactPoints: [
          { kind: 'EMAIL', value: 'a@x.example' },
          { kind: 'EMAIL', value: 'b@x.example' },
          { kind: 'POSTAL', address: { lines: [], locality: 'Leeds', country: 'GB' } },
        ],
      },
    });
  });

  it('is not taken when only this graph has a name for the customer, since it would double them', () => {
    expect(read(['graphId', 'name'], ['cust_x', 'Ada'])).toEqual({
      problems: [{ column: 'graphId', value: 'cust_x', message: expect.stringMatching(/link an external identity/) }],
    });
    expect(read(['name'], ['Ada'])).toMatchObject({ customer: { externalIdentity: { id: 'own' } } });
  });

  it('names the column and the value of what is wrong', () => {
    expect(
      read(['id', 'Telephone', 'land', 'city'], ['1', 'none', 'Wales', 'x'], {
        columns: { id: 'externalId', Telephone: 'phone', land: 'country', city: 'locality' },
      }),
    ).toMatchObject({
      problems: [
        { column: 'Telephone', value: 'none' },
        { column: 'land', value: 'Wales' },
      ],
    });
  });

  it('is of no file in which two columns are one field, or which lacks a column of the mapping', () => {
    expect(() => read(['name', 'Full name'], ['a', 'b'])).toThrow(BadMapping);
    expect(() => read(['name'], ['a'], { columns: { Nr: 'externalId' } })).toThrow(
      /names "Nr", but the header has "name"/,
    );
  });
});

describe('A written date', () => {
  it.each([
    ['28/03/2026', 'DD/MM/YYYY', '2026-03-28T00:00:00.000Z'],
    ['3/28/2026', 'MM/DD/YYYY', '2026-03-28T00:00:00.000Z'],
    ['28.03.2026', 'DD.MM.YYYY', '2026-03-28T00:00:00.000Z'],
    ['2026-03-28T12:00:00+02:00', 'DD/MM/YYYY', '2026-03-28T10:00:00.000Z'],
  ] as const)('%s as %s is %s', (text, format, instant) => {
    expect(instantOf(text, format, startOfDay)?.toISOString()).toBe(instant);
  });

  it.each(['31/02/2026', '2026-03-28', '28/03/26', 'soon', '28/03/2026/1', '2026-02-30T10:00:00Z'])(
    '%s is none written as DD/MM/YYYY',
    (text) => expect(instantOf(text, 'DD/MM/YYYY', startOfDay)).toBeNull(),
  );
});
