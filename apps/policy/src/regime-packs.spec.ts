import { describe, expect, it } from '@jest/globals';
import { checkedRules } from './complaint-regime/complaint-regime.commands.ts';
import { packFiles, packNames, readPackFile } from './packs.ts';
import { readRegime, readRegimePack, REGIME_FILE, regimePacks } from './regime-packs.ts';

const shipped = packNames('regimes');

describe('the shipped regimes', () => {
  it('are three, and each can be read', () => {
    expect(shipped).toEqual(['fca-disp', 'housing-ombudsman', 'plain-retail']);
    expect(regimePacks().map(({ pack }) => pack)).toEqual(shipped);
    expect(readRegimePack('another')).toBeNull();
  });
  it.each(shipped)(
    '%s is without problems, bids its reader to an adviser, and names and dates its sources',
    async (pack) => {
      expect(packFiles('regimes', pack)).toEqual([REGIME_FILE]);
      const content = readRegimePack(pack);
      if (!content || !('rules' in content)) throw new Error(JSON.stringify(content));
      const rules = await checkedRules('rules', content.rules);
      if ('type' in rules) throw new Error(JSON.stringify(rules));
      expect(rules.notice).toMatch(/^Review with your adviser\./);
      for (const { url, readOn, sections } of rules.sources) {
        expect(url).toMatch(/^https:\/\//);
        expect(readOn).toMatch(/^2026-11-\d\d$/);
        expect(sections.length).toBeGreaterThan(0);
      }
      for (const { key, endedBy } of rules.stages) {
        expect(endedBy.length).toBeGreaterThan(0);
        expect(rules.clocks.some(({ stage }) => stage === key)).toBe(true);
      }
      for (const { kind, elements } of rules.letters) expect([kind, elements.length > 0]).toEqual([kind, true]);
      expect(rules.categories.length).toBeGreaterThan(0);
      expect(rules.calendar).toMatchObject({ knownFrom: '2020-01-01', knownUntil: '2040-12-31' });
    },
  );
  it.each(shipped)('%s closes on the eight bank holidays that England had in 2026', async (pack) => {
    const content = readRegimePack(pack);
    const rules = content && 'rules' in content && (await checkedRules('rules', content.rules));
    if (!rules || 'type' in rules) throw new Error('unreadable');
    const weekdays = rules.calendar.closedDays.filter(({ date }) => {
      const day = new Date(`${date}T00:00:00Z`).getUTCDay();
      return date.startsWith('2026') && day !== 0 && day !== 6;
    });
    expect(weekdays.map(({ date }) => date.slice(5))).toEqual([
      ...['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
    ]);
  });
});

describe('a broken pack', () => {
  const text = readPackFile('regimes', 'fca-disp', REGIME_FILE);
  /** The shipped text with some of its lines other than they were. */
  const broken = (...changes: (readonly [from: string, to: string])[]) =>
    readRegime(
      changes.reduce((changed, [from, to]) => {
        expect(changed).toContain(from);
        return changed.replace(from, to);
      }, text),
    );

  it('that is no JSON says so with the place', () => {
    expect(readRegime(text.replace('"rules": {', '"rules": ['))).toEqual([
      { path: 'regime.json', message: expect.stringMatching(/^is no JSON: .*position \d+/) },
    ]);
  });
  it('is refused with the place of each thing of the wrong form, and how to mend it', () => {
    expect(
      broken(
        ['"startsOn": "RECEIVED"', '"startsOn": "TOMORROW"'],
        ['"length": 15', '"length": "fifteen"'],
        ['"elements": [', '"elemnts": [], "elements": ['],
        ['"readOn": "2026', '"readOn": "last week, 2026'],
        ['"notice":', '"warning":'],
      ),
    ).toEqual([
      { path: 'regime.json: rules.notice', message: expect.stringContaining('give one of type string') },
      { path: 'regime.json: rules.sources[0].readOn', message: expect.stringContaining('2026-01-31') },
      { path: 'regime.json: rules.clocks[0].startsOn', message: expect.stringContaining('RECEIVED, STAGE_OPENED') },
      { path: 'regime.json: rules.clocks[2].limit.length', message: expect.stringContaining('type') },
      { path: 'regime.json: rules.letters[0]', message: expect.stringContaining('"elemnts"') },
      { path: 'regime.json: rules', message: expect.stringContaining('"warning"') },
    ]);
  });
  it('of the right form is refused where its parts do not fit together', async () => {
    const content = broken(
      ['"notFor": ["payment-services", "electronic-money"]', '"notFor": ["loans"]'],
      ['"kind": "FINAL_RESPONSE"', '"kind": "HOLDING"'],
      ['"basis": "DISP 2.8.2R"', '"basis": "DISP 9"'],
    );
    if (!('rules' in content)) throw new Error(JSON.stringify(content));
    expect(await checkedRules('regime.json: rules', content.rules)).toMatchObject({
      type: 'InvalidInput',
      problems: [
        { path: 'regime.json: rules.stages[0].endedBy[1]' },
        { path: 'regime.json: rules.clocks[1].stoppedBy[1]' },
        { path: 'regime.json: rules.clocks[1].notFor[0]' },
        { path: 'regime.json: rules.clocks[2].stoppedBy[1]' },
        { path: 'regime.json: rules.letters[3]' },
        { path: 'regime.json: rules.referral.basis' },
      ],
    });
  });
});
