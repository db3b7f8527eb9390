import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StreamEventView } from './event.contract.ts';

export type StreamRow = StreamEventView & { access: Record<string, unknown> };

/** Place of an event in the stream: its transaction and its number, as `<xid>.<id>`. */
export type StreamPosition = string;

/** Reads the stream in commit-safe order: only rows of transactions older than every running one. */
@Injectable()
export class StreamReader {
  constructor(private readonly database: DataSource) {}

  /** Everything after `position`, at most `limit` rows. */
  async after(position: StreamPosition, limit: number): Promise<StreamRow[]> {
    const [xid, id] = parsePosition(position);
    return this.database.query(
      `SELECT xid || '.' || id AS id, type, json_build_object('type', subject_type, 'id', subject_id) AS subject, access, to_json(at) #>> '{}' AS at
         FROM stream_events
        WHERE (xid, id) > ($1::text::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY stream_events.xid, stream_events.id LIMIT $3`,
      [xid, id, limit],
    );
  }

  /** The end of the stream now: what follows it is new. */
  async end(): Promise<StreamPosition> {
    const [row]: { position: string }[] = await this.database.query(
      `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
              coalesce((SELECT xid || '.' || id FROM stream_events WHERE xid < pg_snapshot_xmin(pg_current_snapshot())
                         ORDER BY stream_events.xid DESC, stream_events.id DESC LIMIT 1), '0.0') AS position`,
    );
    return row?.position ?? '0.0';
  }
}

/** @returns transaction and number; anything that is no position of ours means the beginning */
export function parsePosition(position: string): [xid: string, id: string] {
  const match = /^(\d{1,20})\.(\d{1,19})$/.exec(position);
  return match ? [match[1] ?? '0', match[2] ?? '0'] : ['0', '0'];
}
