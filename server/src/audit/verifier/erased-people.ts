// Which values may read as erased: those of people whose erasure was asked for in the log itself. Whose value each is was
// sealed with it, from version 2 of an event's text on.
import type { RetainedMonth } from '../archive/retained-month.ts';
import { commitmentsOf, isErased } from '../commitment.ts';
import type { ExportedRow, ExportHeader } from '../exporting/export-format.ts';
import { damaged } from './verdict.ts';

const request = 'user.erasure_request';
// Keys are in the order of the alphabet: a text begins with its action.
const requestStart = `{"action":"${request}"`;

/** The same, as it stands in a string of JSON. */
export const isErasureRequestAt = (line: string, at: number): boolean => line.startsWith(inString, at);
const inString = JSON.stringify(requestStart).slice(1, -1);

/** The export of an archived month, in which no values are. */
export const isWithoutValues = ({ filter }: Pick<ExportHeader, 'filter'>): boolean =>
  filter['personalValues'] === 'left out';

/** Gathered from the rows of a stretch, or of a whole export. */
export type ErasedPeople = {
  /** Whose values read as erased, and where the first does. */
  erased: Map<string, string>;
  /** Whose erasure was asked for in an event of these rows, and whether that is sealed. */
  asked: Map<string, boolean>;
  /** The first row that has neither a value nor the day on which it was erased. */
  lacks: string | undefined;
};

export const nobodyErased = (): ErasedPeople => ({ erased: new Map(), asked: new Map(), lacks: undefined });

/**
 * @param place of the row
 * @throws Found for a value that reads as erased and is no person’s, and for a text that does not say whose its values are
 */
export function takeRow(people: ErasedPeople, { seq, body, personal }: ExportedRow, place: string): void {
  const commitments = commitmentsOf(body);
  if (!commitments) throw damaged(place, 'event_text');
  if (body.startsWith(requestStart)) {
    const person = targetOf(body);
    if (person === undefined) throw damaged(place, 'event_text');
    people.asked.set(person, seq !== null || people.asked.get(person) === true);
  }
  for (const { commitment, of } of commitments) {
    if (of === undefined) continue;
    const opening: unknown = personal[commitment];
    if (opening === undefined) people.lacks ??= place;
    else if (isErased(opening)) takeErased(people, of, place);
  }
}

/** Whose erasure is asked for. @returns undefined where the text does not say */
function targetOf(body: string): string | undefined {
  try {
    const { target } = (JSON.parse(body) ?? {}) as { target?: { id?: unknown } | null };
    return typeof target?.id === 'string' ? target.id : undefined;
  } catch {
    return undefined; // not JSON, or nested too deeply
  }
}

function takeErased({ erased }: ErasedPeople, person: string, place: string): void {
  if (person === '') throw damaged(place, 'row_erased_nobody');
  if (!erased.has(person)) erased.set(person, place);
}

/** @param more of rows that follow */
export function addPeople(people: ErasedPeople, { erased, asked, lacks }: ErasedPeople): void {
  for (const [person, place] of erased) if (!people.erased.has(person)) people.erased.set(person, place);
  for (const [person, isSealed] of asked)
    people.asked.set(person, isSealed || people.asked.get(person) === true);
  people.lacks ??= lacks;
}

/**
 * @param archived months that have left the log, of a complete export
 * @returns how many people's values read as erased without a sealed request among these events: in an export with a
 *   filter it may stand in another
 * @throws Found
 */
export function judgeErased(
  { erased, asked, lacks }: ErasedPeople,
  header: Pick<ExportHeader, 'filter' | 'complete'>,
  archived: readonly RetainedMonth[],
): number {
  if (lacks !== undefined && !isWithoutValues(header)) throw damaged(lacks, 'row_value_gone');
  const before = new Set(
    archived.flatMap(({ remembers }) =>
      remembers.flatMap(({ action, target }) => (action === request ? [target] : [])),
    ),
  );
  let untold = 0;
  for (const [person, place] of erased) {
    if (before.has(person) || asked.get(person)) continue;
    if (header.complete && !asked.has(person)) throw damaged(place, 'row_erased_unasked');
    untold += 1;
  }
  return untold;
}
