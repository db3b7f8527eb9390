import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reader } from '../../platform/lists/list-definition.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import { narrowingOf } from '../audit.queries.ts';
import { DepartedEvents } from '../archive/departed-events.service.ts';
import { openingsIn } from '../commitment.ts';
import { chunksOf } from '../sealing/merkle.ts';
import { type RegisteredKey, registeredKeysSql, signersThen } from '../sealing/registered-keys.ts';
import { keysSql } from '../finding/page.sql.ts';
import { flawsOf, repeatedColumns, type Shown } from './proof-flaws.ts';
import type { AuditProof } from './proof.contract.ts';

type Row = Omit<Shown, 'seal'> & {
  seq: string | null;
  leaf: Buffer;
  path: Buffer;
  number: string;
  first_seq: string;
  count: number;
  root: Buffer;
  previous: Buffer;
  closed_at: Date;
  hash: Buffer;
  head: string;
  key_id: string;
};

/** Gives the proof of a single event, and says whether it holds. */
@Injectable()
export class EventProofs {
  constructor(
    private readonly database: DataSource,
    private readonly departed: DepartedEvents,
  ) {}

  /** @throws AppError `audit_event.not_found`, `audit.archived` when its month has left the log */
  async of(reader: Reader, id: string): Promise<AuditProof> {
    const p = new Parameters();
    const found = keysSql(narrowingOf({ ids: [id] }, reader, 'read', 'paged', p), true, p.add(1));
    const [row]: Row[] = await this.database.query(
      `SELECT e.id, e.body, e.occurred_at, ${repeatedColumns.map((name) => `e.${name}`).join(', ')}, l.seq, l.leaf, l.path, s.number, s.first_seq, s.count, s.root, s.previous, s.closed_at, s.hash, s.head, s.key_id,
              (SELECT audit_openings(v.opened) FROM audit_personal_values v WHERE v.occurred_at = e.occurred_at AND v.event_id = e.id) AS opened,
              EXISTS (SELECT FROM audit_unsealed u WHERE u.event_id = e.id) AS waits
         FROM (${found}) page JOIN audit_events e ON e.occurred_at = page.occurred_at AND e.id = page.id
         LEFT JOIN (audit_leaves l JOIN audit_segments s ON s.number = l.segment) ON l.occurred_at = e.occurred_at AND l.event_id = e.id`,
      p.values,
    );
    if (!row) throw await this.departed.absence(id);
    const keys: RegisteredKey[] = await this.database.query(registeredKeysSql);
    const seal = sealOf(row);
    const flaws = flawsOf({ ...row, seal }, (head) => signersThen(head, keys).length > 0);
    return { id: row.id, body: row.body, personal: openingsIn(row.opened), seal, flaws };
  }
}

function sealOf(row: Row): AuditProof['seal'] {
  if (row.seq === null) return null;
  return {
    seq: Number(row.seq),
    leaf: row.leaf.toString('hex'),
    path: chunksOf(row.path).map((each) => each.toString('hex')),
    segment: {
      number: Number(row.number),
      firstSeq: Number(row.first_seq),
      count: row.count,
      root: row.root.toString('hex'),
      previous: row.previous.toString('hex'),
      closedAt: row.closed_at.toISOString(),
    },
    hash: row.hash.toString('hex'),
    head: row.head,
    keyId: row.key_id,
  };
}
