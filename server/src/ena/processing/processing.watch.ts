import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EnaExpiry } from './expiry.service.ts';
import { EnaPollTurns } from './poll-turns.service.ts';

const everyMs = 5_000;

/** Looks whether something is due: in the worker, in each of them. The database decides who does it. */
@Injectable()
export class EnaProcessingWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EnaProcessingWatch.name);
  private timer?: NodeJS.Timeout;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly turns: EnaPollTurns,
    private readonly expiry: EnaExpiry,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.looking ??= this.look()
        .catch((error: Error) =>
          this.logger.error(`not looked, again in a moment: ${error.message}`, error.stack),
        )
        .finally(() => (this.looking = undefined));
    };
    look();
    this.timer = setInterval(look, everyMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    await this.expiry.run();
    await this.turns.look();
  }
}
