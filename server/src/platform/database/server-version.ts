import type { DataSource } from 'typeorm';

/** `uuid_extract_timestamp` reads the moment of a version 7 UUID from here on: the change log's triggers ask for it. */
const oldest = 18;

/** PostgreSQL is too old; nothing was changed. */
export class ServerTooOld extends Error {
  /** @param version as the server says it itself, e.g. `17.6` */
  constructor(version: string) {
    super(
      `PostgreSQL ${version} is too old: SeqDB Console needs PostgreSQL ${oldest} or newer. Bring the server up to date (pg_upgrade) and start again.`,
    );
  }
}

/** @throws ServerTooOld */
export async function assertServerVersion(database: Pick<DataSource, 'query'>): Promise<void> {
  const [server]: { number: number; version: string }[] = await database.query(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  );
  if (!server || server.number < oldest * 10_000) throw new ServerTooOld(server?.version ?? 'of no version');
}
