import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { notFound } from '../../platform/errors/app.error.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import type { ErasureMentionQuery } from './erasure.contract.ts';

/** Longest time for one month, all of whose events are read. */
const patience = `'30min'`;

/**
 * Finds what an erasure does not reach: what others wrote about the person. Only a reader can tell whether a text means
 * this person, so events that have the name or an address are listed, by id. They are looked for before the first value
 * goes, since afterwards nothing knows the name.
 */
@Injectable()
export class ErasureMentions {
  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
  ) {}

  /**
   * Searches the log a month at a time, a transaction each, so that another worker can go on where one was killed.
   *
   * @throws pg's errors; LeaseLost
   */
  async find(erasureId: string, run: Pick<TaskRun, 'fence'>): Promise<void> {
    let isAtEnd = false;
    while (!isAtEnd)
      isAtEnd = await this.uow.run(async (tx) => {
        await run.fence(tx);
        return this.findMore(tx, erasureId);
      });
  }

  /** @returns the page as JSON text @throws AppError `erasure.not_found` */
  async list(actor: Actor, personId: string, query: ErasureMentionQuery): Promise<string> {
    const [erasure]: { id: string }[] = await this.database.query(
      'SELECT id FROM audit_erasures WHERE person_id = $1',
      [personId],
    );
    if (!erasure) throw notFound('erasure', personId);
    return this.lists.page(mentionList, actor, query, (p) => [`m.erasure_id = ${p.add(erasure.id)}`]);
  }

  /** @returns whether that was the last month */
  private async findMore(tx: Tx, id: string): Promise<boolean> {
    const [next] = await tx.query<{ personId: string; from: Date | null; until: Date; isLast: boolean }>(
      `SELECT r.person_id AS "personId", f.moment AS "from", least(f.month_end, now()) AS until, coalesce(f.month_end >= now(), true) AS "isLast"
         FROM audit_erasures r
         CROSS JOIN LATERAL (SELECT coalesce(r.looked_until, (SELECT min(occurred_at) FROM audit_events)) AS moment) g
         CROSS JOIN LATERAL (SELECT g.moment, (date_trunc('month', g.moment AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC' AS month_end) f
        WHERE r.id = $1 AND r.state = 'requested' FOR UPDATE OF r`,
      [id],
    );
    if (!next) return true;
    await tx.query(`SET LOCAL statement_timeout = ${patience}`);
    const found = await tx.query(foundSql, [id, next.personId, next.from, next.until]);
    await tx.query('UPDATE audit_erasures SET looked_until = $2, mentions = mentions + $3 WHERE id = $1', [
      id,
      next.until,
      found.length,
    ]);
    return next.isLast;
  }
}

/**
 * A name is found as it is and with the family name first, whatever the case of its letters; names of less than three
 * letters are passed over. In sealed text it is looked for in the form that JSON gives it.
 */
const foundSql = `
  WITH names AS MATERIALIZED (
         SELECT DISTINCT lower(form) AS name, lower(substr(j.text, 2, length(j.text) - 2)) AS in_json
           FROM audit_people p
          CROSS JOIN LATERAL unnest(ARRAY[p.name, regexp_replace(p.name, '^(.+) (\\S+)$', '\\2, \\1')]) AS form
          CROSS JOIN LATERAL (SELECT to_json(form)::text AS text) j
          WHERE p.person_id = $2 AND length(form) > 2),
       found AS (
         SELECT v.event_id, v.occurred_at, false AS is_sealed FROM audit_personal_values v
          WHERE v.occurred_at >= $3 AND v.occurred_at < $4 AND v.person_id <> $2 AND NOT starts_with(v.person_id, 'erased ')
            AND EXISTS (SELECT FROM jsonb_each(CASE jsonb_typeof(v.opened) WHEN 'object' THEN v.opened END) o JOIN names ON position(names.name IN lower(o.value ->> 'value')) > 0)
         UNION ALL
         SELECT e.id, e.occurred_at, true FROM audit_events e
          WHERE e.occurred_at >= $3 AND e.occurred_at < $4
            AND EXISTS (SELECT FROM names WHERE position(names.in_json IN lower(e.body)) > 0))
  INSERT INTO audit_erasure_mentions (erasure_id, event_id, occurred_at, is_sealed)
  SELECT $1::uuid, event_id, occurred_at, bool_or(is_sealed) FROM found GROUP BY event_id, occurred_at
  ON CONFLICT DO NOTHING RETURNING event_id`;

const mentionList: ListDefinition<ErasureMentionQuery> = {
  subject: null,
  from: 'audit_erasure_mentions m',
  id: { sql: 'm.event_id', type: 'uuid' },
  columns: {
    id: 'm.event_id',
    occurredAt: 'm.occurred_at',
    isSealed: 'm.is_sealed',
  },
  access: {},
  sorts: { occurredAt: { sql: 'm.occurred_at', type: 'timestamptz' } },
  defaultSort: '-occurredAt',
  filters: () => [],
};
