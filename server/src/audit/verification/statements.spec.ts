import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBytes } from './hash-words.ts';
import { asAddress, asAny, asReason, byEvent, byOther, isLeaf, isOpening, Statements } from './statements.ts';

type Said = { event: number; hash: number; tag: number };

const at = Int32Array.from([0, 8, 12, 28]);
/** Moment, length, id: what lies before a row's other fields. */
function rowOf(event: number): Buffer {
  const bytes = Buffer.alloc(28);
  bytes.writeInt32BE(event % 3, 4);
  bytes[11] = 16;
  bytes.writeInt32BE(event, 24);
  return bytes;
}
const keyOf = (event: number) => rowOf(event).toString('latin1');

function say(said: Statements, { event, hash, tag }: Said): void {
  said.of(rowOf(event), at);
  readBytes(Buffer.alloc(32, hash), 0, said.hash);
  said.state(tag);
}

const tags = [
  isLeaf,
  isOpening,
  isOpening | asReason,
  isOpening | asAddress,
  isOpening | asReason | asAddress,
];
const statement = fc.record({
  event: fc.nat({ max: 300 }),
  hash: fc.nat({ max: 3 }),
  tag: fc.constantFrom(...tags.flatMap((tag) => [tag | byEvent, tag | byOther])),
});
const other = ({ event, hash, tag }: Said): Said => ({ event, hash, tag: tag ^ (byEvent | byOther) });

/** Events of which something is stated more often by one side than by the other. */
function unmet(all: readonly Said[]): string[] {
  const sums = new Map<string, number>();
  for (const { event, hash, tag } of all) {
    const what = `${event} ${hash} ${tag & ~(byEvent | byOther)}`;
    sums.set(what, (sums.get(what) ?? 0) + ((tag & byEvent) !== 0 ? 1 : -1));
  }
  const events = [...sums].filter(([, sum]) => sum !== 0).map(([what]) => Number(what.split(' ')[0]));
  return [...new Set(events)].map(keyOf).sort();
}

it('what only one side states remains, in whatever order it is stated', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 400 }), fc.array(statement), (met, single) => {
      const said = new Statements(10_000);
      const all = [...met, ...single, ...met.map(other)];
      for (const each of all) say(said, each);
      expect(said.takeUnmet()).toEqual(unmet(all));
      expect(said.waiting).toBe(0);
    }),
  );
});

it('a table that grows and shrinks forgets nothing else', () => {
  const said = new Statements(100_000);
  const many = Array.from({ length: 50_000 }, (_, event) => ({
    event,
    hash: event % 251,
    tag: isLeaf | byOther,
  }));
  for (const each of many) say(said, each);
  for (const each of many.toReversed()) if (each.event % 1_000 !== 7) say(said, other(each));
  expect(said.waiting).toBe(50);
  expect(said.takeUnmet()).toEqual(
    many
      .filter(({ event }) => event % 1_000 === 7)
      .map(({ event }) => keyOf(event))
      .sort(),
  );
});

it('where too many wait, parts of them are looked at one after the other', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 400 }), fc.integer({ min: 5, max: 100 }), (all, most) => {
      const said = new Statements(most);
      const found = new Set<string>();
      do {
        for (const each of all) {
          say(said, each);
          // What is stated twice by the same side cannot be told apart.
          expect(said.waiting).toBeLessThanOrEqual(Math.max(most, all.length));
        }
        for (const key of said.takeUnmet()) found.add(key);
      } while (said.nextPart());
      expect([...found].sort()).toEqual(unmet(all));
    }),
  );
});

it('an erased value may be found by anything', () => {
  const said = new Statements(100);
  for (const role of [0, asReason, asAddress]) {
    say(said, { event: 1, hash: 1, tag: byEvent | isOpening | role });
    say(said, { event: 1, hash: 1, tag: byOther | isOpening | asAny });
    say(said, { event: 2, hash: 1, tag: byOther | isOpening | asAny });
    say(said, { event: 2, hash: 1, tag: byEvent | isOpening | role });
  }
  expect(said.waiting).toBe(0);
});

it('a doubt is met by nothing', () => {
  const said = new Statements(100);
  said.of(rowOf(5), at);
  said.doubt();
  said.doubt();
  expect(said.takeUnmet()).toEqual([keyOf(5)]);
});
