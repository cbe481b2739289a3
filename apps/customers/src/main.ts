import { runSubgraph } from '@courtesy/subgraph';
import { customers } from './customers.ts';

void runSubgraph(customers);
