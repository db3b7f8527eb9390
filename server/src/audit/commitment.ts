import { hash } from 'node:crypto';

/** What opens a commitment: the SHA-256 over `<salt>:<value>` in hex. */
export type Opening = { salt: string; value: string };
/** What stands in its place when the person was erased: the day, `YYYY-MM-DD`. */
export type Erased = { erased: string };

/** What opens the commitments of a body, by commitment. As it is read back, some may be `Erased`: ask `isErased` first. */
export type Openings = Record<string, Opening>;

export function isErased(opening: unknown): opening is Erased {
  if (typeof opening !== 'object' || opening === null || Object.keys(opening).length !== 1) return false;
  const { erased: day } = opening as Partial<Erased>;
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day);
}

/** How a personal value stands in the body: its commitment, by which its opening is found. */
export type Commitment = { $personal: string };
/** In canonical JSON: what stands before it and after it. */
export const commitmentStart = '{"$personal":"';
export const commitmentEnd = '"}';

/** Without the salt (128 random bits in hex) a short value could be guessed from its hash. */
export const commitmentOf = (salt: string, value: string): string => hash('sha256', `${salt}:${value}`);

// A depositor's own `$personal` is written `$$personal`: it must not read as a commitment.
const unescapeKey = (key: string) => (key.startsWith('$$') ? key.slice(1) : key);

/** What a value reads as that nothing opens. */
export const erased = '[erased]';
/** What it reads as when the day is known. */
const erasedOn = (day: string) => `[erased on ${day}]`;

/**
 * The values by their commitments. Each commitment is computed from the value, so one that was altered opens nothing
 * and reads as erased; it is never shown as if the log vouched for it.
 */
export const openedBy = (openings: Openings): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(openings).map(([commitment, opening]: [string, Opening | Erased]) =>
      isErased(opening)
        ? [commitment, erasedOn(opening.erased)]
        : [commitmentOf(opening.salt, opening.value), opening.value],
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
