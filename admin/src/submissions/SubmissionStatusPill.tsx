import type { SubmissionStatus } from '@contract/submissions/submission.contract.ts';
import { senseOfSubmission } from '../components/meaning.ts';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';

export const SubmissionStatusPill = ({
  status,
  quiet = false,
}: {
  status: SubmissionStatus;
  quiet?: boolean;
}) => (
  <StatusPill sense={senseOfSubmission[status]} quiet={quiet}>
    {useText()(`words.status.${status}`)}
  </StatusPill>
);
