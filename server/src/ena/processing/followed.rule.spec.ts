import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectRow, ProcessRow } from '../webin/report.ts';
import {
  afterSighting,
  type Followed,
  type Hold,
  hasFiles,
  isShownPublic,
  isTakenBack,
  nextCheck,
  problemsOf,
  type Sighting,
} from './followed.rule.ts';
import { pauseAfter } from './poll-turns.service.ts';
import { problemCommands, problemTransitions } from './problem.state.ts';

const accepted = new Date('2026-03-02T10:00:00Z');
const later = (ms: number) => new Date(accepted.getTime() + ms);
const minute = 60_000;
const day = 24 * 60 * minute;

const fresh = (type: Followed['type'], environment: Followed['environment'] = 'production'): Followed => ({
  type,
  environment,
  status: null,
  processStatus: null,
  processError: null,
  produced: [],
  holdUntil: null,
  acceptedAt: accepted,
  firstSeenAt: null,
  processedAt: null,
  publicAt: null,
  failedAt: null,
  changedAt: accepted,
});

const row = (status: string | null, more: Partial<ObjectRow> = {}): ObjectRow => ({
  id: 'ERS0000001',
  alias: null,
  secondaryId: null,
  title: null,
  status,
  created: null,
  published: null,
  holdUntil: null,
  ...more,
});

const process = (
  status: string | null,
  error: string | null = null,
  more: Partial<ProcessRow> = {},
): ProcessRow => ({
  id: 'ERR0000001',
  status,
  error,
  started: null,
  ended: null,
  analysisType: null,
  accessions: [],
  ...more,
});

describe('accepted, processed and public are three things', () => {
  it('a sample is processed when reports list it, public when they say so', () => {
    const listed = afterSighting(fresh('sample'), { object: row('PRIVATE') }, later(minute));
    expect(listed).toMatchObject({ status: 'PRIVATE', processedAt: later(minute), publicAt: null });
    const released = afterSighting(listed, { object: row('PUBLIC') }, later(day));
    expect(released).toMatchObject({
      processedAt: later(minute),
      publicAt: later(day),
      changedAt: later(day),
    });
  });

  it("a run is processed when ENA says COMPLETED, from ENA's own time", () => {
    const listed = afterSighting(fresh('run'), { object: row('PRIVATE'), process: 'absent' }, later(minute));
    expect(listed).toMatchObject({ status: 'PRIVATE', processedAt: null });
    const under = afterSighting(listed, { process: process('IN_PROGRESS') }, later(2 * minute));
    expect(under).toMatchObject({ processStatus: 'IN_PROGRESS', processedAt: null });
    const ended = later(90_000);
    const done = afterSighting(under, { process: process('COMPLETED', null, { ended }) }, later(3 * minute));
    expect(done).toMatchObject({ processedAt: ended, failedAt: null });
  });

  it('nothing follows from an empty report', () => {
    for (const type of ['sample', 'run'] as const) {
      const before = fresh(type);
      expect(afterSighting(before, { object: 'absent', process: 'absent' }, later(minute))).toBe(before);
    }
  });

  it('a failure is one whatever ENA calls it, and is over when the files were sent anew', () => {
    const failed = afterSighting(
      fresh('run'),
      { object: row('PRIVATE'), process: process('FAILED', 'Invalid file checksum') },
      later(minute),
    );
    expect(failed).toMatchObject({ failedAt: later(minute), processedAt: null });
    expect(problemsOf(failed, { isStanding: true, isAbsent: false }, later(minute))).toMatchObject([
      { kind: 'processing', message: 'ENA could not process its files: Invalid file checksum' },
    ]);
    expect(afterSighting(fresh('run'), { process: process('FAILED') }, later(1))).toMatchObject({
      processError: 'ENA says FAILED and gives no reason.',
      failedAt: later(1),
    });
    expect(afterSighting(fresh('run'), { process: process('COMPLETED', 'odd') }, later(1))).toMatchObject({
      failedAt: later(1),
      processedAt: null,
    });
    const mended = afterSighting(failed, { process: process('COMPLETED') }, later(day));
    expect(mended).toMatchObject({ failedAt: null, processedAt: later(day) });
    expect(problemsOf(mended, { isStanding: true, isAbsent: false }, later(day))).toEqual([]);
  });

  it('is asked about by a person when ENA takes it back, or never lists it', () => {
    const gone = afterSighting(fresh('sample'), { object: row('SUPPRESSED') }, later(day));
    expect(problemsOf(gone, { isStanding: true, isAbsent: false }, later(day))).toMatchObject([
      { kind: 'status' },
    ]);
    expect(problemsOf(gone, { isStanding: false, isAbsent: false }, later(day))).toEqual([]);
    const unlisted = { isStanding: true, isAbsent: true };
    expect(problemsOf(fresh('sample'), unlisted, later(2 * day))).toEqual([]);
    expect(problemsOf(fresh('sample'), unlisted, later(4 * day))).toMatchObject([{ kind: 'missing' }]);
    expect(problemsOf(fresh('sample'), { ...unlisted, isStanding: false }, later(4 * day))).toEqual([]);
  });

  it('is shown public by the report that says so now, not by what one said before', () => {
    const known = { ...fresh('sample'), status: 'PUBLIC', isStanding: true };
    const taken = { ...known, isStanding: false };
    const shown: Sighting = { object: row('PUBLIC') };
    for (const sighting of [
      {},
      { object: 'absent' as const },
      { object: row('PRIVATE') },
      { object: row(null) },
    ])
      for (const before of [known, taken]) expect(isShownPublic(before, sighting)).toBe(false);
    expect(isShownPublic(known, shown)).toBe(true);
    expect(isShownPublic(taken, shown)).toBe(false);
    expect(isShownPublic({ ...taken, status: 'SUPPRESSED' }, shown)).toBe(true);
    expect(isShownPublic({ ...known, environment: 'test' }, shown)).toBe(false);
  });
});

const words = fc.constantFrom(
  null,
  'PRIVATE',
  'PUBLIC',
  'CANCELLED',
  'SUPPRESSED',
  'TEMPORARY_KILLED',
  'KILLED',
  'odd',
);
const moment = fc.option(fc.integer({ min: 0, max: 400 * day }).map(later), { nil: null });
const sighting: fc.Arbitrary<Sighting> = fc.record({
  object: fc.oneof(
    fc.constantFrom(undefined, 'absent' as const),
    fc
      .record({ status: words, published: moment, holdUntil: moment })
      .map(({ status, ...more }) => row(status, more)),
  ),
  process: fc.oneof(
    fc.constantFrom(undefined, 'absent' as const),
    fc
      .tuple(
        fc.constantFrom(null, 'QUEUED', 'COMPLETED', 'FAILED', 'ERROR'),
        fc.option(fc.string({ minLength: 1 }), { nil: null }),
        moment,
      )
      .map(([status, error, ended]) => process(status, error, { ended })),
  ),
});
const story = fc.tuple(
  fc.constantFrom<Followed['type']>('project', 'sample', 'experiment', 'run', 'analysis'),
  fc.array(fc.tuple(sighting, fc.integer({ min: 1, max: 10 * day })), { maxLength: 8 }),
);

describe('a record that is held here until a day', () => {
  const hold = { day: '2027-06-30', since: accepted.toISOString() };
  const wrong = (seen: ObjectRow, at: Date, given: Hold | null = hold, type: Followed['type'] = 'sample') =>
    problemsOf(
      afterSighting(fresh(type), { object: seen }, at),
      { isStanding: true, isAbsent: false, hold: given },
      at,
    ).map(({ kind }) => kind);
  const until = (at: string) => row('PRIVATE', { holdUntil: new Date(at) });

  it('is a problem where ENA holds it for less, as soon as its reports must know of the day', () => {
    expect(wrong(until('2027-06-28T23:00:00Z'), later(2 * day))).toEqual(['hold']);
    expect(wrong(until('2026-06-30'), later(2 * day))).toEqual(['hold']);
    expect(wrong(until('2026-06-30'), later(day - 1))).toEqual([]);
    expect(wrong(until('2026-06-30'), later(2 * day), null)).toEqual([]);
    // In summer London is an hour ahead: this is the day itself.
    expect(wrong(until('2027-06-29T23:00:00Z'), later(2 * day))).toEqual([]);
    expect(wrong(until('2028-01-01'), later(2 * day))).toEqual([]);
    expect(wrong(row('PRIVATE'), later(2 * day))).toEqual([]);
    expect(wrong(until('2026-06-30'), later(2 * day), hold, 'run')).toEqual([]);
  });

  it('is one at once where it is public', () => {
    expect(wrong(row('PUBLIC', { published: accepted }), later(minute))).toEqual(['hold']);
    expect(wrong(row('PUBLIC'), later(minute))).toEqual(['hold']);
    expect(wrong(row('PUBLIC'), later(minute), hold, 'run')).toEqual(['hold']);
    expect(wrong(row('PUBLIC'), later(minute), null)).toEqual([]);
    expect(wrong(row('PUBLIC'), new Date('2027-06-29T23:00:01Z'))).toEqual([]);
    expect(wrong(row('PUBLIC'), new Date('2027-06-29T22:59:59Z'))).toEqual(['hold']);
  });
});

describe('whatever the reports say, in whatever order', () => {
  it('nothing counts as processed that failed, as public that was never said to be, and looking twice changes nothing', () => {
    fc.assert(
      fc.property(story, ([type, sightings]) => {
        let object = fresh(type);
        let now = accepted;
        let [wasPublic, wasCompleted] = [false, false];
        for (const [seen, wait] of sightings) {
          now = new Date(now.getTime() + wait);
          object = afterSighting(object, seen, now);
          wasPublic ||= object.status === 'PUBLIC';
          wasCompleted ||= object.processStatus === 'COMPLETED';
          expect(afterSighting(object, seen, new Date(now.getTime() + 1))).toBe(object);
          expect(object.processedAt !== null && object.failedAt !== null).toBe(false);
          expect(object.publicAt !== null).toBe(wasPublic);
          if (hasFiles(object) && object.processedAt) expect(wasCompleted).toBe(true);
          if (!hasFiles(object)) expect(object.failedAt).toBeNull();
          const kinds = new Set(
            problemsOf(object, { isStanding: true, isAbsent: false }, now).map(({ kind }) => kind),
          );
          expect(kinds.has('processing')).toBe(object.failedAt !== null);
          expect(kinds.has('status')).toBe(isTakenBack(object.status));
        }
      }),
    );
  });

  it('is looked at again between five seconds and a week later, or never when it is cancelled', () => {
    fc.assert(
      fc.property(
        story,
        fc.constantFrom<Followed['environment']>('sandbox', 'test', 'production'),
        ([type, sightings], environment) => {
          let object = fresh(type, environment);
          let now = accepted;
          for (const [seen, wait] of sightings) {
            now = new Date(now.getTime() + wait);
            object = afterSighting(object, seen, now);
            const next = nextCheck(object, now);
            if (object.status === 'CANCELLED' || object.status === 'KILLED') expect(next).toBeNull();
            else {
              const pause = (next?.getTime() ?? 0) - now.getTime();
              expect(pause).toBeGreaterThan(0);
              expect(pause).toBeLessThanOrEqual(object.status === 'PUBLIC' ? 7 * day : day);
            }
          }
        },
      ),
    );
  });

  it('minutes at first, a day at last, and soon after the hold date', () => {
    const object = fresh('run');
    const after = (ms: number) => (nextCheck(object, later(ms))?.getTime() ?? 0) - later(ms).getTime();
    expect([after(0), after(60 * minute), after(30 * day)]).toEqual([2 * minute, 15 * minute, day]);
    const held = { ...object, holdUntil: later(30 * day + minute) };
    expect(nextCheck(held, later(30 * day))).toEqual(later(30 * day + 61 * minute));
  });

  it('an outage is asked about ever less often', () => {
    expect([0, 1, 2, 10, 2_000].map((failures) => pauseAfter(failures, 'production') / minute)).toEqual([
      1, 2, 4, 30, 30,
    ]);
  });
});

describe('the states of a problem', () => {
  it('are the ones that commands lead to, and resolved is the end', () => {
    for (const { from, to } of Object.values(problemCommands))
      for (const state of from) expect(problemTransitions[state]).toContain(to);
    expect(problemTransitions.resolved).toEqual([]);
  });
});
