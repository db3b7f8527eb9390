import { isUuid } from './isUuid.ts';
import { useLatest } from './useNameInLog.ts';

const Named = ({ id }: { id: string }) => <>{useLatest({ targetId: id })?.target.label ?? id}</>;

/** A record the log is filtered by: what was typed, or the name by which the log knows the id that a link brought. */
export const RecordChip = ({ id }: { id: string }) => (
  <span className="mono">{isUuid(id) ? <Named id={id} /> : id}</span>
);
