import { interactionRecordedV2 } from './interaction-recorded.v2.ts';
import { id } from './shapes.ts';

/**
 * A contact record was superseded by a corrected one; both stay readable. Beside which record it takes the place of, it says all that the
 * corrected one says, so that figures can follow. Why it was corrected stays with the cases service.
 */
export const interactionCorrectedV2 = interactionRecordedV2.extend({ supersedes: id });
