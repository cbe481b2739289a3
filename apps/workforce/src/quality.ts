import { calibrationRatingTable, calibrationTable } from './calibration/calibration.table.ts';
import { calibrationResolvers } from './calibration/calibration.resolvers.ts';
import { coachingResolvers } from './coaching/coaching.resolvers.ts';
import { coachingTable } from './coaching/coaching.table.ts';
import { criterionTable, scorecardTable, scorecardVersionTable } from './scorecard/scorecard.table.ts';
import { failedCriteriaResolvers } from './quality-review/failed-criteria.resolvers.ts';
import { qualityReviewResolvers } from './quality-review/quality-review.resolvers.ts';
import { qualityReviewTable, ratingSetTable, reviewDisputeTable } from './quality-review/quality-review.table.ts';
import { reviewableCaseTable, reviewableContactTable } from './reviewable/reviewable.table.ts';
import { sampledContactTable, samplingCycleTable, samplingPlanTable } from './sampling/sampling.table.ts';
import { samplingResolvers } from './sampling/sampling.resolvers.ts';
import { scorecardResolvers } from './scorecard/scorecard.resolvers.ts';
import { skillGapEvidenceTable, skillGapTable } from './skill-gap/skill-gap.table.ts';
import { skillGapResolvers } from './skill-gap/skill-gap.resolvers.ts';

/** How well contacts go: scorecards, reviews, calibrations, samples, and what becomes of gaps. */
export const quality = {
  resolvers: [
    scorecardResolvers,
    qualityReviewResolvers,
    failedCriteriaResolvers,
    calibrationResolvers,
    skillGapResolvers,
    coachingResolvers,
    samplingResolvers,
  ],
  tables: [
    scorecardTable,
    scorecardVersionTable,
    criterionTable,
    reviewableContactTable,
    reviewableCaseTable,
    qualityReviewTable,
    ratingSetTable,
    reviewDisputeTable,
    calibrationTable,
    calibrationRatingTable,
    skillGapTable,
    skillGapEvidenceTable,
    coachingTable,
    samplingPlanTable,
    samplingCycleTable,
    sampledContactTable,
  ],
};
