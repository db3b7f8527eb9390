// A row of what opens the commitments of one event: nothing of it is sealed, and all of it follows from what is.
import { isErased, openedWith } from '../commitment.ts';
import { textAt } from './binary-rows.ts';

/** A row of COPY … (FORMAT binary). */
export const valuesSql = 'v.occurred_at, v.event_id, v.person_id, v.opened, v.reason, v.address';
export const valuesCount = 6;
export const valueField = { person: 2, opened: 3, reason: 4, address: 5 } as const;
const field = valueField;

export type ValueRow = {
  /** Whose values they are: the person's pseudonym, `''` where they are nobody's in particular. */
  person: string;
  /** `erased <id>`: what stands in place of an erased person's. */
  erasure?: string;
  commitments: readonly string[];
  /** What opens each; undefined where it was erased. */
  values: readonly (string | undefined)[];
  reason: string | undefined;
  address: string | undefined;
};

export const erasedPrefix = 'erased ';
const prefix = Buffer.from(erasedPrefix);

export function isErasedAt(bytes: Buffer, at: Int32Array): boolean {
  const start = at[2 * field.person] as number;
  for (let index = 0; index < prefix.length; index++)
    if (bytes[start + index] !== prefix[index]) return false;
  return true;
}

/** @returns undefined when one of its values does not open what it stands for, or is none */
export function valueRow(bytes: Buffer, at: Int32Array): ValueRow | undefined {
  const isOfErased = isErasedAt(bytes, at);
  const opened = anyOpened(bytes, at, isOfErased);
  if (!opened) return undefined;
  const person = textAt(bytes, at, field.person) ?? '';
  return {
    ...opened,
    person,
    ...(isOfErased && { erasure: person }),
    reason: textAt(bytes, at, field.reason),
    address: textAt(bytes, at, field.address),
  };
}

type Opened = Pick<ValueRow, 'commitments' | 'values'>;

/** jsonb in binary is a version, 1, and its text. */
export const version = 1;

function anyOpened(bytes: Buffer, at: Int32Array, isOfErased: boolean): Opened | undefined {
  const start = at[2 * field.opened] as number;
  if (start < 0) return undefined;
  const from = start + version;
  const opened: unknown = JSON.parse(bytes.toString('utf8', from, at[2 * field.opened + 1] as number));
  if (typeof opened !== 'object' || opened === null || Array.isArray(opened)) return undefined;
  const all = Object.entries(opened as Record<string, Record<string, unknown> | null>);
  const isGood = all.every(([commitment, opening]) =>
    isOfErased ? isErased(opening) : commitment === commitmentOfAny(opening),
  );
  if (!isGood) return undefined;
  return {
    commitments: all.map(([commitment]) => commitment),
    values: all.map(([, opening]) => (isOfErased ? undefined : (opening?.['value'] as string))),
  };
}

function commitmentOfAny(opening: Record<string, unknown> | null): string | undefined {
  const { salt, value } = opening ?? {};
  return typeof salt === 'string' && typeof value === 'string' ? openedWith({ salt, value }) : undefined;
}
