import type { NamedPlace } from '@contract/audit/verification/bad-place.contract.ts';
import { placeNamed } from '@contract/audit/verification/place-named.contract.ts';
import type { BadPlace, VerificationView } from '@contract/audit/verification/verification.contract.ts';

/** A bad place. `isThere`: an event that can be opened by its id. */
export type Place = NamedPlace & { isThere: boolean };

/** A bad place, and what is wrong there as far as it is known. */
export type Flaw = Place & {
  /** In the server's words; null where it says no more than the place. */
  says: string | null;
  reason: BadPlace['reason'] | undefined;
};

/** The bad places that a run found, in order, and how many more there are. */
export type Flaws = { flaws: Flaw[]; unnamed: number };

const subject = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}) (?=is )/;
const listed = '; other bad places: ';

/** What the server said of a place began with its verb, or with a subject of its own. */
const sentenceOf = (says: string): string => {
  const whole = /^(?:is|was|has|lies|belongs|states|names|holds)\b/.test(says) ? `it ${says}` : says;
  return `${whole.slice(0, 1).toUpperCase()}${whole.slice(1)}${/[.!?]$/.test(whole) ? '' : '.'}`;
};

/** @param name as the server names it in a sentence @param id of the event there, where that tells it */
export const placeIn = (name: string, id: string | null = null): Place => {
  const place = placeNamed(name);
  const eventId = place.kind === 'event' ? (place.id ?? id) : null;
  return { ...place, id: eventId ?? place.id, isThere: eventId !== null };
};

const flawIn = (name: string, says: string | null = null, id?: string | null): Flaw => ({
  ...placeIn(name, id),
  says,
  reason: undefined,
});

/** Splits the single line in which earlier releases described damage; what it cannot split stays as it is. */
const readLine = (place: string, line: string): Flaws => {
  const at = line.lastIndexOf(listed);
  const about = at < 0 ? line : line.slice(0, at);
  const [, names = '', more = '0'] =
    /^(.*?)(?: and (\d+) more)?$/.exec(at < 0 ? '' : line.slice(at + listed.length)) ?? [];
  const said = about.replace(subject, '');
  const first = flawIn(place, said === '' ? null : sentenceOf(said), subject.exec(about)?.[1]);
  const others = names === '' ? [] : names.split(', ').map((name) => flawIn(name));
  return { flaws: [first, ...others], unnamed: Number(more) };
};

/** @returns no flaws for a run that found none */
export const flawsOf = ({ state, damage, place, says }: VerificationView): Flaws => {
  if (state !== 'damaged') return { flaws: [], unnamed: 0 };
  if (damage === null) return place === null ? { flaws: [], unnamed: 0 } : readLine(place, says ?? '');
  const flaws = damage.places.map((flaw) => ({ ...flaw, says: sentenceOf(flaw.says) }));
  return { flaws, unnamed: damage.unnamed };
};
