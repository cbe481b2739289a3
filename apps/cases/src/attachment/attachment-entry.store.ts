import type { TimelineSource } from '../timeline/timeline.ts';

/** What attachments add to a timeline. */
export const attachmentEntries: readonly TimelineSource[] = [
  {
    kind: 'ATTACHMENT_ADDED',
    type: 'AttachmentAddedEntry',
    rows: (seesCasework) =>
      seesCasework
        ? `SELECT a.id, a.added_at AS at, a.added_at AS recorded_at, a.added_by AS recorded_by, a.person_id,
             jsonb_build_object('attachmentId', a.id) AS details
           FROM attachments a WHERE a.case_id = wanted.owner`
        : null,
  },
  {
    kind: 'ATTACHMENT_WITHDRAWN',
    type: 'AttachmentWithdrawnEntry',
    rows: (seesCasework) =>
      seesCasework
        ? `SELECT w.id, w.withdrawn_at AS at, w.withdrawn_at AS recorded_at, w.withdrawn_by AS recorded_by, w.person_id,
             jsonb_build_object('attachmentId', w.attachment_id, 'reason', w.reason) AS details
           FROM attachment_withdrawals w JOIN attachments a ON a.id = w.attachment_id WHERE a.case_id = wanted.owner`
        : null,
  },
];
