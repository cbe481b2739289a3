import { runSubgraph } from '@courtesy/subgraph';
import { metrics } from './metrics.ts';

void runSubgraph(metrics);
