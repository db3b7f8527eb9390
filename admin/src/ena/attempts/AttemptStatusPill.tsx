import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { senseOfAttempt } from './attemptStates.ts';

type Props = { status: AttemptView['status']; quiet?: boolean };

export const AttemptStatusPill = ({ status, quiet = false }: Props) => (
  <StatusPill sense={senseOfAttempt[status]} quiet={quiet}>
    {useText()(`ena.attempt.${status}`)}
  </StatusPill>
);
