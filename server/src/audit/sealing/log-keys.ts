import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { KeyPair } from './key-pair.ts';
import { originOfLog } from './log-origin.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * The private keys that sign heads. Only the worker holds them: whoever takes over a process that has them can make up
 * a log that looks like this one.
 */
@Injectable()
export class LogKeys {
  readonly origin: string;
  private readonly pair: KeyPair | undefined;

  constructor(@Inject(CONFIG) config: Config) {
    this.origin = originOfLog(config);
    const { AUDIT_SIGNING_KEY: current, AUDIT_PREVIOUS_SIGNING_KEY: previous } = config;
    this.pair = current === undefined ? undefined : new KeyPair(this.origin, current, previous);
  }

  /** @throws Error in a process that signs no heads */
  get current(): SigningKey {
    return this.held.current;
  }

  /** @throws Error in a process that signs no heads */
  get all(): SigningKey[] {
    return this.held.all;
  }

  private get held(): KeyPair {
    if (!this.pair) throw new Error('AUDIT_SIGNING_KEY is not set: this process signs no heads');
    return this.pair;
  }
}
