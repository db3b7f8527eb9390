import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/time/clock.ts';

const dayMs = 86_400_000;
const soonMs = 60_000;
/** Enough for the log to be written even if no worker has run for a whole season. */
const monthsAhead = 3;

/**
 * Creates the partitions for the coming months: without a partition for its month no event could be written, and
 * without its event no change made. Runs in the worker, at start and every day; several workers do no harm.
 */
@Injectable()
export class AuditPartitions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuditPartitions.name);
  private timer?: NodeJS.Timeout;
  private working: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.working;
  }

  /** Creates the partitions of this month and the next ones where they are missing. @throws pg's errors */
  async ensure(): Promise<void> {
    const now = this.clock.now();
    for (let ahead = 0; ahead <= monthsAhead; ahead++) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      await this.database.query('SELECT audit_ensure_partition($1::date)', [
        month.toISOString().slice(0, 10),
      ]);
    }
  }

  private look(): void {
    this.working = this.ensure().then(
      () => this.again(dayMs),
      (error: Error) => {
        this.logger.error(
          `the change log's next months were not made sure of: ${error.message}`,
          error.stack,
        );
        this.again(soonMs);
      },
    );
  }

  private again(inMs: number): void {
    if (!this.isStopping) this.timer = setTimeout(() => this.look(), inMs);
  }
}
