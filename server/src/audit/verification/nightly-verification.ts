import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Clock } from '../../platform/time/clock.ts';
import { VerificationsService } from './verifications.service.ts';

const lookEveryMs = 5 * 60_000;

/** Has the log verified each night, once, however many workers there are; a worker that was away catches up. */
@Injectable()
export class NightlyVerification implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(NightlyVerification.name);
  private timer?: NodeJS.Timeout;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly verifications: VerificationsService,
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

  /** Asks for this night's run when its hour has come. Never rejects: the next look is soon. */
  async look(): Promise<void> {
    const hour = this.config.AUDIT_VERIFICATION_HOUR;
    if (hour === 'never' || this.clock.now().getUTCHours() < hour) return;
    await this.verifications
      .requestNightly(this.clock.today())
      .catch((error: Error) =>
        this.logger.error(`the nightly verification was not asked for: ${error.message}`),
      );
  }
}
