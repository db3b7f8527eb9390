import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedNotes, type Due } from './bounded-notes.ts';

const minute = 60_000;
const at = (ms: number) => new Date(Date.UTC(2026, 10, 21) + ms);

describe('notes that would flood', () => {
  it('are written once a minute and kind, with a count of the others when it is over', () => {
    const notes = new BoundedNotes<string>(minute, 30);
    expect(notes.take('ada', 'approve s1', 'first', 'many', at(0)).due).toBe('first');
    expect(notes.take('ada', 'approve s1', 'second', 'many', at(10)).due).toBeUndefined();
    expect(notes.take('ada', 'approve s1', 'third', 'many', at(20)).due).toBeUndefined();
    expect(notes.take('bob', 'approve s1', 'of bob', 'many', at(30)).due).toBe('of bob');
    expect(notes.close(at(minute - 1))).toEqual([]);
    expect(notes.close(at(minute))).toEqual([
      { subject: 'first', times: 2, since: at(0), until: at(20), names: [] },
    ]);
    expect(notes.take('ada', 'approve s1', 'later', 'many', at(minute)).due).toBe('later');
  });

  it('are due again where the first could not be written', () => {
    const notes = new BoundedNotes<string>(minute, 1);
    const { key } = notes.take('ada', 'a', 'first', 'many', at(0));
    notes.take('ada', 'a', 'counted', 'many', at(1));
    notes.forget(key);
    expect(notes.isEmpty).toBe(true);
    expect(notes.take('ada', 'a', 'again', 'many', at(2)).due).toBe('again');
    const beyond = notes.take('ada', 'b', 'b', 'many', at(3));
    expect(notes.take('ada', 'c', 'c', 'many', at(4)).key).toBe(beyond.key);
    notes.forget(beyond.key);
    expect(notes.take('ada', 'd', 'd', 'many', at(5)).due).toBe('many');
  });

  it('of one person are counted together beyond the limit, and leave others alone', () => {
    const notes = new BoundedNotes<string>(minute, 3);
    const written = Array.from(
      { length: 1_000 },
      (_, n) => notes.take('eve', `s${n}`, `s${n}`, 'many', at(n)).due,
    );
    expect(written.filter((each) => each !== undefined)).toEqual(['s0', 's1', 's2', 'many']);
    expect(notes.take('ada', 's1', 'ada', 'many', at(1_000)).due).toBe('ada');
    expect(notes.close(at(0), true)).toEqual([
      { subject: 'many', times: 996, since: at(3), until: at(999), names: [] },
    ]);
    expect(notes.isEmpty).toBe(true);
  });

  it('beyond the limit keep their names, however many there are', () => {
    const notes = new BoundedNotes<string>(minute, 2);
    const named: string[] = [];
    const counts: number[] = [];
    const tell = ({ names, times }: Due<string>) => {
      named.push(...names);
      counts.push(times);
    };
    for (let n = 0; n < 2_500; n++) {
      const { due, full } = notes.take('eve', `k${n}`, `k${n}`, `many, first k${n}`, at(n), `k${n}`);
      if (due !== undefined) named.push(due.replace('many, first ', ''));
      if (full) tell(full);
      notes.take('eve', `k${n}`, `k${n}`, 'again', at(n), `k${n}`);
    }
    for (const due of notes.close(at(0), true)) tell(due);
    expect(new Set(named)).toEqual(new Set(Array.from({ length: 2_500 }, (_, n) => `k${n}`)));
    expect(counts.filter((each) => each > 1)).toHaveLength(3);
  });

  it('are all accounted for, whatever comes', () => {
    const steps = fc.array(
      fc.record({
        person: fc.constantFrom('a', 'b'),
        kind: fc.constantFrom('1', '2', '3', '4', '5'),
        waits: fc.nat(minute / 2),
        closes: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (given) => {
        const notes = new BoundedNotes<string>(minute, 3);
        let [now, accounted] = [0, 0];
        const opened = new Map<string, number[]>();
        for (const { person, kind, waits, closes } of given) {
          now += waits;
          if (closes) for (const { times } of notes.close(at(now))) accounted += times;
          const { due } = notes.take(person, kind, kind, 'many', at(now));
          if (due === undefined) continue;
          accounted += 1;
          opened.set(person, [...(opened.get(person) ?? []), now]);
        }
        for (const { times } of notes.close(at(now), true)) accounted += times;
        expect(accounted).toBe(given.length);
        for (const moments of opened.values())
          for (const from of moments)
            expect(moments.filter((each) => each >= from && each < from + minute).length).toBeLessThanOrEqual(
              8,
            );
      }),
    );
  });
});
