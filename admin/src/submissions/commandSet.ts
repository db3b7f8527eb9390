import type {
  SubmissionCommand,
  SubmissionStatus,
  SubmissionView,
} from '@contract/submissions/submission.contract.ts';

export type CommandState = SubmissionView['commands'][number];

/** The commands that make sense in each state, the likeliest decision first; the second list stands in a menu. */
const order: Record<
  SubmissionStatus,
  readonly [buttons: readonly SubmissionCommand[], menu: readonly SubmissionCommand[]]
> = {
  draft: [['submit'], ['withdraw']],
  submitted: [['claim'], ['withdraw']],
  in_review: [
    ['approve', 'request-changes', 'reject'],
    ['claim', 'withdraw'],
  ],
  changes_requested: [['submit'], ['withdraw']],
  approved: [['revise'], []],
  rejected: [[], []],
  withdrawn: [[], []],
};

/** What this reader may be offered: those the server lists for them, the others left out. */
export const commandsOffered = ({ status, commands }: Pick<SubmissionView, 'status' | 'commands'>) => {
  const [buttons, menu] = order[status];
  const known = (names: readonly SubmissionCommand[]) =>
    names
      .map((name) => commands.find(({ command }) => command === name))
      .filter((found) => found !== undefined);
  const mayReview = known(buttons).some(({ allowed }) => allowed);
  // Somebody else's review: taking it over is then the only thing to do, so it moves out of the menu.
  const takeOver =
    status === 'in_review' && !mayReview ? known(['claim']).filter(({ allowed }) => allowed) : [];
  return {
    buttons: takeOver.length > 0 ? takeOver : known(buttons),
    menu: known(menu).filter(
      ({ command, allowed }) => allowed && !takeOver.some((taken) => taken.command === command),
    ),
  };
};

/** Why the likeliest decision is not open, if it is not. */
export const obstacleOf = (submission: Pick<SubmissionView, 'status' | 'commands'>): string | null =>
  commandsOffered(submission).buttons[0]?.because ?? null;
