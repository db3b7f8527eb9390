import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.ts';

type Fulfil = (tx: Tx, personId: string) => Promise<unknown>;
type Duty = { name: string; fulfil: Fulfil };

/**
 * What else goes when a person is erased: each module registers what it keeps of a person beside the account and the
 * log. The event of the request stands for all of it.
 */
@Injectable()
export class ErasureDuties {
  private readonly duties: Duty[] = [];
  private readonly last: Duty[] = [];

  /**
   * @param duty removes everything of the person: one SQL statement whose `$1` is their id as text, or work in the
   *   transaction
   */
  add(name: string, duty: string | Fulfil): void {
    const fulfil: Fulfil = typeof duty === 'string' ? (tx, personId) => tx.query(duty, [personId]) : duty;
    this.duties.push({ name, fulfil });
  }

  /** Adds a duty for the end of an erasure, when nothing of the person is left in the log. */
  addLast(name: string, fulfil: Fulfil): void {
    this.last.push({ name, fulfil });
  }

  /** Runs the duties of a request. @throws Error naming the duty that failed, with pg's error as its cause */
  async fulfil(tx: Tx, personId: string): Promise<void> {
    await this.all(this.duties, tx, personId);
  }

  /**
   * Runs the duties of the end, when the person's values have gone.
   *
   * @throws Error naming the duty that failed, with pg's error as its cause
   */
  async conclude(tx: Tx, personId: string): Promise<void> {
    await this.all(this.last, tx, personId);
  }

  private async all(duties: readonly Duty[], tx: Tx, personId: string): Promise<void> {
    for (const { name, fulfil } of duties)
      await fulfil(tx, personId).catch((error: Error) => {
        throw new Error(`${name} of a person could not be erased: ${error.message}`, { cause: error });
      });
  }
}
