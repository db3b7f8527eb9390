import { hash } from 'node:crypto';

/** What opens a commitment: the SHA-256 over `<salt>:<value>` in hex. */
export type Opening = { salt: string; value: string };
/** What stands in its place when the person was erased: the day, `YYYY-MM-DD`. */
export type Erased = { erased: string };

/** What opens the commitments of a body, by commitment. As it is read back, some may be `Erased`: ask `isErased` first. */
export type Openings = Record<string, Opening>;

export function isErased(opening: unknown): opening is Erased {
  if (!isObject(opening) || Object.keys(opening).length !== 1) return false;
  const { erased: day } = opening;
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day);
}

/** Whether this opens commitments, or says when it was erased what did, whichever commitments these are. */
export const isOpenings = (lying: unknown): lying is Openings =>
  isObject(lying) && Object.values(lying).every(isOpening);

/**
 * The openings among what lies beside an event. Somebody with power over the tables can put anything there: what is none
 * opens nothing, and is for the verification to name.
 *
 * @param lying of all rows of the event, which PostgreSQL makes a list of where they are not all objects
 */
export function openingsIn(lying: unknown): Openings {
  const rows: readonly unknown[] = Array.isArray(lying) ? lying : [lying];
  const all = rows.flatMap((row) => (isObject(row) ? Object.entries(row) : []));
  return Object.fromEntries(all.filter((each): each is [string, Opening] => isOpening(each[1])));
}

function isOpening(lying: unknown): lying is Opening {
  if (!isObject(lying)) return false;
  return (typeof lying['salt'] === 'string' && typeof lying['value'] === 'string') || isErased(lying);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * How a personal value stands in the body: its commitment, by which its opening is found, and whose value it is: `of` is
 * the person's pseudonym (the account's id), null where it is nobody's in particular. Where it is left out, the value is
 * the actor's. Bodies of version 1 have no `of`, whosever the value is.
 */
export type Commitment = { $personal: string; of?: string | null };

/** A commitment and whose value it stands for: `''` for nobody's, undefined where the body does not say (version 1). */
export type Owned = { commitment: string; of: string | undefined };

/** In canonical JSON: what stands before it and after it. */
export const commitmentStart = '{"$personal":"';
export const commitmentEnd = '"}';
/** After one that is not the actor's: up to whose it is, or all of it. */
export const endOfOthers = '","of":"';
export const endOfNobodys = '","of":null}';

/** Without the salt (128 random bits in hex) a short value could be guessed from its hash. */
export const commitmentOf = (salt: string, value: string): string => hash('sha256', `${salt}:${value}`);

/** A salt with a colon might hold the beginning of a value, which would be cut and still open its commitment. */
const isSalt = (text: string): boolean => /^[\da-f]*$/.test(text);

/** @returns the commitment that is opened; undefined where the salt is none */
export const openedWith = ({ salt, value }: Opening): string | undefined =>
  isSalt(salt) ? commitmentOf(salt, value) : undefined;

// A depositor's own `$personal` is written `$$personal`: it must not read as a commitment.
const unescapeKey = (key: string) => (key.startsWith('$$') ? key.slice(1) : key);

/** What a value reads as that nothing opens. */
export const erased = '[erased]';
/** What it reads as when the day is known. */
const erasedOn = (day: string) => `[erased on ${day}]`;

/**
 * The values by their commitments. Each commitment is computed from the value, so one that was altered opens nothing
 * and reads as erased; it is never shown as if the log vouched for it.
 *
 * @param lying beside the event, whatever it is (`openingsIn`)
 */
export const openedBy = (lying: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(openingsIn(lying)).map(([commitment, opening]: [string, Opening | Erased]) =>
      isErased(opening) ? [commitment, erasedOn(opening.erased)] : [openedWith(opening) ?? '', opening.value],
    ),
  );

/**
 * Puts the personal values back into a parsed body.
 *
 * @param values by commitment; one that is missing was erased
 */
export function reveal(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => reveal(item, values));
  if (value === null || typeof value !== 'object') return value;
  const { $personal: commitment } = value as Partial<Commitment>;
  if (typeof commitment === 'string') return values.get(commitment) ?? erased;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [unescapeKey(key), reveal(item, values)]),
  );
}

/** From version 2 on a body says of each of its commitments whose value it is. */
const statesOwners = (body: string): boolean => body.endsWith(',"v":2}');

// A quote within a text is escaped, and a depositor's own `$personal` as well: nothing but a commitment begins like one.
// Longer than any id is no id.
const restOfStated = /([\da-f]{64})"(?:,"of":(null|"(?:[^"\\]|\\.){0,300}"))?\}/y;

/**
 * The commitments of an event's text, in their order.
 *
 * @param body what should be canonical JSON
 * @returns undefined for a text that the log does not write: of one of them nobody can tell whose it is
 */
export function commitmentsOf(body: string): Owned[] | undefined {
  const isStated = statesOwners(body);
  const found: Owned[] = [];
  let actor: string | undefined;
  let at = body.indexOf(commitmentStart);
  for (; at >= 0; at = body.indexOf(commitmentStart, restOfStated.lastIndex)) {
    restOfStated.lastIndex = at + commitmentStart.length;
    const [, commitment, stated] = restOfStated.exec(body) ?? [];
    if (commitment === undefined) return undefined;
    const of = !isStated ? undefined : stated === undefined ? (actor ??= actorOf(body)) : personIn(stated);
    if (isStated && of === undefined) return undefined;
    found.push({ commitment, of });
  }
  return found;
}

/** @param stated `null`, or a string of JSON, which may have a wrong escape */
function personIn(stated: string): string | undefined {
  const person = parsed(stated);
  return person === null ? '' : (person as string | undefined);
}

/** @returns undefined where it names nobody who acts */
function actorOf(body: string): string | undefined {
  const { actor } = (parsed(body) ?? {}) as { actor?: { id?: unknown } | null };
  return typeof actor?.id === 'string' ? actor.id : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON, or nested too deeply
  }
}
