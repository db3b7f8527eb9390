import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EnaRunEndings } from './run-endings.service.ts';
import { EnaScheduleTurns } from './schedule.turns.service.ts';

const everyMs = 15_000;

/** Looks at the clock: in the worker, in each of them. What is due is decided in the database. */
@Injectable()
export class EnaScheduleWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EnaScheduleWatch.name);
  private timer?: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly turns: EnaScheduleTurns,
    private readonly endings: EnaRunEndings,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.looking = this.look().catch((error: Error) =>
        this.logger.error(`not looked, again in a quarter of a minute: ${error.message}`, error.stack),
      );
    };
    look();
    this.timer = setInterval(look, everyMs);
  }

  /** No turn begins from now on; the one that is being looked at is waited for. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  private async look(): Promise<void> {
    await this.endings.endAbandoned();
    await this.turns.look();
  }
}
