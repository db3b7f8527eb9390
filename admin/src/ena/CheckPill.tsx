import type { CheckStatus } from '@contract/ena/batches/batches.contract.ts';
import type { Sense } from '../components/meaning.ts';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';

const senseOfCheck: Record<CheckStatus, Sense> = { unchecked: 'plain', passed: 'good', failed: 'bad' };

export const CheckPill = ({ status }: { status: CheckStatus }) => (
  <StatusPill sense={senseOfCheck[status]} quiet>
    {useText()(`ena.check.${status}`)}
  </StatusPill>
);
