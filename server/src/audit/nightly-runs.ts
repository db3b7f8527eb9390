import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { Clock } from '../platform/time/clock.ts';
import { RetentionRuns } from './retention/retention-runs.service.ts';
import { VerificationsService } from './verification/verifications.service.ts';

const lookEveryMs = 5 * 60_000;

/** @property hour in UTC; undefined when it never runs by night */
type Nightly = { what: string; hour: number | undefined; ask: (night: string) => Promise<void> };

/**
 * Requests the verification of the log each night and, if a retention period is set, the retention an hour later. Each
 * is requested once, however many workers there are; a worker that was away catches up.
 */
@Injectable()
export class NightlyRuns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(NightlyRuns.name);
  private timer?: NodeJS.Timeout;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly verifications: VerificationsService,
    private readonly retention: RetentionRuns,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.AUDIT_VERIFICATION_HOUR === 'never') return;
    this.timer = setInterval(() => {
      this.working = this.look();
    }, lookEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** Requests this night's runs whose hour has come. Never rejects: the next look comes within minutes. */
  async look(): Promise<void> {
    await Promise.all(this.nightly().map((each) => this.lookFor(each)));
  }

  private nightly(): Nightly[] {
    const { AUDIT_RETENTION_MONTHS: months, AUDIT_VERIFICATION_HOUR: hour } = this.config;
    if (hour === 'never') return [];
    return [
      { what: 'verification', hour, ask: (night) => this.verifications.requestNightly(night) },
      {
        what: 'retention',
        hour: months === undefined ? undefined : Math.min(23, hour + 1),
        ask: (night) => this.retention.requestNightly(night),
      },
    ];
  }

  private async lookFor({ what, hour, ask }: Nightly): Promise<void> {
    if (hour === undefined || this.clock.now().getUTCHours() < hour) return;
    await ask(this.clock.today()).catch((error: Error) =>
      this.logger.error(`the nightly ${what} was not asked for: ${error.message}`),
    );
  }
}
