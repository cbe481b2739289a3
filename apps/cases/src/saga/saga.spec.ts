import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_RETRY_MS, nextMove, pauseAfter, type OrderedStep, type StepEntry } from './saga.ts';

const plan: OrderedStep[] = [
  { name: 'RESERVE', hasUndo: true },
  { name: 'DECIDE', hasUndo: false },
  { name: 'PAY', hasUndo: true },
  { name: 'SETTLE', hasUndo: false },
];
const entry = (step: string, direction: StepEntry['direction'], phase: StepEntry['phase']): StepEntry => ({
  ...{ id: '', sagaId: '', step, direction, phase, answer: null, problem: null, at: new Date(0) },
});

type Outcome = 'DONE' | 'REFUSED' | 'UNANSWERED' | 'CRASH';

/** Plays a saga whose attempts come out as told, the engine's rules by hand, and keeps what really happened in the world. */
function play(outcomes: readonly Outcome[]) {
  const entries: StepEntry[] = [];
  const effects: string[] = [];
  let state: 'RUNNING' | 'UNDOING' = 'RUNNING';
  for (let i = 0; i < 200; i += 1) {
    const move = nextMove(plan, entries, state);
    if (move.type === 'END') return { state, effects, entries };
    const outcome = outcomes[i] ?? 'DONE';
    entries.push(entry(move.step, move.type, 'TRIED'));
    const effect = move.type === 'DO' ? move.step : `undo ${move.step}`;
    // Every step is idempotent, and one that nobody answered for may have had its effect.
    if (outcome !== 'REFUSED' && !effects.includes(effect)) effects.push(effect);
    if (outcome === 'CRASH') continue;
    const isRefused = outcome === 'REFUSED' && move.type === 'DO';
    const phase = isRefused ? 'REFUSED' : outcome === 'UNANSWERED' ? 'UNANSWERED' : 'DONE';
    if (outcome === 'REFUSED' && !isRefused && !effects.includes(effect)) effects.push(effect);
    entries.push(entry(move.step, move.type, phase));
    if (isRefused) state = 'UNDOING';
  }
  throw new Error('It never ended');
}
const outcome = fc.constantFrom<Outcome>('DONE', 'DONE', 'DONE', 'REFUSED', 'UNANSWERED', 'CRASH');

describe('a saga', () => {
  it('goes through its steps in order, and back from the last that was tried', () => {
    expect(play([]).effects).toEqual(['RESERVE', 'DECIDE', 'PAY', 'SETTLE']);
    expect(play(['DONE', 'DONE', 'DONE', 'REFUSED'])).toMatchObject({
      state: 'UNDOING',
      effects: ['RESERVE', 'DECIDE', 'PAY', 'undo PAY', 'undo RESERVE'],
    });
  });

  it('says that a step was tried before when nobody knows what came of it, also after a crash', () => {
    const tried = [entry('RESERVE', 'DO', 'TRIED')];
    expect(nextMove(plan, [], 'RUNNING')).toEqual({ type: 'DO', step: 'RESERVE', isAgain: false });
    expect(nextMove(plan, tried, 'RUNNING')).toEqual({ type: 'DO', step: 'RESERVE', isAgain: true });
    const declined = [...tried, entry('RESERVE', 'DO', 'DECLINED')];
    expect(nextMove(plan, declined, 'RUNNING')).toMatchObject({ step: 'RESERVE', isAgain: false });
  });

  it('wherever it is cut off or refused, either does all of its steps or undoes every one that has an undo', () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 60 }), (outcomes) => {
        const { state, effects } = play(outcomes);
        if (state === 'RUNNING') expect(effects).toEqual(['RESERVE', 'DECIDE', 'PAY', 'SETTLE']);
        for (const step of state === 'UNDOING' ? ['PAY', 'RESERVE'] : [])
          if (effects.includes(step)) expect(effects.indexOf(`undo ${step}`)).toBeGreaterThan(effects.indexOf(step));
        expect(effects.filter((each) => each === 'undo SETTLE')).toEqual([]);
      }),
    );
  });

  it('waits twice as long after each attempt, and never longer than five minutes', () => {
    expect([1, 2, 3, 10, 1000].map((n) => pauseAfter(n, 1000))).toEqual([1000, 2000, 4000, 300_000, LONGEST_RETRY_MS]);
  });
});
