import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Clock } from '../../platform/time/clock.ts';
import { RetentionRuns } from './retention-runs.service.ts';

const lookEveryMs = 5 * 60_000;

/** Has the months that are due leave the log each night, an hour after its verification; a worker that was away catches up. */
@Injectable()
export class NightlyRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(NightlyRetention.name);
  private timer?: NodeJS.Timeout;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly runs: RetentionRuns,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.hour === undefined) return;
    this.timer = setInterval(() => {
      this.working = this.look();
    }, lookEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** Asks for this night's run when its hour has come. Never rejects: the next look is soon. */
  async look(): Promise<void> {
    if (this.hour === undefined || this.clock.now().getUTCHours() < this.hour) return;
    await this.runs
      .requestNightly(this.clock.today())
      .catch((error: Error) =>
        this.logger.error(`the nightly retention was not asked for: ${error.message}`),
      );
  }

  /** Undefined when nothing ever leaves, or nothing runs by night (tests). */
  private get hour(): number | undefined {
    const { AUDIT_RETENTION_MONTHS: months, AUDIT_VERIFICATION_HOUR: hour } = this.config;
    return months === undefined || hour === 'never' ? undefined : Math.min(23, hour + 1);
  }
}
