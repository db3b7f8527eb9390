// Whatever order the rows lie in, and whatever was done to them: what is passed where it lies is what would have been
// found good one by one.
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemActor } from '../../platform/access/actor.ts';
import { bodyOf } from '../audit-body.ts';
import { personal } from '../audit-event.ts';
import { BinaryRows } from './binary-rows.ts';
import { columnCount } from './event-columns.ts';
import { Flaws } from './flaws.ts';
import { leavesCount } from './log-rows.ts';
import { OpenEvents } from './open-events.ts';
import { SideBySide } from './side-by-side.ts';
import { valuesCount } from './value-row.ts';

type Row = (Buffer | null)[];
type Log = { events: Row[]; leaves: Row[]; values: Row[] };

const number = (value: bigint) => {
  const field = Buffer.alloc(8);
  field.writeBigInt64BE(value);
  return field;
};
const text = (value: string | null | undefined) => (value == null ? null : Buffer.from(value));
/** As the database writes jsonb: a version, names in order, a blank after each sign. */
const jsonb = (value: Record<string, Record<string, string>>) => {
  const names = Object.keys(value).sort();
  const openings = names.map((name) => {
    const { salt, value: plain } = value[name] ?? {};
    return `${JSON.stringify(name)}: {"salt": ${JSON.stringify(salt)}, "value": ${JSON.stringify(plain)}}`;
  });
  return Buffer.from(`\x01{${openings.join(', ')}}`);
};

function logOf(count: number): Log {
  const log: Log = { events: [], leaves: [], values: [] };
  for (let n = 0; n < count; n++) {
    const at = new Date(Date.UTC(2026, 10, 21) + 1000 * Math.floor(n / 3));
    const id = `019a9c5e-1234-7abc-8def-${n.toString(16).padStart(12, '0')}`;
    const origin = { ...systemActor('x').origin, address: n % 2 === 0 ? '192.0.2.7' : null };
    const actor = {
      ...systemActor('x'),
      type: n % 5 === 0 ? 'system' : 'user',
      id: `u${n}`,
      name: 'Ada',
      origin,
    };
    const { body, personal: values } = bodyOf(id, at, actor as never, {
      action: 'a.b',
      target: { type: 'T', id: 't', label: n % 3 === 0 ? personal('about "Bob"', 'bob') : 'label' },
      reason: n % 4 === 0 ? 'because' : null,
      facts: { n },
    });
    const key = [
      number(BigInt(at.getTime() - Date.UTC(2000, 0, 1)) * 1000n),
      Buffer.from(id.replaceAll('-', ''), 'hex'),
    ];
    const columns = ['a.b', actor.type, actor.id, null, 'T', 't', 'T', 't', null].map(text);
    log.events.push([...key, Buffer.from(body), ...columns]);
    log.leaves.push([
      ...key,
      number(BigInt(n + 1)),
      number(1n),
      Buffer.from(hash('sha256', `\0${body}`), 'hex'),
    ]);
    for (const { personId, opened, reason, address } of values)
      log.values.push([...key, text(personId), jsonb(opened), text(reason), text(address)]);
  }
  return log;
}

function stream(rows: readonly Row[], size: number): Readable {
  const parts: Buffer[] = [Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])];
  const int = (value: number, bytes: number) => {
    const field = Buffer.alloc(bytes);
    field.writeIntBE(value, 0, bytes);
    return field;
  };
  for (const row of rows) {
    parts.push(int(row.length, 2));
    for (const field of row) parts.push(int(field?.length ?? -1, 4), field ?? Buffer.alloc(0));
  }
  const all = Buffer.concat([...parts, int(-1, 2)]);
  return Readable.from(
    Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
      Buffer.from(all.subarray(n * size, (n + 1) * size)),
    ),
  );
}

const rowsOf = ({ events, leaves, values }: Log, size: number) => ({
  events: new BinaryRows(stream(events, size), columnCount),
  leaves: new BinaryRows(stream(leaves, size), leavesCount),
  values: new BinaryRows(stream(values, size), valuesCount),
});

function told(flaws: Flaws): string {
  try {
    flaws.assertNone();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

async function sideBySide(log: Log, size: number): Promise<{ says: string; leaves: number; waited: number }> {
  const flaws = new Flaws();
  const open = new OpenEvents(flaws);
  const reading = new SideBySide(rowsOf(log, size), open);
  let [waited, leaves] = [0, 0];
  while (await reading.read(10)) {
    waited = Math.max(waited, open.size);
    leaves += reading.leaves.splice(0).length;
  }
  open.judge(new Set());
  return { says: told(flaws), leaves, waited };
}

/** As a verification does it: what is left over is looked up, all that there is of it. */
async function lookedUp(log: Log, size: number): Promise<string> {
  const flaws = new Flaws();
  const open = new OpenEvents(flaws);
  const reading = new SideBySide(rowsOf(log, size), open);
  while (await reading.read(10)) reading.leaves.length = 0;
  const keys = new Set(open.takeOldest(open.size));
  const some = (rows: readonly Row[]) =>
    rows.filter(([at, id]) =>
      keys.has(Buffer.concat([at as Buffer, Buffer.from([0, 0, 0, 16]), id as Buffer]).toString('latin1')),
    );
  const again = { events: some(log.events), leaves: some(log.leaves), values: some(log.values) };
  return oneByOne(again, flaws);
}

async function oneByOne(log: Log, flaws = new Flaws()): Promise<string> {
  const open = new OpenEvents(flaws);
  const { events, leaves, values } = rowsOf(log, 1_000);
  for (await values.load(); values.has; await values.load())
    for (; values.has; values.next()) open.values(values.bytes, values.at);
  for (await leaves.load(); leaves.has; await leaves.load())
    for (; leaves.has; leaves.next()) open.leaf(leaves.bytes, leaves.at);
  for (await events.load(); events.has; await events.load())
    for (; events.has; events.next()) open.event(events.bytes, events.at);
  open.judge(new Set());
  return told(flaws);
}

/** The places that are named, whatever comes first. */
const places = (says: string) => [...new Set(says.match(/event [\da-f-]+/g))].sort();

const tables = ['events', 'leaves', 'values'] as const;
const tampers = fc.array(
  fc.record({
    table: fc.constantFrom(...tables),
    row: fc.nat(),
    how: fc.constantFrom('byte', 'null', 'cut', 'gone', 'of another' as const),
    field: fc.nat(),
    byte: fc.nat(),
    other: fc.nat(),
  }),
  { maxLength: 2 },
);

function tampered(log: Log, what: typeof tampers extends fc.Arbitrary<infer Value> ? Value : never): Log {
  const made: Log = { events: [...log.events], leaves: [...log.leaves], values: [...log.values] };
  for (const { table, row, how, field, byte, other } of what) {
    const rows = made[table];
    const [place, source] = [row % rows.length, rows[other % rows.length] as Row];
    const changed = [...(rows[place] as Row)];
    // The key and what the database keeps as numbers and JSON have a form that nobody can break.
    const least = { events: 2, leaves: 4, values: 4 }[table];
    const at = least + (field % (changed.length - least));
    const was = changed[at] ?? Buffer.from('x');
    if (how === 'gone') rows.splice(place, 1);
    else {
      const flipped = Buffer.from(was);
      if (flipped.length > 0)
        flipped.writeUInt8(flipped.readUInt8(byte % flipped.length) ^ 1, byte % flipped.length);
      const isNullable = (table === 'events' && at > 2) || table === 'values';
      if (how === 'of another') changed[at] = source[at] ?? null;
      else if (how === 'null' && isNullable) changed[at] = null;
      else if (how === 'cut' && table !== 'leaves') changed[at] = was.subarray(0, was.length - 1);
      else changed[at] = flipped;
      rows[place] = changed;
    }
  }
  return made;
}

const log = logOf(40);

it('a good log is passed in whatever pieces it comes, and nothing is kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 30, max: 5_000 }), async (size) => {
      expect(await sideBySide(log, size)).toMatchObject({ says: '', leaves: log.leaves.length });
    }),
    { numRuns: 30 },
  );
  // Those with a text that has escapes, and those whose parts came in two pieces.
  expect((await sideBySide(log, 100_000)).waited).toBeLessThanOrEqual(2);
});

it('a row of values that belongs to no event, opens what is open or says what nothing opens is found', async () => {
  const last = log.values.at(-1) as Row;
  const opens = (row: Row) => (row[3] as Buffer).toString('utf8', 1);
  const added = fc.constantFrom(
    (row: Row): Row => row.with(2, text('nobody')),
    (row: Row): Row => [...row.slice(0, 2), text('nobody'), Buffer.from('\x01{}'), text('as if'), null],
    (row: Row): Row => [...row.slice(0, 2), text('nobody'), Buffer.from('\x01{}'), null, text('203.0.113.9')],
    (row: Row): Row => [
      ...row.slice(0, 2),
      text('erased x'),
      Buffer.from(`\x01${opens(row).replaceAll(/\{"salt[^}]*\}/g, '{"erased": "2026-11-21"}')}`),
      null,
      null,
    ],
    (row: Row): Row => row.with(1, Buffer.alloc(16, 7)),
    (): Row => [...(log.values[0] as Row).slice(0, 2), text('nobody'), ...last.slice(3)],
  );
  const anyOf = fc.nat({ max: log.values.length });
  await fc.assert(
    fc.asyncProperty(added, anyOf, anyOf, fc.integer({ min: 100, max: 5_000 }), async (add, of, at, size) => {
      const row = add(log.values[of % log.values.length] as Row);
      const values = log.values.toSpliced(at, 0, row);
      const says = await lookedUp({ ...log, values }, size);
      const id = (row[1] as Buffer).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      expect(says).toMatch(new RegExp(`^event ${id}: `));
    }),
    { numRuns: 200 },
  );
});

it('a good log is good in any order', async () => {
  const shuffled = (rows: readonly Row[]) =>
    fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
  const any = fc.record({
    events: shuffled(log.events),
    leaves: shuffled(log.leaves),
    values: shuffled(log.values),
  });
  await fc.assert(
    fc.asyncProperty(any, fc.integer({ min: 100, max: 5_000 }), async (mixed, size) => {
      expect(await sideBySide(mixed, size)).toMatchObject({ says: '', leaves: log.leaves.length });
    }),
    { numRuns: 50 },
  );
});

it('what was changed is found in the places where it is found one by one', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(tampers, fc.integer({ min: 100, max: 20_000 }), async (what, size) => {
      const changed = tampered(log, what);
      const { says } = await sideBySide(changed, size);
      expect(places(says)).toEqual(places(await oneByOne(changed)));
      if (says !== '') found += 1;
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(30);
});
