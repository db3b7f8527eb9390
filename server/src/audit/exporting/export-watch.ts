import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ExportLeavings } from './export-leavings.service.ts';
import { AuditExportLinks } from './export-links.ts';
import { DueExports } from './schedule/due-exports.service.ts';

const everyMs = 60_000;

/**
 * Looks each minute, in each worker, for exports that are due, abandoned or expired, and for links that are over. What
 * is due is decided in the database.
 */
@Injectable()
export class ExportWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ExportWatch.name);
  private timer?: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly due: DueExports,
    private readonly leavings: ExportLeavings,
    private readonly links: AuditExportLinks,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look());
    }, everyMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Never rejects: one task that fails does not hold up the others, and the next look is soon. */
  async look(): Promise<void> {
    await this.attempt('scheduled exports', () => this.due.request());
    await this.attempt('failed exports', () => this.due.retry());
    await this.attempt('abandoned exports', () => this.leavings.endAbandoned());
    await this.attempt('files of old exports', () => this.leavings.expire());
    await this.attempt('rows of old exports', () => this.leavings.forget());
    await this.attempt('old links', () => this.links.forget());
  }

  private async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
