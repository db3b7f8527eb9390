import type { SubmissionCommand } from '@contract/submissions/submission.contract.ts';
import { useNotify } from 'react-admin';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import { accessionsToMint, countAll, useRecordsInWords } from './recordsInWords.ts';
import { useOtherCurator, useSubmission, useSubmissionCommand } from './useSubmission.ts';

type Nature = { reason: 'required' | 'optional'; canBeUndone: boolean; isDanger?: true };

const natures: Record<SubmissionCommand, Nature> = {
  submit: { reason: 'optional', canBeUndone: false },
  claim: { reason: 'optional', canBeUndone: true },
  'request-changes': { reason: 'required', canBeUndone: false },
  approve: { reason: 'required', canBeUndone: false },
  reject: { reason: 'required', canBeUndone: false, isDanger: true },
  withdraw: { reason: 'required', canBeUndone: false, isDanger: true },
  revise: { reason: 'optional', canBeUndone: false },
};

/** Asks once more before a command is given: what it does to how many, and why it is done. */
export const CommandDialog = ({ command, onClose }: { command: SubmissionCommand; onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const give = useSubmissionCommand();
  const otherCurator = useOtherCurator();
  const words = useRecordsInWords();
  const { reference, recordCounts, warningCount, revision, owner } = useSubmission();
  const values = {
    reference,
    count: countAll(recordCounts),
    all: words.all(recordCounts),
    content: words.short(recordCounts),
    accessions: accessionsToMint(recordCounts),
    revision: revision + 1,
    owner: owner.name,
    curator: otherCurator?.name ?? '',
  };
  return (
    <ReasonDialog
      {...natures[command]}
      title={text(`submission.command.${command}.title`, values)}
      action={text(`submission.command.${command}.action`, {
        ...values,
        count: command === 'approve' ? values.accessions : values.count,
      })}
      onClose={onClose}
      onConfirm={async (reason) => {
        await give(command, reason);
        notify(text(`submission.command.${command}.done`, values), { type: 'success' });
      }}
    >
      <p>
        {text(
          command === 'claim' && otherCurator !== null
            ? 'submission.command.claim.takeOver'
            : `submission.command.${command}.what`,
          values,
        )}
      </p>
      {warningCount > 0 && (command === 'approve' || command === 'submit') && (
        <p>{text('submission.command.warnings', { count: warningCount })}</p>
      )}
    </ReasonDialog>
  );
};
