import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { exportKeyName } from './key-names.ts';
import { KeyPair } from './key-pair.ts';
import { originOfLog } from './log-origin.ts';
import type { SigningKey } from './signing-key.ts';

/** The private keys that sign the manifests of exports. They sign nothing else, since the API holds them, too. */
@Injectable()
export class ExportKeys {
  readonly origin: string;
  private readonly pair: KeyPair;

  constructor(@Inject(CONFIG) config: Config) {
    this.origin = originOfLog(config);
    const { AUDIT_EXPORT_KEY: current, AUDIT_PREVIOUS_EXPORT_KEY: previous } = config;
    this.pair = new KeyPair(exportKeyName(this.origin), current, previous);
  }

  get current(): SigningKey {
    return this.pair.current;
  }

  get all(): SigningKey[] {
    return this.pair.all;
  }
}
