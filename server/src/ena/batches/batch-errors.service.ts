import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Actor } from '../../platform/access/actor.ts';
import { EnaBatchDoor } from './batch-door.service.ts';
import type { batchErrors } from './batches.contract.ts';
import { submissionReference } from './batches.queries.ts';
import { fieldInMessage } from '../../submissions/reads/field-in-message.ts';
import type { RecordRow } from '../../submissions/record-rows.ts';
import { messagePattern } from './message-pattern.ts';
import { namedField } from './named-field.ts';

type Group = z.infer<typeof batchErrors>['items'][number];
type Example = Group['examples'][number];
type Row = Omit<Example, 'recordId' | 'field'> & { from: Group['from'] };
type Place = Pick<Example, 'itemId' | 'recordId'> & {
  columns: { header: string; field: string }[] | null;
  details: RecordRow['details'];
};

const examplesEach = 5;
const mostGroups = 200;
/** Rows read at a time. */
const pageSize = 2_000;

/** What went wrong in a batch, for people: the same message about a thousand records is one thing to mend. */
@Injectable()
export class EnaBatchErrors {
  constructor(
    private readonly door: EnaBatchDoor,
    private readonly database: DataSource,
  ) {}

  async list(actor: Actor, id: string): Promise<z.infer<typeof batchErrors>> {
    await this.door.get(actor, id);
    const groups = new Map<string, Group & { submissions: Set<string> }>();
    for (let after = -1; ;) {
      const rows = await this.page(id, after);
      for (const row of rows) add(groups, row);
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) break;
      after = last.position;
    }
    const items = [...groups.values()].sort((one, other) => other.count - one.count).slice(0, mostGroups);
    await this.place(items.flatMap(({ examples }) => examples));
    return {
      items: items.map(({ submissions, ...group }) => ({ ...group, submissionCount: submissions.size })),
    };
  }

  /** Finds where each is mended: its record as the submission has it now, and the column that the message is about. */
  private async place(examples: readonly Example[]): Promise<void> {
    const places: Place[] = await this.database.query(
      `SELECT i.id AS "itemId", s.sheet -> 'columns' AS columns,
              r.id AS "recordId", r.details
         FROM ena_batch_items i JOIN submissions s ON s.id = i.submission_id
         LEFT JOIN LATERAL (SELECT id, details FROM records WHERE submission_id = i.submission_id AND alias = i.alias AND type = i.type
                             ORDER BY id LIMIT 1) r ON true WHERE i.id = ANY($1)`,
      [examples.map(({ itemId }) => itemId)],
    );
    const byItem = new Map(places.map((place) => [place.itemId, place]));
    for (const example of examples) {
      const { recordId = null, columns, details = null } = byItem.get(example.itemId) ?? {};
      const field =
        details === null
          ? namedField(example.message, columns ?? [])
          : fieldInMessage(details, example.message);
      Object.assign(example, { recordId, field });
    }
  }

  /** One item has one message: that of the sending, or before it that of the check. */
  private page(id: string, after: number): Promise<(Row & { position: number })[]> {
    return this.database.query(
      `SELECT i.position, i.id AS "itemId", i.type, i.alias, i.accession, i.submission_id AS "submissionId",
              ${submissionReference} AS "submissionReference", coalesce(i.message, i.check_message) AS message,
              CASE WHEN i.message IS NULL THEN 'check' ELSE 'sending' END AS "from"
         FROM ena_batch_items i JOIN submissions s ON s.id = i.submission_id
        WHERE i.batch_id = $1 AND i.position > $2 AND coalesce(i.message, i.check_message) IS NOT NULL
        ORDER BY i.position LIMIT ${pageSize}`,
      [id, after],
    );
  }
}

function add(
  groups: Map<string, Group & { submissions: Set<string> }>,
  { position: _position, from, ...example }: Row & { position: number },
): void {
  const pattern = messagePattern(example.message);
  const key = `${from} ${pattern}`;
  const group = groups.get(key) ?? {
    pattern,
    from,
    count: 0,
    submissionCount: 0,
    examples: [],
    submissions: new Set<string>(),
  };
  group.count++;
  group.submissions.add(example.submissionId);
  if (group.examples.length < examplesEach) group.examples.push({ ...example, recordId: null, field: null });
  groups.set(key, group);
}
