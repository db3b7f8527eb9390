import type { SubmissionCommand } from '@contract/submissions/submission.contract.ts';
import { useState } from 'react';
import { Identifier } from '../components/Identifier.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { useText } from '../i18n/useText.ts';
import { CommandButtons } from './CommandButtons.tsx';
import { CommandDialog } from './CommandDialog.tsx';
import { commandsOffered } from './commandSet.ts';
import { NextStep } from './NextStep.tsx';
import { SubmissionStatusPill } from './SubmissionStatusPill.tsx';
import { SubmissionTabs } from './SubmissionTabs.tsx';
import { useSubmission } from './useSubmission.ts';

export const SubmissionHeader = () => {
  const text = useText();
  const submission = useSubmission();
  const { title, reference, status, owner, curator, accession } = submission;
  const { buttons, menu } = commandsOffered(submission);
  // Held here: what is being confirmed stays open when somebody else's decision takes its button away.
  const [asked, setAsked] = useState<SubmissionCommand | null>(null);
  return (
    <>
      <RecordHeader
        title={title}
        facts={
          <>
            <Identifier value={reference} />
            <SubmissionStatusPill status={status} />
            {accession !== null && <Identifier value={accession} />}
            <span>
              {status === 'in_review' && curator !== null ? (
                <bdi>{text('submission.with', { name: curator.name })}</bdi>
              ) : (
                <bdi>{text('submission.by', { name: owner.name })}</bdi>
              )}
            </span>
          </>
        }
        next={<NextStep />}
        actions={buttons.length + menu.length > 0 ? <CommandButtons onAsk={setAsked} /> : null}
        tabs={<SubmissionTabs />}
      />
      {asked !== null && <CommandDialog command={asked} onClose={() => setAsked(null)} />}
    </>
  );
};
