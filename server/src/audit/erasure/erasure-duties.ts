import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.ts';

type Fulfil = (tx: Tx, personId: string) => Promise<unknown>;

/**
 * What else goes when a person is erased: each module names what it keeps of a person beside the account and the log.
 * The change log's request covers it all.
 */
@Injectable()
export class ErasureDuties {
  private readonly duties: { name: string; fulfil: Fulfil }[] = [];

  /** @param duty what leaves nothing of the person: one statement whose `$1` is their id as text, or work in the transaction */
  add(name: string, duty: string | Fulfil): void {
    const fulfil: Fulfil = typeof duty === 'string' ? (tx, personId) => tx.query(duty, [personId]) : duty;
    this.duties.push({ name, fulfil });
  }

  /** @throws pg's errors, saying which duty */
  async fulfil(tx: Tx, personId: string): Promise<void> {
    for (const { name, fulfil } of this.duties)
      await fulfil(tx, personId).catch((error: Error) => {
        throw new Error(`${name} of a person could not be erased: ${error.message}`, { cause: error });
      });
  }
}
