import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../platform/errors/app.error.ts';
import { RedisClient } from '../../platform/queue/redis.client.ts';

export const testPauseKey = 'ena:connection-test';
const seconds = 10;

/** One test in ten seconds, whoever asks: a wrong password given over and over could have ENA lock the account. */
@Injectable()
export class TestPauses {
  private readonly logger = new Logger(TestPauses.name);

  constructor(private readonly redis: RedisClient) {}

  /** @throws AppError `ena.tested_just_now` (429) */
  async take(): Promise<void> {
    let taken: string | null;
    try {
      taken = await this.redis.set(testPauseKey, '1', 'EX', seconds, 'NX');
    } catch (error) {
      this.logger.warn(`tests are not counted: ${String(error)}`);
      return;
    }
    if (taken === null)
      throw new AppError(
        'too_many',
        'ena.tested_just_now',
        `The connection was tested a moment ago. Try again in ${seconds} seconds.`,
      );
  }
}
