import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { useText } from '../i18n/useText.ts';

/** Who put a batch together: a curator, or the schedule. */
export const Maker = ({ batch: { createdBy } }: { batch: Pick<BatchView, 'createdBy'> }) => {
  const text = useText();
  return createdBy === null ? <>{text('ena.bySchedule')}</> : <bdi>{createdBy.name}</bdi>;
};
