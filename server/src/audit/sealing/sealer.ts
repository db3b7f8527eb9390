import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { KeyRegister } from './key-register.ts';
import { LogKeys } from './log-keys.ts';
import { type Sealed, sealOnce } from './seal.ts';
import { SealerDatabase } from './sealer.database.ts';

/** How often a worker looks: an event is sealed within a second and this. */
const lookEveryMs = 200;
const afterFailureMs = 1_000;

/** Seals the change log for as long as the worker runs. Several workers do no harm: one seals, the others look. */
@Injectable()
export class Sealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sealer.name);
  private timer?: NodeJS.Timeout;
  private working: Promise<void> = Promise.resolve();
  private isStopping = false;
  private isRegistered = false;
  private lastError = '';
  private lastMissing = '';

  constructor(
    private readonly database: SealerDatabase,
    private readonly keys: LogKeys,
    private readonly register: KeyRegister,
  ) {}

  onApplicationBootstrap(): void {
    if (this.database.isConfigured) this.look(0);
    else this.logger.warn('DATABASE_SEALER_URL is not set: this worker does not seal the change log');
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.working;
  }

  /**
   * Seals what is due now.
   *
   * @returns undefined when nothing is due or another worker is at it
   * @throws KeyRetired; pg's errors
   */
  async seal(): Promise<Sealed | undefined> {
    await (this.isRegistered ? this.register.assertValid() : this.register.register());
    this.isRegistered = true;
    const { origin, all: keys } = this.keys;
    return this.database.transaction((client) => sealOnce(client, { origin, keys }));
  }

  private look(inMs: number): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.working = this.trySealing();
    }, inMs);
  }

  private async trySealing(): Promise<void> {
    try {
      const sealed = await this.seal();
      this.lastError = '';
      this.tellOf(sealed?.missing ?? []);
      this.look(sealed?.isFull ? 0 : lookEveryMs);
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      // Logged once, not every second.
      if (because !== this.lastError) this.logger.error(`the change log is not being sealed: ${because}`);
      this.lastError = because;
      this.look(afterFailureMs);
    }
  }

  /**
   * Logs events that vanished before they were sealed: only somebody with full power over the database can have removed
   * them.
   */
  private tellOf(missing: readonly string[]): void {
    const which = missing.slice(0, 10).join(', ');
    if (which !== this.lastMissing && which !== '')
      this.logger.error(`the change log lacks ${missing.length} event(s) that were written: ${which}`);
    this.lastMissing = which;
  }
}
