import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { searchPath } from '../../platform/database/search-path.ts';

const limits = `${searchPath} -c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s`;

/** Connections of the sealer's role, the only one that may seal. */
@Injectable()
export class SealerDatabase implements OnApplicationShutdown {
  private readonly logger = new Logger(SealerDatabase.name);
  private readonly pool: Pool | undefined;

  constructor(@Inject(CONFIG) { DATABASE_SEALER_URL: connectionString }: Config) {
    if (connectionString === undefined) return;
    this.pool = new Pool({ connectionString, max: 3, options: limits, connectionTimeoutMillis: 10_000 });
    this.pool.on('error', (error) =>
      this.logger.warn(`a connection of the sealer was lost: ${error.message}`),
    );
  }

  /** False if DATABASE_SEALER_URL is not set: then this process seals nothing. */
  get isConfigured(): boolean {
    return this.pool !== undefined;
  }

  /** @throws Error when it is not configured; pg's errors */
  async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.required().query(sql, values);
    return rows as Row[];
  }

  /** Runs work in one transaction. @throws what the work throws, after rollback */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.required().connect();
    let failure: Error | undefined;
    // The 'error' event of a connection that is lost between two statements would end the process if nobody listened.
    const lost = (error: Error) => {
      failure = error;
    };
    client.on('error', lost);
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      client.off('error', lost);
      client.release(failure); // a connection that failed is closed, and its transaction with it
    }
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.pool && !this.pool.ending) await this.pool.end(); // a context may be closed twice
  }

  private required(): Pool {
    if (!this.pool) throw new Error('DATABASE_SEALER_URL is not set');
    return this.pool;
  }
}
