import { useText } from '../../i18n/useText.ts';
import { nameInLog } from '../erasedName.ts';
import { isUuid } from './isUuid.ts';
import { useLatest } from './useNameInLog.ts';
import { VisibleText } from '../../components/VisibleText.tsx';

const Named = ({ id }: { id: string }) => {
  const text = useText();
  const actor = useLatest({ actor: id })?.actor;
  return <VisibleText value={actor === undefined ? id : nameInLog(actor.type, actor.name, text)} />;
};

/** Somebody the log is filtered by: what was typed, or the name behind the id that a link brought. */
export const ActorChip = ({ actor }: { actor: string }) =>
  isUuid(actor) ? <Named id={actor} /> : <VisibleText value={actor} />;
