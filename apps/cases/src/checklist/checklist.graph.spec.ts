import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, eventsAbout, givenCase, manager, someId, startWorld, type World } from '../../test/cases-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Result {
  readonly __typename: string;
  readonly message?: string;
  readonly template?: { id: string; version: number };
  readonly checklist?: { id: string };
  readonly item?: { status: string; version: number };
  readonly problems?: { path: string }[];
}
const verb = async (name: string, holding: string, input: object, actor: Actor = manager): Promise<Result> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename ... on UserError { message } ${holding} } }`;
  return (await ask<{ result: Result }>(world, query, { input }, actor)).result;
};
const returns = {
  ...{ title: 'Returns', caseType: 'RETURN' },
  items: [
    { title: 'Goods looked at' },
    { title: 'Receipt', document: 'Receipt' },
    { title: 'Identity', document: 'Photo identity', needsVerification: true },
    { title: 'Offer a survey', isMandatory: false },
  ],
};
const write = async (input: object = {}) => {
  const holding = '... on ChecklistTemplateWritten { template { id version } }';
  const { template } = await verb('writeChecklistTemplate', holding, { ...returns, ...input });
  if (!template) throw new Error('No template was written');
  return template;
};
const attach = (caseId: string, templateId: string) =>
  verb('attachChecklist', '... on ChecklistAttached { checklist { id } }', { caseId, templateId });
const mark = (name: string, input: object, actor: Actor = manager) =>
  verb(name, '... on ChecklistItemMarked { item { status version } }', input, actor);

interface SeenItem {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly history: { kind: string; note: string | null; markedBy: string; at: string }[];
}
interface SeenChecklist {
  readonly templateVersion: number;
  readonly isFinished: boolean;
  readonly items: SeenItem[];
}
const checklistsOf = async (id: string): Promise<SeenChecklist[]> => {
  const query = `query ($id: ID!) { case(id: $id) { checklists { templateVersion isFinished items { id title status history { kind note markedBy at } } } } }`;
  return (await ask<{ case: { checklists: SeenChecklist[] } }>(world, query, { id })).case.checklists;
};
const obstaclesOf = async (id: string) => {
  const query = `query ($id: ID!) { case(id: $id) { obstacles { kind what } } }`;
  return (await ask<{ case: { obstacles: object[] } }>(world, query, { id })).case.obstacles;
};
async function givenChecklist(): Promise<{ caseId: string; items: string[] }> {
  const [{ id: caseId }, template] = [await givenCase(world, { type: 'RETURN' }), await write()];
  await attach(caseId, template.id);
  const [checklist] = await checklistsOf(caseId);
  return { caseId, items: (checklist?.items ?? []).map(({ id }) => id) };
}

describe('a checklist', () => {
  it('hinders the end of its case until all that is mandatory is ticked, received and verified', async () => {
    const { caseId, items } = await givenChecklist();
    const [goods, receipt, identity] = items;
    expect(await obstaclesOf(caseId)).toEqual([
      { kind: 'CHECKLIST_UNFINISHED', what: 'Goods looked at' },
      { kind: 'PAPERWORK_MISSING', what: 'Identity' },
      { kind: 'PAPERWORK_MISSING', what: 'Receipt' },
    ]);
    await mark('tickChecklistItem', { itemId: goods });
    await mark('receivePaperwork', { itemId: receipt, document: 'Till roll 17' });
    await mark('receivePaperwork', { itemId: identity, document: 'Driving licence' });
    expect(await obstaclesOf(caseId)).toEqual([{ kind: 'PAPERWORK_MISSING', what: 'Identity' }]);
    await mark('verifyPaperwork', { itemId: identity });
    expect([await obstaclesOf(caseId), (await checklistsOf(caseId))[0]?.isFinished]).toEqual([[], true]);
  });

  it('keeps who said what of an item, what was taken back too, and hinders again', async () => {
    const { caseId, items } = await givenChecklist();
    const [itemId] = items;
    const ann = { ...caller('AGENT', { reach: 'ALL' }), subject: 'ann' };
    await mark('tickChecklistItem', { itemId }, ann);
    clock.advance(60_000);
    expect(await mark('takeBackChecklistItem', { itemId, reason: 'Wrong goods' })).toMatchObject({
      item: { status: 'PENDING', version: 3 },
    });
    const [checklist] = await checklistsOf(caseId);
    expect(checklist?.items[0]?.history).toMatchObject([
      { kind: 'TICKED', note: null, markedBy: 'ann' },
      { kind: 'TAKEN_BACK', note: 'Wrong goods', markedBy: manager.subject },
    ]);
    expect(await obstaclesOf(caseId)).toContainEqual({ kind: 'CHECKLIST_UNFINISHED', what: 'Goods looked at' });
    expect(await eventsAbout(world, itemId ?? '')).toHaveLength(2);
  });

  it('takes no tick for a document, no document for what is only to be done, and nothing twice', async () => {
    const [goods, receipt] = (await givenChecklist()).items;
    const illegal = { __typename: 'IllegalChecklistMark' };
    expect(await mark('tickChecklistItem', { itemId: receipt })).toMatchObject(illegal);
    expect(await mark('receivePaperwork', { itemId: goods, document: 'x' })).toMatchObject(illegal);
    expect(await mark('verifyPaperwork', { itemId: receipt })).toMatchObject(illegal);
    await mark('tickChecklistItem', { itemId: goods });
    expect(await mark('tickChecklistItem', { itemId: goods })).toMatchObject(illegal);
    expect(await mark('tickChecklistItem', { itemId: goods, expectedVersion: 1 })).toMatchObject({
      __typename: 'StaleVersion',
    });
  });

  it('is not for those who do not see its case', async () => {
    const [itemId] = (await givenChecklist()).items;
    const stranger = caller('AGENT', { reach: 'TEAM', teamId: someId('team') });
    expect(await mark('tickChecklistItem', { itemId }, stranger)).toMatchObject({ __typename: 'NotFound' });
  });

  it('of a closed case stays as it was', async () => {
    const { caseId, items } = await givenChecklist();
    const override = { reason: 'Goodwill' };
    const close = `mutation ($id: ID!, $o: GuardOverrideInput!) { resolveCase(input: { caseId: $id, outcome: RELIEF, override: $o }) { __typename } closeCase(input: { caseId: $id, override: $o }) { __typename } }`;
    expect(await ask(world, close, { id: caseId, o: override })).toMatchObject({
      closeCase: { __typename: 'CaseClosed' },
    });
    expect(await mark('tickChecklistItem', { itemId: items[0] })).toMatchObject({ __typename: 'CaseIsOver' });
  });
});

describe('a template', () => {
  it('that is revised leaves the checklists that cases have in their version, and keeps each version', async () => {
    const [one, other, template] = [await givenCase(world), await givenCase(world), await write()];
    await attach(one.id, template.id);
    const holding = '... on ChecklistTemplateRevised { template { id version versions { version title } } }';
    const revised = await verb('reviseChecklistTemplate', holding, {
      ...{
        templateId: template.id,
        expectedVersion: 1,
        title: 'Returns, shorter',
        items: [{ title: 'Goods looked at' }],
      },
    });
    expect(revised.template).toMatchObject({
      versions: [
        { version: 2, title: 'Returns, shorter' },
        { version: 1, title: 'Returns' },
      ],
    });
    await attach(other.id, template.id);
    const seen = [...(await checklistsOf(one.id)), ...(await checklistsOf(other.id))];
    expect(seen.map(({ templateVersion, items }) => [templateVersion, items.length])).toEqual([
      [1, 4],
      [2, 1],
    ]);
    expect(await attach(one.id, template.id)).toMatchObject({ __typename: 'ChecklistAlreadyAttached' });
  });

  it('for every case of its type is attached when one is opened, alone or in a bulk, unless it has ended elsewhere', async () => {
    const template = await write({ caseType: 'FEEDBACK', atOpening: true });
    const single = await givenCase(world, { type: 'FEEDBACK' });
    const item = (id: string, history: object) => ({
      ...{ type: 'FEEDBACK', channel: 'EMAIL', subject: 'Good', customerId: someId('cust'), history },
      ...{ openedAt: '2026-03-01T09:00:00Z', externalReference: { source: 'old', id } },
    });
    const query = `mutation ($input: OpenCasesInput!) { openCases(input: $input) { ... on CasesOpened { cases { case { id status } } } } }`;
    const ended = { resolvedAt: '2026-03-01T10:00:00Z', outcome: 'EXPLANATION' };
    const cases = [item('open', {}), item('ended', ended)];
    const { openCases } = await ask<{ openCases: { cases: { case: { id: string } }[] } }>(
      world,
      query,
      { input: { cases } },
      caller('ADMIN'),
    );
    const ids = [single.id, ...openCases.cases.map((each) => each.case.id)];
    const counts = await Promise.all(ids.map(async (id) => (await checklistsOf(id)).length));
    expect(counts).toEqual([1, 1, 0]);
    const holding = '... on ChecklistTemplateRetired { template { id version } }';
    await verb('retireChecklistTemplate', holding, { templateId: template.id });
    expect(await checklistsOf((await givenCase(world, { type: 'FEEDBACK' })).id)).toEqual([]);
  });

  it('says something to check, and verifies only documents', async () => {
    const wrong = (items: object[]) =>
      verb('writeChecklistTemplate', '... on InvalidInput { problems { path } }', { ...returns, items });
    expect(await wrong([])).toMatchObject({ problems: [{ path: 'items' }] });
    expect(await wrong([{ title: 'Look', needsVerification: true }])).toMatchObject({
      problems: [{ path: 'items.0.needsVerification' }],
    });
  });
});
