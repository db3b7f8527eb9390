// A row of what opens the commitments of one event: nothing of it is sealed, and all of it follows from what is.
import { hash } from 'node:crypto';
import { textAt } from './binary-rows.ts';
import { Walk } from './walk.ts';

/** A row of COPY … (FORMAT binary). */
export const valuesSql = 'v.occurred_at, v.event_id, v.person_id, v.opened, v.reason, v.address';
export const valuesCount = 6;
const field = { person: 2, opened: 3, reason: 4, address: 5 } as const;

export type ValueRow = {
  /** `erased <id>`: what stands in place of an erased person's. */
  erasure?: string;
  commitments: readonly string[];
  /** What opens each; undefined where it was erased. */
  values: readonly (string | undefined)[];
  reason: string | undefined;
  address: string | undefined;
};

const erasedPrefix = Buffer.from('erased ');

/** @returns undefined when one of its values does not open what it stands for, or is none */
export function valueRow(bytes: Buffer, at: Int32Array): ValueRow | undefined {
  const person = at[2 * field.person] as number;
  const isErased =
    bytes.compare(erasedPrefix, 0, erasedPrefix.length, person, person + erasedPrefix.length) === 0;
  const opened = (isErased ? undefined : quickOpened(bytes, at)) ?? anyOpened(bytes, at, isErased);
  if (!opened) return undefined;
  return {
    ...opened,
    ...(isErased && { erasure: textAt(bytes, at, field.person) ?? '' }),
    reason: textAt(bytes, at, field.reason),
    address: textAt(bytes, at, field.address),
  };
}

type Opened = Pick<ValueRow, 'commitments' | 'values'>;

/** jsonb in binary is a version, 1, and its text. */
const version = 1;
const commitmentText = 64;
const quote = 0x22;
const marks = {
  start: Buffer.from('{"'),
  salt: Buffer.from('": {"salt": "'),
  value: Buffer.from('", "value": "'),
  end: Buffer.from('"}'),
  next: Buffer.from(', "'),
  last: Buffer.from('}'),
};

/** As the database writes jsonb, where no value has an escape. @returns undefined when it is not for us to tell */
function quickOpened(bytes: Buffer, at: Int32Array): Opened | undefined {
  const [from, to] = [at[2 * field.opened] as number, at[2 * field.opened + 1] as number];
  const [commitments, values]: [string[], string[]] = [[], []];
  const walk = new Walk(bytes, at, from + version);
  walk.past(marks.start);
  for (;;) {
    const start = walk.place;
    if (start >= 0) walk.place += commitmentText;
    const salt = textBetween(walk, marks.salt);
    const value = textBetween(walk, marks.value);
    walk.past(marks.end);
    if (walk.place < 0 || walk.place > to) return undefined;
    const commitment = bytes.toString('latin1', start, start + commitmentText);
    if (hash('sha256', `${salt}:${value}`) !== commitment) return undefined;
    commitments.push(commitment);
    values.push(value);
    if (walk.place === to - 1) break;
    walk.past(marks.next);
  }
  walk.past(marks.last);
  return walk.place === to ? { commitments, values } : undefined;
}

function textBetween(walk: Walk, mark: Buffer): string {
  walk.past(mark);
  const start = walk.place;
  walk.upTo(quote);
  return walk.place < 0 ? '' : walk.bytes.toString('utf8', start, walk.place);
}

function anyOpened(bytes: Buffer, at: Int32Array, isErased: boolean): Opened | undefined {
  const from = (at[2 * field.opened] as number) + version;
  const opened: unknown = JSON.parse(bytes.toString('utf8', from, at[2 * field.opened + 1] as number));
  if (typeof opened !== 'object' || opened === null || Array.isArray(opened)) return undefined;
  const all = Object.entries(opened as Record<string, Record<string, unknown> | null>);
  const isGood = all.every(([commitment, opening]) =>
    isErased ? isDay(opening) : commitment === commitmentOfAny(opening),
  );
  if (!isGood) return undefined;
  return {
    commitments: all.map(([commitment]) => commitment),
    values: all.map(([, opening]) => (isErased ? undefined : (opening?.['value'] as string))),
  };
}

const isDay = (opening: unknown): boolean =>
  typeof opening === 'object' &&
  opening !== null &&
  typeof (opening as { erased?: unknown }).erased === 'string' &&
  Object.keys(opening).length === 1;

function commitmentOfAny(opening: Record<string, unknown> | null): string | undefined {
  const { salt, value } = opening ?? {};
  return typeof salt === 'string' && typeof value === 'string'
    ? hash('sha256', `${salt}:${value}`)
    : undefined;
}
