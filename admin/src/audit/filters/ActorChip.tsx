import { isUuid } from './isUuid.ts';
import { useLatest } from './useNameInLog.ts';

const Named = ({ id }: { id: string }) => <>{useLatest({ actor: id })?.actor.name ?? id}</>;

/** Somebody the log is filtered by: what was typed, or the name behind the id that a link brought. */
export const ActorChip = ({ actor }: { actor: string }) => (isUuid(actor) ? <Named id={actor} /> : actor);
