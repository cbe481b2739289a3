import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clock, startWorld, type World } from '../../test/cases-world.ts';
import { idOf, nameOf } from '../../test/named-ids.ts';
import { hasSkill, person, present, skill, skillExpired, worksAt, workforceTells } from '../../test/workforce-feed.ts';
import { factsOfTeams } from '../assignment/person-facts.store.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const tell = (...told: Parameters<typeof workforceTells> extends [unknown, ...infer T] ? T : never) =>
  workforceTells(world.service.database, ...told);
const factsAt = async (iso: string) => {
  const about = { at: new Date(iso), askers: [] };
  const facts = await factsOfTeams(world.service.database.manager, [idOf('team_ready')], about);
  return Object.fromEntries(facts.map((each) => [nameOf(each.personId), each]));
};

describe('what cases keep of what people can do', () => {
  it('is the last word on each, though one page speaks of a thing again and again', async () => {
    await tell(
      ...[
        person('pers_kim', 'AGENT', 'site_ready', 'team_ready'),
        person('pers_lou', 'AGENT', 'site_ready', 'team_ready'),
      ],
      ...[skill('skil_a'), skill('skil_b'), skill('skil_c')],
      ...[hasSkill('pers_kim', 'skil_a', 2), hasSkill('pers_kim', 'skil_a', 4)],
      ...[hasSkill('pers_kim', 'skil_b'), skillExpired('pers_kim', 'skil_b', '2026-03-02T09:00:00.000Z')],
      ...[hasSkill('pers_kim', 'skil_c'), skillExpired('pers_kim', 'skil_c', '2026-03-02T08:00:00.000Z')],
      ...[hasSkill('pers_kim', 'skil_c', 5), present('pers_kim', 'AWAY'), present('pers_kim', 'AVAILABLE')],
      ...[worksAt('pers_kim', 10), worksAt('pers_kim', 50, '2026-03-02T10:00:00.000Z')],
    );
    const { pers_kim: kim, pers_lou: lou } = await factsAt('2026-03-02T10:00:00.000Z');
    expect(kim).toMatchObject({ skills: { a: 4, c: 5 }, presence: 'AVAILABLE', percent: 50 });
    expect(lou).toMatchObject({ skills: {}, presence: null, percent: 100 });
    expect((await factsAt('2026-03-02T09:59:59.999Z'))['pers_kim']?.percent).toBe(100);
  });

  it('ends with a later page, never later than the certificate said', async () => {
    await tell(hasSkill('pers_lou', 'skil_a', 3, '2026-03-02T12:00:00.000Z'), hasSkill('pers_lou', 'skil_b'));
    await tell(
      skillExpired('pers_lou', 'skil_a', '2026-03-02T12:00:05.000Z'),
      skillExpired('pers_lou', 'skil_b', '2026-03-02T11:00:00.000Z'),
    );
    const skills = async (iso: string) => (await factsAt(iso))['pers_lou']?.skills;
    expect(await skills('2026-03-02T10:59:59.999Z')).toEqual({ a: 3, b: 3 });
    expect(await skills('2026-03-02T11:00:00.000Z')).toEqual({ a: 3 });
    expect(await skills('2026-03-02T12:00:00.000Z')).toEqual({});
    expect(clock().toISOString()).toBe('2026-03-02T10:00:00.000Z');
  });
});
