import { useLatest } from './useNameInLog.ts';

/** A record the log is filtered by, under the name by which the log knows it. */
export const RecordChip = ({ id }: { id: string }) => (
  <span className="mono">{useLatest({ targetId: id })?.target.label ?? id}</span>
);
