import { runSubgraph } from '../src/run-subgraph.ts';
import { clinic } from './clinic.ts';

void runSubgraph(clinic);
