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

/** Fetches what is at an address; null when it is what was fetched last. */
function conditionalFetch(url: string): () => Promise<string | null> {
  let etag: string | null = null;
  let seen = '';
  return async () => {
    const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (response.status === 304) return null;
    if (!response.ok) throw new Error(`its address answers with status ${response.status}`);
    const text = await response.text();
    etag = response.headers.get('etag');
    const digest = digestOf(text);
    if (digest === seen) return null;
    seen = digest;
    return text;
  };
}

const unfetched = (error: unknown) => `the supergraph cannot be fetched: ${sentence(error)}`;

/** A supergraph at an address, polled every `intervalMs`; an unchanged one costs a 304 answer by its ETag. */
export function urlSource(url: string, intervalMs: number): SupergraphSource {
  const fetchChanged = conditionalFetch(url);
  return {
    async read() {
      const text = await fetchChanged().catch((error: unknown) => Promise.reject(new Error(unfetched(error))));
      if (text === null) throw new Error(unfetched('its address says nothing changed before anything was read'));
      return text;
    },
    follow(onChange, onTrouble) {
      let troubled = false;
      let timer: NodeJS.Timeout | undefined;
      const stopped = new AbortController();
      const look = async () => {
        const text = await fetchChanged().catch((error: unknown) => {
          if (!troubled && !stopped.signal.aborted) onTrouble(unfetched(error));
          troubled = true;
        });
        if (text !== undefined) troubled = false;
        if (stopped.signal.aborted) return;
        if (text) onChange(text);
        timer = setTimeout(() => void look(), intervalMs);
      };
      timer = setTimeout(() => void look(), intervalMs);
      return () => {
        stopped.abort();
        clearTimeout(timer);
      };
    },
  };
}

/** The source that `place` names: an http(s) address is polled, anything else is a file. */
export const supergraphSource = (place: string, pollMs: number): SupergraphSource =>
  /^https?:\/\//.test(place) ? urlSource(place, pollMs) : fileSource(place);
