import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the supergraph text comes from. */
export interface SupergraphSource {
  /** Reads the supergraph as it is now. Throws with one clear sentence when it cannot be had. */
  read(): Promise<string>;
  /** Calls `onChange` whenever the text may have changed, `onTrouble` when it cannot be read. Returns how to stop. */
  follow(onChange: (sdl: string) => void, onTrouble: (reason: string) => void): () => void;
}

const DEBOUNCE_MS = 100;
const FETCH_TIMEOUT_MS = 10_000;
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const sentence = (error: unknown) => String((error as Partial<Error> | undefined)?.message ?? error);

/**
 * A supergraph in a file. Its folder is watched rather than the file itself, for editors, deployments and mounted configuration
 * replace the file; a burst of changes counts as one.
 */
export function fileSource(path: string): SupergraphSource {
  let seen = '';
  const read = async () => {
    const text = await readFile(path, 'utf8');
    seen = digestOf(text);
    return text;
  };
  return {
    read: () =>
      read().catch((error: unknown) =>
        Promise.reject(new Error(`the supergraph file cannot be read: ${sentence(error)}`)),
      ),
    follow(onChange, onTrouble) {
      let timer: NodeJS.Timeout | undefined;
      const look = async () => {
        const before = seen;
        try {
          const text = await read();
          if (seen !== before) onChange(text);
        } catch (error) {
          if (seen !== '') onTrouble(`the supergraph file cannot be read: ${sentence(error)}`);
          seen = '';
        }
      };
      const watcher = watch(dirname(path), () => {
        clearTimeout(timer);
        timer = setTimeout(() => void look(), DEBOUNCE_MS);
      });
      watcher.on('error', (error) => onTrouble(`the supergraph file cannot be watched: ${error.message}`));
      return () => {
        clearTimeout(timer);
        watcher.close();
      };
    },
  };
}

/** A supergraph at an address, polled every `intervalMs`; an unchanged one costs a 304 answer by its ETag. */
export function urlSource(url: string, intervalMs: number): SupergraphSource {
  let etag: string | null = null;
  let seen = '';
  const poll = async (): Promise<string | null> => {
    const response = await fetch(url, {
      headers: etag ? { 'if-none-match': etag } : {},
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    if (response.status === 304) return null;
    if (!response.ok) throw new Error(`its address answers with status ${response.status}`);
    const text = await response.text();
    etag = response.headers.get('etag');
    if (digestOf(text) === seen) return null;
    seen = digestOf(text);
    return text;
  };
  const trouble = (error: unknown) => `the supergraph cannot be fetched: ${sentence(error)}`;
  return {
    async read() {
      const text = await poll().catch((error: unknown) => Promise.reject(new Error(trouble(error))));
      if (text === null)
        throw new Error('the supergraph cannot be fetched: its address says nothing changed before anything was read');
      return text;
    },
    follow(onChange, onTrouble) {
      let timer: NodeJS.Timeout | undefined;
      let stopped = false;
      let troubled = false;
      const look = async () => {
        try {
          const text = await poll();
          troubled = false;
          if (text !== null && !stopped) onChange(text);
        } catch (error) {
          if (!troubled && !stopped) onTrouble(trouble(error));
          troubled = true;
        }
        if (!stopped) timer = setTimeout(() => void look(), intervalMs);
      };
      timer = setTimeout(() => void look(), intervalMs);
      return () => {
        stopped = true;
        clearTimeout(timer);
      };
    },
  };
}

/** The source that `place` names: an http(s) address is polled, anything else is a file. */
export const supergraphSource = (place: string, pollMs: number): SupergraphSource =>
  /^https?:\/\//.test(place) ? urlSource(place, pollMs) : fileSource(place);
