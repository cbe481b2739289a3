/** Thrown in the middle of a start that somebody has called off. */
export class CalledOff extends Error {
  override readonly name = 'CalledOff';
}

/** The steps that undo a start, taken in reverse order, once. */
export interface Teardown {
  /** Remembers how to undo what has just been done. When everything is being undone already, undoes it at once and throws CalledOff. */
  add(step: () => Promise<void> | void): Promise<void>;
  /** Throws CalledOff once undoing has begun: to be asked before doing more. */
  proceed(): void;
  /** Undoes everything; every call gets the same outcome. A step that fails does not keep the others from being taken. */
  run(): Promise<void>;
}

/** An empty list of steps. */
export function teardown(): Teardown {
  const steps: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;
  const proceed = () => {
    if (running) throw new CalledOff('The start was called off.');
  };
  const undo = async () => {
    const failures: unknown[] = [];
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length)
      throw new AggregateError(failures, `Not everything stopped: ${failures.map(String).join('; ')}`);
  };
  return {
    proceed,
    async add(step) {
      if (running) await step();
      proceed();
      steps.push(step);
    },
    run: () => (running ??= undo()),
  };
}
