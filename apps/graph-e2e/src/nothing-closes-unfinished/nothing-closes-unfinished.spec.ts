import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let place: Place;
let manager: Who;
let lead: Who;
beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Desk');
  manager = as('manager', place.personId);
  lead = as('lead', place.personId);
});
afterAll(() => world?.close());

interface Failed {
  readonly failures?: { kind: string; what: string }[];
}
const GUARDED = '... on GuardFailed { failures { kind what } }';
const unfinished = [{ kind: 'CHECKLIST_UNFINISHED', what: 'Apologise' }];
const refused = { __typename: 'GuardFailed', failures: unfinished };

/** As many cases as that, each with a mandatory checklist that nobody has gone through. */
async function givenUnfinished(count: number): Promise<string[]> {
  const template = { title: 'Complaints', caseType: 'COMPLAINT', items: [{ title: 'Apologise' }] };
  const writing = ['writeChecklistTemplate', 'ChecklistTemplateWritten', 'template { id }'] as const;
  const written = await must<{ template: { id: string } }>(world, manager, writing, template);
  const opened = await givenCases(world, await givenPlace(world, `Desk ${written.template.id}`), count);
  for (const caseId of opened) {
    const attaching = ['attachChecklist', 'ChecklistAttached', '__typename'] as const;
    await must(world, manager, attaching, { caseId, templateId: written.template.id });
  }
  return opened;
}
const statusOf = async (id: string) => {
  const query = `query ($id: ID!) { case(id: $id) { status } }`;
  return (await asked<{ case: { status: string } }>(world, manager, query, { id })).case.status;
};
const transition = async (who: Who, ids: readonly string[], more: object) => {
  const items = `... on CasesTransitioned { moved refused items { result { __typename ${GUARDED} } } }`;
  const cases = ids.map((caseId) => ({ caseId }));
  return run<{ moved: number; refused: number; items: { result: Failed }[] }>(world, who, ['transitionCases', items], {
    cases,
    ...more,
  });
};
const resolving = { step: { verb: 'RESOLVE', outcome: 'EXPLANATION' } };

describe('a case with an unfinished mandatory checklist', () => {
  it('is resolved neither alone nor in a bulk, and stays where it was', async () => {
    const [one = '', ...others] = await givenUnfinished(3);
    expect(await run(world, lead, ['resolveCase', GUARDED], { caseId: one, outcome: 'EXPLANATION' })).toMatchObject(
      refused,
    );
    const bulk = await transition(lead, others, resolving);
    expect(bulk).toMatchObject({ moved: 0, refused: 2, items: [{ result: refused }, { result: refused }] });
    expect(await Promise.all([one, ...others].map(statusOf))).toEqual(['NEW', 'NEW', 'NEW']);
  });

  it('is resolved by no macro and by no rule, each of which says what stood in the way', async () => {
    const [byMacro = '', byRule = ''] = await givenUnfinished(2);
    const macro = { name: 'Explain', steps: [{ verb: 'START' }, { verb: 'RESOLVE', outcome: 'EXPLANATION' }] };
    const added = await must<{ macro: { id: string } }>(world, lead, ['addMacro', 'MacroAdded', 'macro { id }'], macro);
    const outcomes = `... on MacroApplied { outcomes { refusedStep result { __typename ${GUARDED} } } }`;
    const applied = await run(world, lead, ['applyMacro', outcomes], {
      macroId: added.macro.id,
      cases: [{ caseId: byMacro }],
    });
    expect(applied).toMatchObject({ outcomes: [{ refusedStep: 1, result: refused }] });
    const rule = {
      ...{ name: 'Answer what is urgent', triggers: ['CASE_PRIORITISED'], condition: 'event.to = "URGENT"' },
      steps: [{ verb: 'RESOLVE', outcome: 'EXPLANATION' }],
    };
    await must(world, manager, ['addAutomationRule', 'AutomationRuleAdded', '__typename'], rule);
    const urgent = { caseId: byRule, priority: 'URGENT', reason: 'The press has called' };
    await must(world, lead, ['prioritiseCase', 'CasePrioritised', '__typename'], urgent);
    const query = `query ($id: ID!) { case(id: $id) { automationRuns { nodes { outcome steps { result failures } } } } }`;
    interface Seen {
      readonly case: { automationRuns: { nodes: object[] } };
    }
    const runs = async () => (await asked<Seen>(world, manager, query, { id: byRule })).case.automationRuns.nodes;
    while ((await runs()).length === 0) await delay(50);
    expect(await runs()).toEqual([
      { outcome: 'REFUSED', steps: [{ result: 'GuardFailed', failures: ['CHECKLIST_UNFINISHED'] }] },
    ]);
    expect(await Promise.all([byMacro, byRule].map(statusOf))).toEqual(['NEW', 'NEW']);
  });

  it('is closed neither alone nor in a bulk when the checklist was taken back after the answer', async () => {
    const [caseId = ''] = await givenUnfinished(1);
    const query = `query ($id: ID!) { case(id: $id) { checklists { items { id } } } }`;
    const seen = await asked<{ case: { checklists: { items: { id: string }[] }[] } }>(world, lead, query, {
      id: caseId,
    });
    const itemId = seen.case.checklists[0]?.items[0]?.id;
    await must(world, lead, ['tickChecklistItem', 'ChecklistItemMarked', '__typename'], { itemId });
    await must(world, lead, ['resolveCase', 'CaseResolved', '__typename'], { caseId, outcome: 'EXPLANATION' });
    const takingBack = ['takeBackChecklistItem', 'ChecklistItemMarked', '__typename'] as const;
    await must(world, lead, takingBack, { itemId, reason: 'The letter came back' });
    expect(await run(world, lead, ['closeCase', GUARDED], { caseId })).toMatchObject(refused);
    expect((await transition(lead, [caseId], { step: { verb: 'CLOSE' } })).items).toMatchObject([{ result: refused }]);
    expect(await statusOf(caseId)).toBe('RESOLVED');
  });

  it('is ended over it only with the permission and a reason, and the audit names what was unmet', async () => {
    const [caseId = ''] = await givenUnfinished(1);
    const override = { reason: 'The customer moved abroad' };
    const input = { caseId, outcome: 'EXPLANATION', override };
    expect(await run(world, lead, ['resolveCase', GUARDED], input)).toMatchObject(refused);
    const empty = { ...input, override: { reason: ' ' } };
    expect(await run(world, manager, ['resolveCase', GUARDED], empty)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await statusOf(caseId)).toBe('NEW');
    await must(world, manager, ['resolveCase', 'CaseResolved', '__typename'], input);
    await must(world, manager, ['closeCase', 'CaseClosed', '__typename'], { caseId, override });
    const query = `query ($id: ID!) { case(id: $id) { status guardOverrides { verb reason person { id } failures { kind what } } } }`;
    const over = { reason: override.reason, person: { id: place.personId }, failures: unfinished };
    expect(await asked(world, manager, query, { id: caseId })).toEqual({
      case: {
        status: 'CLOSED',
        guardOverrides: [
          { verb: 'RESOLVE', ...over },
          { verb: 'CLOSE', ...over },
        ],
      },
    });
  });

  it('that also lacks paperwork and has a mandatory task open names all three', async () => {
    const [caseId = ''] = await givenUnfinished(1);
    const paperwork = { title: 'Papers', caseType: 'COMPLAINT', items: [{ title: 'Signed form', document: 'Form' }] };
    const writing = ['writeChecklistTemplate', 'ChecklistTemplateWritten', 'template { id }'] as const;
    const { template } = await must<{ template: { id: string } }>(world, manager, writing, paperwork);
    await must(world, lead, ['attachChecklist', 'ChecklistAttached', '__typename'], {
      caseId,
      templateId: template.id,
    });
    const task = {
      caseId,
      title: 'Ask the shop',
      kind: 'INVESTIGATION',
      isMandatory: true,
      assigneeId: place.personId,
    };
    await must(world, lead, ['addTask', 'TaskAdded', '__typename'], task);
    const failures = [
      ...unfinished,
      { kind: 'PAPERWORK_MISSING', what: 'Signed form' },
      { kind: 'TASK_OPEN', what: 'Ask the shop' },
    ];
    const single = await run<Failed>(world, lead, ['resolveCase', GUARDED], { caseId, outcome: 'EXPLANATION' });
    const bulk = await transition(lead, [caseId], resolving);
    expect([single.failures, bulk.items[0]?.result.failures]).toEqual([failures, failures]);
  });
});
