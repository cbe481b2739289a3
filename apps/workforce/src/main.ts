import { runSubgraph } from '@courtesy/subgraph';
import { workforce } from './workforce.ts';

void runSubgraph(workforce);
