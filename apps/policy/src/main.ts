import { runSubgraph } from '@courtesy/subgraph';
import { policy } from './policy.ts';

void runSubgraph(policy);
