import { createHash } from 'node:crypto';
import { fills } from './filling.ts';

/** By what the cells of this release are filled: cells of another are not read, but filled anew. */
export const rollupShape: string = createHash('sha256').update(JSON.stringify(fills)).digest('hex').slice(0, 16);
