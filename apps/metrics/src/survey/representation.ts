/** How many of a group were asked, and how many answered. */
export interface SurveyGroup {
  readonly key: string;
  readonly label: string;
  readonly invited: number;
  readonly answered: number;
  readonly shareOfInvited: number;
  readonly shareOfAnswered: number | null;
  readonly gap: number | null;
}

/** Who answers a survey, against who was asked. */
export interface SurveyRepresentation {
  readonly invited: number;
  readonly answered: number;
  readonly groups: readonly SurveyGroup[];
  readonly note: string;
}

/** The gap between what a group is of the invitations and of the answers from which on the note names it. */
export const WORTH_A_NOTE = 0.05;
/** The fewest answers of which anything can be said. */
export const FEWEST_ANSWERS = 30;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function noteOf(groups: readonly SurveyGroup[], invited: number, answered: number): string {
  if (invited === 0) return 'Nobody was asked.';
  const rate = `${answered} of ${invited} who were asked answered (${percent(answered / invited)}).`;
  if (answered < FEWEST_ANSWERS) return `${rate} These are too few to say whom they stand for.`;
  const far = groups.filter(({ gap }) => gap !== null && Math.abs(gap) >= WORTH_A_NOTE);
  if (far.length === 0) return `${rate} Every group is heard about as much as it was asked.`;
  const named = far.map(
    ({ label, gap, shareOfInvited, shareOfAnswered }) =>
      `${label} is heard ${(gap ?? 0) > 0 ? 'more' : 'less'} than it was asked: ${percent(shareOfInvited)} of the invitations, ${percent(shareOfAnswered ?? 0)} of the answers.`,
  );
  return [rate, ...named].join(' ');
}

/** Compares who answered with who was asked. */
export function represented(
  asked: readonly Pick<SurveyGroup, 'key' | 'label' | 'invited' | 'answered'>[],
): SurveyRepresentation {
  const sum = (of: 'invited' | 'answered') => asked.reduce((total, each) => total + each[of], 0);
  const [invited, answered] = [sum('invited'), sum('answered')];
  const groups = asked
    .map((each): SurveyGroup => {
      const shareOfInvited = each.invited / invited;
      const shareOfAnswered = answered === 0 ? null : each.answered / answered;
      const gap = shareOfAnswered === null ? null : shareOfAnswered - shareOfInvited;
      return { ...each, shareOfInvited, shareOfAnswered, gap };
    })
    .toSorted((a, b) => b.invited - a.invited || (a.key < b.key ? -1 : 1));
  return { invited, answered, groups, note: noteOf(groups, invited, answered) };
}
