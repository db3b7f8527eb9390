// Whatever order the rows lie in, and whatever was done to them: what is passed side by side is what would have been
// found good one by one.
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asVersion1 } from '../../../../test/factories/audit-body.ts';
import { systemActor } from '../../platform/access/actor.ts';
import { bodyOf } from '../audit-body.ts';
import { personal } from '../audit-event.ts';
import { BinaryRows } from './binary-rows.ts';
import { CloseLook } from './close-look.ts';
import { columnCount } from './event-columns.ts';
import { Flaws } from './flaws.ts';
import { leavesCount } from './log-rows.ts';
import { SideBySide } from './side-by-side.ts';
import { Statements } from './statements.ts';
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
    const { body: newest, personal: values } = bodyOf(id, at, actor as never, {
      action: 'a.b',
      target: { type: 'T', id: 't', label: n % 3 === 0 ? personal('about "Bob"', 'bob') : 'label' },
      reason: n % 4 === 0 ? 'because' : null,
      facts: { n, about: personal('what Carl said: nothing', n % 7 === 0 ? null : 'carl') },
    });
    const body = n % 2 === 0 ? newest : asVersion1(newest);
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

/**
 * As a verification does it: what never met is looked up, all that there is of it.
 *
 * @param most that may wait at once @param indexed where it is looked up: an index knows no order of a table
 */
async function sideBySide(log: Log, size: number, most = 1_000, indexed = log) {
  const flaws = new Flaws();
  const said = new Statements(most);
  let [waited, leaves, readings] = [0, 0, 0];
  do {
    const reading = new SideBySide(rowsOf(log, size), said);
    leaves = 0;
    while (await reading.read(10)) {
      waited = Math.max(waited, said.waiting);
      leaves += reading.leaves.splice(0).length;
    }
    readings += 1;
    await oneByOne(indexed, said.takeUnmet(), flaws);
  } while (said.nextPart());
  return { says: told(flaws), leaves, waited, readings };
}

const keyOf = ([at, id]: Row) =>
  Buffer.concat([at as Buffer, Buffer.from([0, 0, 0, 16]), id as Buffer]).toString('latin1');

async function oneByOne(
  log: Log,
  keys: readonly string[] = keysOf(log),
  flaws = new Flaws(),
): Promise<string> {
  const look = new CloseLook(flaws);
  const some = (rows: readonly Row[]) => {
    const byKey = Map.groupBy(rows, keyOf);
    return keys.flatMap((key) => byKey.get(key) ?? []);
  };
  const [events, leaves, values] = [some(log.events), some(log.leaves), some(log.values)];
  const rows = rowsOf({ events, leaves, values }, 1_000);
  await each(rows.events, (bytes, at) => look.event(bytes, at));
  await each(rows.leaves, (bytes, at) => look.leaf(bytes, at));
  await each(rows.values, (bytes, at) => look.values(bytes, at));
  look.judge(new Set());
  return told(flaws);
}

const keysOf = ({ events, leaves, values }: Log) =>
  [...new Set([...events, ...leaves, ...values].map(keyOf))].sort();

async function each(rows: BinaryRows, take: (bytes: Buffer, at: Int32Array) => void): Promise<void> {
  for (await rows.load(); rows.has; await rows.load())
    for (; rows.has; rows.next()) take(rows.bytes, rows.at);
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

/** The same rows in any order. */
const mixed = (rows: readonly Row[]) =>
  fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
const orderOf = ({ events, leaves, values }: Log) =>
  fc.record({ events: mixed(events), leaves: mixed(leaves), values: mixed(values) });
const pieces = fc.integer({ min: 30, max: 20_000 });

it('a good log is passed in whatever pieces it comes, and nothing is looked up', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (size) => {
      const { says, leaves, waited } = await sideBySide(log, size);
      expect([says, leaves]).toEqual(['', log.leaves.length]);
      // What lies side by side waits for what stands right beside it.
      expect(waited).toBeLessThan(12);
    }),
    { numRuns: 30 },
  );
});

it('a good log is good in any order, and with however little at once', async () => {
  await fc.assert(
    fc.asyncProperty(orderOf(log), pieces, fc.integer({ min: 10, max: 200 }), async (any, size, most) => {
      const { says, leaves, waited, readings } = await sideBySide(any, size, most);
      expect([says, leaves]).toEqual(['', log.leaves.length]);
      expect(waited).toBeLessThanOrEqual(most);
      if (most < 20) expect(readings).toBeGreaterThan(1);
    }),
    { numRuns: 50 },
  );
});

it('a value whose beginning is said to be of its salt is found', async () => {
  const opened = (row: Row) => (row[3] as Buffer).toString();
  const place = log.values.findIndex((row) => opened(row).includes('said: nothing'));
  const row = log.values[place] as Row;
  const cut = opened(row).replace(
    /"salt": "([\da-f]+)", "value": "what Carl said: /,
    '"salt": "$1:what Carl said", "value": " ',
  );
  expect(cut).not.toBe(opened(row));
  const values = log.values.with(place, row.with(3, Buffer.from(cut)));
  const { says } = await sideBySide({ ...log, values }, 1_000);
  expect(places(says)).toEqual([expect.stringContaining((row[1] as Buffer).toString('hex', 10))]);
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
      const { says } = await sideBySide({ ...log, values }, size);
      const id = (row[1] as Buffer).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      expect(says).toMatch(new RegExp(`^event ${id}: `));
    }),
    { numRuns: 200 },
  );
});

it('a row of values that lies with those of somebody else is found, where the text says whose they are', async () => {
  const olds = new Set(log.events.filter((_, n) => n % 2 === 1).map(([, id]) => id?.toString('hex')));
  const anyOf = fc.nat({ max: log.values.length - 1 });
  const anybody = fc.constantFrom('', 'bob', 'carl', 'u1', 'somebody');
  await fc.assert(
    fc.asyncProperty(anyOf, anybody, pieces, async (at, person, size) => {
      const row = log.values[at] as Row;
      const changed = { ...log, values: log.values.with(at, row.with(2, text(person))) };
      const isRight = olds.has((row[1] as Buffer).toString('hex')) || row[2]?.toString() === person;
      const says = isRight ? '' : expect.stringContaining('somebody else than it was sealed with');
      expect((await sideBySide(changed, size)).says).toEqual(says);
      expect(await oneByOne(changed)).toEqual(says);
    }),
    { numRuns: 100 },
  );
});

it('what was changed is found in any order, and as it is found one by one', async () => {
  let found = 0;
  const any = tampers.chain((what) => {
    const changed = tampered(log, what);
    return fc.tuple(fc.constant(changed), orderOf(changed));
  });
  await fc.assert(
    fc.asyncProperty(
      any,
      pieces,
      fc.integer({ min: 10, max: 1_000 }),
      async ([changed, order], size, most) => {
        const expected = await oneByOne(changed);
        expect((await sideBySide(changed, size)).says).toEqual(expected);
        expect((await sideBySide(order, size, 1_000, changed)).says).toEqual(expected);
        // In parts they are found in the order of the parts.
        expect(places((await sideBySide(order, size, most, changed)).says)).toEqual(places(expected));
        if (expected !== '') found += 1;
      },
    ),
    { numRuns: 100 },
  );
  expect(found).toBeGreaterThan(20);
});
