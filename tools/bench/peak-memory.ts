import { readFileSync } from 'node:fs';

/** The most memory a process has held so far, in MiB (`VmHWM`); null where the system does not tell or the process is gone. */
export function peakMemory(pid: number | undefined): number | null {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

/** Watches a process until `stop`, which returns the last peak that was seen, in MiB. */
export function watchPeak(pid: number | undefined): { stop(): number | null } {
  let peak = peakMemory(pid);
  const timer = setInterval(() => (peak = peakMemory(pid) ?? peak), 50);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}
