import canonicalize from 'canonicalize';
import type { Actor } from '../platform/access/actor.ts';

/** A personal value (name, mail, address, free text): the body keeps a salted commitment, the value lies beside it. */
export class Personal {
  constructor(
    readonly value: string,
    /** Whose data it is, so that erasing that person finds it. */
    readonly personId: string | null,
  ) {}
}

export const personal = (value: string, personId: string | null = null) => new Personal(value, personId);

export type AuditValue =
  | string
  | number
  | boolean
  | null
  | Personal
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue };

export type AuditChange = { field: string; before: AuditValue; after: AuditValue };

/** One change, as its module states it: one event a command and aggregate, covering the records it lists. */
export type AuditEvent = {
  /** `module.verb`, e.g. `submission.approve`. */
  action: string;
  target: { type: string; id: string; label: string | Personal };
  /** The aggregate the target belongs to; the target itself when left out. */
  root?: { type: string; id: string };
  changes?: readonly AuditChange[];
  facts?: Readonly<Record<string, AuditValue>>;
  reason?: string | null;
  onBehalfOf?: Pick<Actor, 'id' | 'name'>;
  /** Id of the person whose address and client the request came with, where who acts is not signed in but known. */
  sender?: string;
};

/**
 * Before and after of the fields that differ. Objects that say the same with their keys in another order (as jsonb
 * gives them back) do not differ.
 *
 * @param before the row as it was; null where it did not exist
 * @param after the fields as they are now; fields not named are not compared
 * @throws TypeError for a value that JSON has no form for (a Map, a function …)
 */
export function changesBetween(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
): AuditChange[] {
  return Object.entries(after)
    .map(([field, value]) => ({ field, before: plain(before?.[field]), after: plain(value) }))
    .filter((change) => canonicalize(change.before) !== canonicalize(change.after));
}

/**
 * Changes of what people wrote: each text, at whatever depth, stands in the log as a commitment, since nobody can tell
 * what it says of whom (a collector's name, a patient's age), and must leave with the person who wrote it.
 *
 * @param fields those that hold such text; all when left out
 */
export function writtenBy(
  personId: string,
  changes: readonly AuditChange[],
  fields?: readonly string[],
): AuditChange[] {
  const wrap = (value: AuditValue): AuditValue => {
    if (typeof value === 'string') return value === '' ? value : personal(value, personId);
    if (value === null || typeof value !== 'object' || value instanceof Personal) return value;
    if (Array.isArray(value)) return value.map((item: AuditValue) => wrap(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrap(item as AuditValue)]));
  };
  return changes.map(({ field, before, after }) =>
    fields === undefined || fields.includes(field)
      ? { field, before: wrap(before), after: wrap(after) }
      : { field, before, after },
  );
}

/** Text without NUL and without halves of surrogate pairs, each of which becomes U+FFFD: PostgreSQL can hold neither. */
export const plainText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * A value that holds no others, as the log writes it.
 *
 * @returns undefined for one that does: a `Personal`, an array, an object
 * @throws TypeError for what has no such form
 */
export function plainLeaf(value: unknown): string | number | boolean | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'boolean' || Number.isFinite(value)) return value as boolean | number;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Personal || Array.isArray(value)) return undefined;
  if (typeof value !== 'object' || Symbol.iterator in value || ArrayBuffer.isView(value)) {
    throw new TypeError(`the change log has no form for ${Object.prototype.toString.call(value)}`);
  }
  return undefined;
}

/**
 * A value as the log writes it: dates as ISO 8601, bigints as decimal text, undefined as null; nothing is lost in
 * silence, as `JSON.stringify` would lose a Map. A stray character must not make a command fail (`plainText`).
 *
 * @throws TypeError for what has no such form
 */
export function plain(value: unknown): AuditValue {
  const leaf = plainLeaf(value);
  if (leaf !== undefined) return leaf;
  if (value instanceof Personal) return new Personal(plainText(value.value), value.personId);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [plainText(key), plain(item)]),
  );
}
