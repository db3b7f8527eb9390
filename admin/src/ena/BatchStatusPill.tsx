import type { BatchStatus, ItemStatus } from '@contract/ena/batches/batches.contract.ts';
import { senseOfBatch, senseOfItem } from '../components/meaning.ts';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';

export const BatchStatusPill = ({ status, quiet = false }: { status: BatchStatus; quiet?: boolean }) => (
  <StatusPill sense={senseOfBatch[status]} quiet={quiet}>
    {useText()(`words.batch.${status}`)}
  </StatusPill>
);

export const ItemStatusPill = ({ status }: { status: ItemStatus }) => (
  <StatusPill sense={senseOfItem[status]} quiet>
    {useText()(`words.item.${status}`)}
  </StatusPill>
);
