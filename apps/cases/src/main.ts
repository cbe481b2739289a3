import { runSubgraph } from '@courtesy/subgraph';
import { cases } from './cases.ts';

void runSubgraph(cases);
