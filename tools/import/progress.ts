import cliProgress from 'cli-progress';
import type { SourceFile } from './source-file.ts';

/** Shows how far an import has come. */
export interface Progress {
  /** So many rows have been read. */
  rows(read: number): void;
  /** Says one line without disturbing what is shown. */
  say(line: string): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere nothing but the lines that are said. */
export function progressOf(file: SourceFile, terminal: NodeJS.WriteStream): Progress {
  const say = (line: string) => void terminal.write(`${line}\n`);
  if (!terminal.isTTY) return { rows: () => undefined, say, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    stream: terminal,
    format: '{bar} {percentage}% | {rows} rows | {rate} rows/s | {duration_formatted}',
    hideCursor: true,
    clearOnComplete: false,
  });
  const startedAt = performance.now();
  // How many rows a file has is known when it has been read; how many bytes, before.
  bar.start(file.bytes, 0, { rows: 0, rate: 0 });
  const rows = (read: number) => {
    const rate = Math.round(read / Math.max((performance.now() - startedAt) / 1000, 0.001));
    bar.update(file.bytesRead, { rows: read, rate });
  };
  return {
    rows,
    say(line) {
      terminal.write('\r\u001B[K');
      say(line);
    },
    stop: () => bar.stop(),
  };
}
