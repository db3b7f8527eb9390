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
};

/**
 * Before and after of the fields that differ.
 *
 * @param before the row as it was; null where it did not exist
 * @param after the fields as they are now; fields not named are not compared
 */
export function changesBetween(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
): AuditChange[] {
  return Object.entries(after)
    .map(([field, value]) => ({ field, before: plain(before?.[field]), after: plain(value) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

const plain = (value: unknown): AuditValue => {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return value as AuditValue;
};
