import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { originOfLog } from './log-origin.ts';
import { type SigningKey, signingKey } from './signing-key.ts';

/** The private keys of this process, by configuration. */
@Injectable()
export class LogKeys {
  readonly origin: string;
  readonly current: SigningKey;
  /** Signs beside the current one while a rotation is made known, so that whoever knows only one key can follow. */
  readonly previous: SigningKey | undefined;

  constructor(@Inject(CONFIG) config: Config) {
    this.origin = originOfLog(config);
    this.current = signingKey(this.origin, config.AUDIT_SIGNING_KEY);
    const { AUDIT_PREVIOUS_SIGNING_KEY: previous } = config;
    this.previous = previous === undefined ? undefined : signingKey(this.origin, previous);
  }

  get all(): SigningKey[] {
    return this.previous && this.previous.id !== this.current.id
      ? [this.current, this.previous]
      : [this.current];
  }
}
