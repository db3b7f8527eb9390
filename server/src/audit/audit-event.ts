import canonicalize from 'canonicalize';
import type { Actor } from '../platform/access/actor.ts';

/** A personal value (name, mail, address, free text): the body keeps a salted commitment, the value lies beside it. */
export class Personal {
  constructor(
    readonly value: string,
    /** Whose data it is, so that an erasure of that person finds it; null where it is nobody's in particular. */
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

/** One change, as its module states it: one event for each command and aggregate, covering the records it lists. */
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
  /** Id of the person whose address and client the request carries, for a known person who is not signed in. */
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
 * Changes of what people wrote. Each text, at whatever depth, goes into the log as a commitment, since nobody can tell
 * what it says about whom (a collector's name, a patient's age): it must go when the person who wrote it is erased.
 *
 * @param fields the fields that hold such text; all of them when left out
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

/** Text in which each NUL and each unpaired surrogate has become U+FFFD: PostgreSQL can hold neither. */
export const plainText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * The form that the log gives to a value that contains no others.
 *
 * @returns undefined for a value that does contain others, or a `Personal`: an array, an object
 * @throws TypeError for a value that the log has no form for
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
 * A value as the log writes it: dates as ISO 8601, bigints as decimal text, undefined as null. Nothing is lost silently
 * (as `JSON.stringify` would lose a Map), and a stray character does not make a command fail (`plainText`).
 *
 * @throws TypeError for a value that the log has no form for
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
