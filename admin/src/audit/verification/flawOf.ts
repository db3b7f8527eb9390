/** The first bad place, and where the others are, as a run that found damage tells of them. */
export type Flaw = {
  /** As the server names it: `event 5`, `event <id>`, `segment 3`, `archive of 2026-03`, `heads` … */
  place: string;
  /** Of the event at the first place, where it can be opened. */
  eventId: string | null;
  /** In the server's words, as a sentence; null where it says no more than the place. */
  says: string | null;
  others: string[];
  /** So many other places have no name. */
  unnamed: number;
};

const uuid = '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}';
const placeOfEvent = new RegExp(`^event (${uuid})$`);
const subject = new RegExp(`^(${uuid}) (?=is )`);
const listed = '; other bad places: ';

/** @returns the id of the event that a place names by it */
export const eventIdIn = (place: string): string | null => placeOfEvent.exec(place)?.[1] ?? null;

/** What the server says of a place begins with its verb, or with a subject of its own. */
const sentenceOf = (says: string): string => {
  const whole = /^(?:is|was|has|lies|belongs|states|names|holds)\b/.test(says) ? `it ${says}` : says;
  return `${whole.slice(0, 1).toUpperCase()}${whole.slice(1)}${/[.!?]$/.test(whole) ? '' : '.'}`;
};

/** Takes apart what the server writes of damage in one line; what it cannot take apart stays as it is. */
export const flawOf = (place: string, line: string): Flaw => {
  const at = line.lastIndexOf(listed);
  const about = at < 0 ? line : line.slice(0, at);
  const [, names = '', more = '0'] =
    /^(.*?)(?: and (\d+) more)?$/.exec(at < 0 ? '' : line.slice(at + listed.length)) ?? [];
  const said = about.replace(subject, '');
  return {
    place,
    eventId: eventIdIn(place) ?? subject.exec(about)?.[1] ?? null,
    says: said === '' ? null : sentenceOf(said),
    others: names === '' ? [] : names.split(', '),
    unnamed: Number(more),
  };
};
