import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeRecord } from './record.contract.ts';
import { changedRecord, recordChanges } from './record-changes.ts';
import type { RecordRow } from './record-rows.ts';

const tag = fc.constantFrom('a', 'b', 'constructor', 'toString', '__proto__', 'collection date');
const value = fc.constantFrom('1', '1 m', '2', 'Ñandú', '[erased]');
const unit = fc.option(fc.constantFrom('m', 'DD'));
const row: fc.Arbitrary<RecordRow> = fc.record({
  id: fc.uuid(),
  type: fc.constant('sample' as const),
  position: fc.nat(9),
  row: fc.option(fc.nat(9)),
  alias: value,
  title: value,
  description: value,
  taxonId: value,
  scientificName: value,
  attributes: fc.uniqueArray(fc.record({ tag, value, unit }), { selector: (one) => one.tag }),
  details: fc.constant(null),
  place: fc.constant(null),
});
const given: fc.Arbitrary<ChangeRecord> = fc.record(
  {
    alias: value,
    title: value,
    description: value,
    attributes: fc
      .uniqueArray(
        fc.tuple(
          tag,
          fc.record({ value: fc.oneof(value, fc.constantFrom('', '  ')), unit }, { requiredKeys: ['value'] }),
        ),
        { selector: ([name]) => name },
      )
      .map((entries) => Object.fromEntries(entries)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ChangeRecord>;

const valueOf = (record: RecordRow, name: string) => record.attributes.find((one) => one.tag === name)?.value;

describe('changing a record', () => {
  it('sets what is given and leaves the rest as it is', () => {
    fc.assert(
      fc.property(row, given, (before, change) => {
        const after = changedRecord(before, change);
        for (const field of ['alias', 'title', 'description', 'taxonId', 'scientificName'] as const)
          expect(after[field]).toBe(change[field] ?? before[field]);
        const wanted = new Map(
          Object.entries(change.attributes ?? {}).map(([name, one]) => [name, one.value]),
        );
        for (const { tag: name } of [...before.attributes, ...after.attributes]) {
          const meant = wanted.has(name) ? wanted.get(name) : valueOf(before, name);
          expect(valueOf(after, name)).toBe(meant?.trim() ? meant : undefined);
        }
        for (const [name, meant] of wanted)
          expect(valueOf(after, name)).toBe(meant.trim() ? meant : undefined);
        expect({ ...after, attributes: [] }).toMatchObject({ id: before.id, position: before.position });
      }),
    );
  });

  it('keeps the order of the attributes, and adds new ones behind', () => {
    fc.assert(
      fc.property(row, given, (before, change) => {
        const had = before.attributes.map((one) => one.tag);
        const has = changedRecord(before, change).attributes.map((one) => one.tag);
        const kept = has.filter((name) => had.includes(name));
        expect(kept).toEqual(had.filter((name) => has.includes(name)));
        expect(has.slice(kept.length).every((name) => !had.includes(name))).toBe(true);
      }),
    );
  });

  it('twice is as once', () => {
    fc.assert(
      fc.property(row, given, (before, change) => {
        const once = changedRecord(before, change);
        expect(recordChanges(once, changedRecord(once, change))).toEqual([]);
      }),
    );
  });

  it('keeps a unit that is not given, takes one away with null, and takes that of the column for a new value', () => {
    const [before] = fc.sample(row, 1) as [RecordRow];
    const record = { ...before, attributes: [{ tag: 'depth', value: '1', unit: 'm' }] };
    const after = (one: { value: string; unit?: string | null }, name = 'depth') =>
      changedRecord(record, { attributes: { [name]: one } }, [{ field: 'width', unit: 'cm' }]).attributes.at(
        -1,
      );
    expect(after({ value: '2' })).toEqual({ tag: 'depth', value: '2', unit: 'm' });
    expect(after({ value: '2', unit: null })).toEqual({ tag: 'depth', value: '2', unit: null });
    expect(after({ value: '2' }, 'width')).toEqual({ tag: 'width', value: '2', unit: 'cm' });
    expect(after({ value: '2' }, 'height')).toEqual({ tag: 'height', value: '2', unit: null });
  });
});

describe('what the change log says of it', () => {
  it('is every field that differs, before and after, and nothing else', () => {
    fc.assert(
      fc.property(row, given, (before, change) => {
        const after = changedRecord(before, change);
        const changes = recordChanges(before, after);
        const shown = (record: RecordRow, field: string): unknown => {
          const [, kind, name] = /^(attribute|unit):(.*)$/s.exec(field) ?? [];
          if (kind === undefined) return record[field as 'alias'];
          const one = record.attributes.find((other) => other.tag === name);
          return (kind === 'unit' ? one?.unit : one?.value) ?? null;
        };
        for (const { field, before: was, after: is } of changes) {
          expect(was).toBe(shown(before, field));
          expect(is).toBe(shown(after, field));
          expect(was).not.toBe(is);
        }
        expect(changes.length > 0).toBe(JSON.stringify(before) !== JSON.stringify(after));
      }),
    );
  });
});
