// Erasures that the log knows of: only these leave days in place of values, in rows of their own, and only as many as
// their sealed end says.
import type { Remembered } from '../archive/retained-month.ts';
import { erasedFromMs, lateEnd } from '../erasure/erasure.task.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { isReadable } from '../readable-text.ts';
import { type Flaws, mostNamed } from './flaws.ts';
import { orUnreadable } from './readable.ts';
import type { ValueRow } from './value-row.ts';

type Row = {
  name: string;
  erasure: string;
  is_done: boolean;
  is_ended: boolean;
  id: string;
  person: string;
  at: Date;
  is_known: boolean;
  events: string | null;
  values: string | null;
};
type Erasure = Row & { seen: { events: number; values: number } };

export class Erasures {
  private constructor(
    private readonly byName: ReadonlyMap<string, Erasure>,
    private readonly flaws: Flaws,
  ) {}

  /** @param remembered events of months that have left the log */
  static async load(
    snapshot: Snapshot,
    flaws: Flaws,
    remembered: readonly Remembered[] = [],
  ): Promise<Erasures> {
    const rows = await snapshot.query<Row>(
      `WITH left_log AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, action text, target text, facts json))
       SELECT 'erased ' || r.id AS name, r.id AS erasure, r.state = 'done' AS is_done, ended.is_ended, r.event_id AS id, r.person_id AS person, r.event_at AS at, ended.events, ended.values,
              EXISTS (SELECT FROM audit_events e WHERE e.occurred_at = r.event_at AND e.id = r.event_id
                         AND e.action = 'user.erasure_request' AND e.target_id = r.person_id)
              OR EXISTS (SELECT FROM left_log m WHERE m.id = r.event_id AND m.action = 'user.erasure_request' AND m.target = r.person_id) AS is_known
         FROM audit_erasures r
         LEFT JOIN LATERAL (
           SELECT count(*) > 0 AS is_ended, min(f.events) FILTER (WHERE f.at IS NULL OR f.at >= r.event_at) AS events,
                  min(f.values) FILTER (WHERE f.at IS NULL OR f.at >= r.event_at) AS values
             FROM jsonb_to_recordset($2::jsonb) AS f (target text, at timestamptz, erasure text, events bigint, values bigint)
            WHERE f.target = r.person_id AND f.erasure = r.id::text) ended ON true`,
      [JSON.stringify(remembered), JSON.stringify(await endsIn(snapshot, flaws, remembered))],
    );
    const all = rows.map((row) => [row.name, { ...row, seen: { events: 0, values: 0 } }] as const);
    return new Erasures(new Map(all), flaws);
  }

  /** Who was erased by it; undefined where the log knows of no such erasure. */
  personOf(name: string): string | undefined {
    const erasure = this.of(name);
    return erasure?.is_known ? erasure.person : undefined;
  }

  /** @param id of the event @param moment of the event, ms */
  take({ erasure: name = '', commitments }: ValueRow, id: string, moment: number): void {
    const erasure = this.of(name);
    if (!erasure?.is_known) return this.flaws.add('opening', `event ${id}`, wrong('erased_unasked'));
    // It was written without their values: the erasure did not count it.
    if (name.endsWith(lateEnd) || moment > erasure.at.getTime() + erasedFromMs) return;
    erasure.seen.events += 1;
    erasure.seen.values += commitments.length;
  }

  private of(name: string): Erasure | undefined {
    return this.byName.get(name.endsWith(lateEnd) ? name.slice(0, -lateEnd.length) : name);
  }

  /** What bears the name of an erasure beyond what it took is somebody else's. */
  async end(snapshot: Snapshot): Promise<void> {
    for (const { id, events, values, seen } of this.byName.values())
      if (isMore(seen.events, events) || isMore(seen.values, values))
        this.flaws.add('opening', `event ${id}`, wrong('erased_more'));
    const others = await orUnreadable(snapshot, this.flaws, () => snapshot.query<{ id: string }>(ofOthers));
    for (const { id } of [...(others ?? []), ...(await snapshot.query<{ id: string }>(lateOfNobody))])
      this.flaws.add('opening', `event ${id}`, wrong('erased_of_other'));
    for (const { erasure, is_known: isKnown, is_done: isDone, is_ended: isEnded } of this.byName.values()) {
      if (!isKnown) this.flaws.add('opening', `erasure ${erasure}`, wrong('erasure_untold'));
      else if (isDone && !isEnded) this.flaws.add('opening', `erasure ${erasure}`, wrong('erasure_unended'));
    }
  }
}

/** What a sealed end says that an erasure took. @property at null where its month has left */
type End = {
  target: string;
  at: string | null;
  erasure: string;
  events: number | null;
  values: number | null;
};

/** An end that does not say what it should is a flaw, and no end. */
async function endsIn(snapshot: Snapshot, flaws: Flaws, remembered: readonly Remembered[]): Promise<End[]> {
  const here = await snapshot.query<{ id: string; target: string; at: string; body: string }>(
    `SELECT id, target_id AS target, occurred_at::text AS at, body FROM audit_events WHERE action = 'user.erase'`,
  );
  const told = [
    ...here.map(({ body, ...event }) => ({ ...event, facts: isReadable(body) ? factsIn(body) : undefined })),
    ...remembered.filter(({ action }) => action === 'user.erase').map((event) => ({ ...event, at: null })),
  ];
  return told.flatMap(({ id, target, at, facts }) => {
    const { erasure, events = null, values = null } = facts ?? {};
    if (facts && isCount(events) && isCount(values))
      return typeof erasure === 'string' ? { target, at, erasure, events, values } : [];
    flaws.add('event', `event ${id}`, wrong('erasure_text'));
    return [];
  });
}

const factsIn = (body: string) =>
  (JSON.parse(body) as { facts?: Readonly<Record<string, unknown>> } | null)?.facts;

const isCount = (value: unknown): value is number | null =>
  value === null || (Number.isSafeInteger(value) && (value as number) >= 0);

/** What is written after an erasure is not counted by its end. But who acted, why and from where is the data of who acted. */
const ofOthers = `
  SELECT v.event_id AS id FROM audit_erasures r
   CROSS JOIN LATERAL (SELECT * FROM audit_personal_values v
                        WHERE v.person_id = ANY (ARRAY['erased ' || r.id, 'erased ' || r.id || '${lateEnd}']) AND v.person_id <> '' OFFSET 0) v
   CROSS JOIN LATERAL (SELECT e.body::json AS body FROM audit_events e
                        WHERE e.occurred_at = v.occurred_at AND e.id = v.event_id AND e.actor_type = 'user' AND e.actor_id <> r.person_id OFFSET 0) b
   WHERE v.opened ?| ARRAY[b.body #>> '{actor,name,$personal}', b.body #>> '{reason,$personal}',
                           b.body #>> '{address,$personal}', b.body #>> '{client,$personal}'] LIMIT ${mostNamed}`;

/** What came late was not counted, but says whose it is: nothing was ever kept out of a text that does not. */
const lateOfNobody = `
  SELECT v.event_id AS id FROM audit_erasures r
   CROSS JOIN LATERAL (SELECT * FROM audit_personal_values v WHERE v.person_id = 'erased ' || r.id || '${lateEnd}' AND v.person_id <> '' OFFSET 0) v
   CROSS JOIN LATERAL (SELECT FROM audit_events e WHERE e.occurred_at = v.occurred_at AND e.id = v.event_id AND right(e.body, 7) <> ',"v":2}' OFFSET 0) e
   LIMIT ${mostNamed}`;

const isMore = (seen: number, stated: string | null) => stated !== null && seen > Number(stated);
