import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** pg's own pool behind TypeORM, for what TypeORM has no words for: `COPY`, snapshots. TypeORM keeps it untyped as the driver's `master`. */
export const poolOf = (database: DataSource): Pool => (database.driver as unknown as { master: Pool }).master;
