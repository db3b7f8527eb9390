import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StreamEventView } from './event.contract.ts';
import { beginning, parsePosition, type StreamPosition } from './stream-position.ts';

export type StreamRow = StreamEventView & { access: Record<string, unknown>; position: StreamPosition };

/** Reads the stream in commit-safe order: only rows of transactions older than every running one. */
@Injectable()
export class StreamReader {
  constructor(private readonly database: DataSource) {}

  /** Everything after `position`, at most `limit` rows. */
  async after({ xid, id }: StreamPosition, limit: number): Promise<StreamRow[]> {
    const rows: Omit<StreamRow, 'position'>[] = await this.database.query(
      `SELECT xid || '.' || id AS id, type, json_build_object('type', subject_type, 'id', subject_id) AS subject, access, to_json(at) #>> '{}' AS at
         FROM stream_events
        WHERE (xid, id) > ($1::text::xid8, $2::text::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY stream_events.xid, stream_events.id LIMIT $3`,
      [String(xid), String(id), limit],
    );
    return rows.map((row) => ({ ...row, position: parsePosition(row.id) ?? beginning }));
  }

  /** Whether the event at this place is still kept, so that all that followed it is, too. */
  async has({ xid, id }: StreamPosition): Promise<boolean> {
    const rows: unknown[] = await this.database.query(
      `SELECT 1 FROM stream_events WHERE xid = $1::text::xid8 AND id = $2::text::bigint`,
      [String(xid), String(id)],
    );
    return rows.length > 0;
  }

  /** The end of the stream now: what follows it is new. */
  async end(): Promise<StreamPosition> {
    const [row]: { position: string }[] = await this.database.query(
      `SELECT xid || '.' || id AS position FROM stream_events WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY stream_events.xid DESC, stream_events.id DESC LIMIT 1`,
    );
    return (row && parsePosition(row.position)) ?? beginning;
  }
}
