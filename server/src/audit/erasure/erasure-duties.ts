import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/tx.ts';

type Duty = { name: string; sql: string };

/**
 * What else goes when a person is erased: each module names what it keeps of a person beside the account and the log.
 * The change log's request covers it all.
 */
@Injectable()
export class ErasureDuties {
  private readonly duties: Duty[] = [];

  /** @param sql one statement that leaves nothing of the person; `$1` is their id as text */
  add(name: string, sql: string): void {
    this.duties.push({ name, sql });
  }

  /** @throws pg's errors, saying which duty */
  async fulfil(tx: Tx, personId: string): Promise<void> {
    for (const { name, sql } of this.duties)
      await tx.query(sql, [personId]).catch((error: Error) => {
        throw new Error(`${name} of a person could not be erased: ${error.message}`, { cause: error });
      });
  }
}
