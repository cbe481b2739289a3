import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';
import { as, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let manager: Who;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Desk');
  manager = as('manager', place.personId);
});
afterAll(() => world?.close());

describe('two people at once', () => {
  it('who change a case from the same version: one does, and the other sees how it stands', async () => {
    const [caseId = ''] = await givenCases(world, place, 1);
    const asking = [
      'startCase',
      '... on UserError { code } ... on StaleVersion { current { ... on Case { status version } } }',
    ] as const;
    const both = await Promise.all([1, 2].map(() => run(world, manager, asking, { caseId, expectedVersion: 1 })));
    const loser = { __typename: 'StaleVersion', code: 'VERSION_CONFLICT', current: { status: 'OPEN', version: 2 } };
    expect(both).toContainEqual(expect.objectContaining(loser));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['CaseStarted', 'StaleVersion']);
  });

  it('who send one thing under one key twenty times make one of it, and all get the first answer', async () => {
    const [caseId = ''] = await givenCases(world, place, 1);
    const made: readonly (readonly [verb: string, type: string, field: string, input: object])[] = [
      [
        'logInteraction',
        'InteractionLogged',
        'interaction',
        { caseId, channel: 'PHONE', direction: 'INBOUND', body: 'Hello' },
      ],
      ['addTask', 'TaskAdded', 'task', { caseId, title: 'Call back', kind: 'CALL_BACK', assigneeId: place.personId }],
      ['addMacro', 'MacroAdded', 'macro', { name: 'Begin', steps: [{ verb: 'START' }] }],
      [
        'proposeIncident',
        'IncidentProposed',
        'incident',
        { title: 'No power', kind: 'OUTAGE', severity: 'MAJOR', siteIds: [place.siteId] },
      ],
    ];
    for (const [verb, type, field, input] of made) {
      const sending = Array.from({ length: 20 }, () =>
        must<Record<string, { id: string }>>(world, manager, [verb, type, `${field} { id }`], {
          ...input,
          idempotencyKey: `one ${verb}`,
        }),
      );
      const ids = (await Promise.all(sending)).map((answer) => answer[field]?.id);
      expect([verb, new Set(ids).size, ids.length]).toEqual([verb, 1, 20]);
    }
  });
});
