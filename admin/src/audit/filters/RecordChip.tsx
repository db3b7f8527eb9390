import { useText } from '../../i18n/useText.ts';
import { nameInLog } from '../erasedName.ts';
import { isUuid } from './isUuid.ts';
import { useLatest } from './useNameInLog.ts';
import { VisibleText } from '../../components/VisibleText.tsx';

const Named = ({ id }: { id: string }) => {
  const text = useText();
  const target = useLatest({ targetId: id })?.target;
  return <VisibleText value={target === undefined ? id : nameInLog(target.type, target.label, text)} />;
};

/** A record the log is filtered by: what was typed, or the name by which the log knows the id that a link brought. */
export const RecordChip = ({ id }: { id: string }) => (
  <span className="mono">{isUuid(id) ? <Named id={id} /> : <VisibleText value={id} />}</span>
);
