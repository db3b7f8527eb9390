import { hash } from 'node:crypto';

/** What opens the commitments of a body, by commitment: the SHA-256 over `<salt>:<value>` in hex. */
export type Openings = Record<string, { salt: string; value: string }>;

/** How a personal value stands in the body: its commitment, by which its opening is found. */
export type Commitment = { $personal: string };

/** Without the salt (128 random bits in hex) a short value could be guessed from its hash. */
export const commitmentOf = (salt: string, value: string): string => hash('sha256', `${salt}:${value}`);

// A depositor's own `$personal` is written `$$personal`: it must not read as a commitment.
const unescapeKey = (key: string) => (key.startsWith('$$') ? key.slice(1) : key);

/** What an erased value reads as. */
export const erased = '[erased]';

/**
 * The values by their commitments. Each commitment is computed from the value, so one that was altered opens nothing
 * and reads as erased; it is never shown as if the log vouched for it.
 */
export const openedBy = (openings: Openings): ReadonlyMap<string, string> =>
  new Map(Object.values(openings).map(({ salt, value }) => [commitmentOf(salt, value), value]));

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
