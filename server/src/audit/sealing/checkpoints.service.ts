import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { ListDefinition, Reader } from '../../platform/lists/list-definition.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import type { AuditKeyView, auditKeysView, checkpointListQuery } from './checkpoint.contract.ts';
import { purposeOf } from './key-names.ts';
import { LogKeys } from './log-keys.ts';
import { type RegisteredKey, registeredKeysSql } from './registered-keys.ts';
import { verifierKey } from './signing-key.ts';

type CheckpointQuery = z.infer<typeof checkpointListQuery>;

const checkpointList: ListDefinition<CheckpointQuery> = {
  subject: 'AuditEvent',
  from: 'audit_segments s',
  id: { sql: 's.number', type: 'bigint' },
  columns: {
    id: 's.number::text',
    number: 's.number',
    events: 's.first_seq + s.count - 1',
    count: 's.count',
    closedAt: 's.closed_at',
    keyId: 's.key_id',
    hash: `encode(s.hash, 'hex')`,
    head: 's.head',
  },
  access: {},
  sorts: { number: { sql: 's.number', type: 'bigint' } },
  defaultSort: '-number',
  filters: () => [],
};

/** The signed heads of the log, and the keys to check them with. */
@Injectable()
export class CheckpointsService {
  constructor(
    private readonly database: DataSource,
    private readonly lists: Lists,
    private readonly keys: LogKeys,
  ) {}

  /** @returns the page as JSON text @throws AppError `list.bad_cursor`, `list.unknown_sort` */
  list(reader: Reader, query: CheckpointQuery): Promise<string> {
    return this.lists.page(checkpointList, reader, query);
  }

  /** Every key that ever signed, oldest first. */
  async publicKeys(): Promise<z.infer<typeof auditKeysView>> {
    const rows: RegisteredKey[] = await this.database.query(registeredKeysSql);
    const keys = rows.map(({ name, id, publicKey, from, until }): AuditKeyView => ({
      name,
      id,
      purpose: purposeOf(name),
      algorithm: 'Ed25519',
      publicKey,
      verifierKey: verifierKey({ name, id, publicKey }),
      validFrom: from.toISOString(),
      validUntil: until?.toISOString() ?? null,
    }));
    return { origin: this.keys.origin, keys };
  }
}
