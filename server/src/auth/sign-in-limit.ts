import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { RedisClient } from '../platform/queue/redis.client.ts';

/** Failures in a row that one account is allowed in an hour, from wherever: NIST SP 800-63B, section 3.2.2. */
export const mostFailures = 100;
const seconds = 3_600;

/**
 * Stops the guessing of one account's password from many addresses, which the limit by address does not see. Counts
 * for addresses of nobody, too: it does not tell who has an account. While Redis is away nobody is locked out.
 */
@Injectable()
export class SignInLimit {
  private readonly logger = new Logger(SignInLimit.name);

  constructor(private readonly redis: RedisClient) {}

  /** @returns whether attempts are to be refused unread */
  async isReached(email: string): Promise<boolean> {
    return Number(await this.ask(() => this.redis.get(keyOf(email)))) >= mostFailures;
  }

  /** @returns whether this was the last attempt for now: the next ones are refused unread until the hour is over */
  async failed(email: string): Promise<boolean> {
    const answers = await this.ask(() =>
      this.redis.multi().set(keyOf(email), 0, 'EX', seconds, 'NX').incr(keyOf(email)).exec(),
    );
    return answers?.[1]?.[1] === mostFailures;
  }

  async succeeded(email: string): Promise<void> {
    await this.ask(() => this.redis.del(keyOf(email)));
  }

  private async ask<T>(command: () => Promise<T>): Promise<T | null> {
    try {
      return await command();
    } catch (error) {
      this.logger.warn(`attempts are not counted: ${String(error)}`);
      return null;
    }
  }
}

/** Addresses of people are not kept in Redis. */
const keyOf = (email: string) => `sign-in:${createHash('sha256').update(email.toLowerCase()).digest('hex')}`;
