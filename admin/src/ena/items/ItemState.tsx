import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import type { Sense } from '../../components/meaning.ts';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { ItemStatusPill } from '../BatchStatusPill.tsx';
import { CheckPill } from '../CheckPill.tsx';
import { useBatch } from '../useBatch.ts';
import { laterState, type LaterState } from './laterState.ts';

const senses: Record<LaterState, Sense> = {
  expired: 'gone',
  failed: 'bad',
  public: 'good',
  processed: 'good',
};

/** How far a record is: its check before it is sent, ENA's answer, and then what ENA made of what it had accepted. */
export const ItemState = ({ item }: { item: BatchItemView }) => {
  const text = useText();
  const batch = useBatch();
  if (batch.status === 'cancelled')
    return (
      <StatusPill sense="gone" quiet>
        {text('ena.item.notSent')}
      </StatusPill>
    );
  if (item.status === 'waiting' && item.checkStatus === 'failed') return <CheckPill status="failed" />;
  const later = laterState(item.ena);
  if (later === null) return <ItemStatusPill status={item.status} />;
  return (
    <StatusPill sense={senses[later]} quiet>
      {text(`ena.later.${later}`)}
    </StatusPill>
  );
};
