import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';
import type { StoredFile } from './file.entity.ts';

/** Called in the transaction of the change: may add to it (a task, an event), and must take no locks. */
export type FileObserver = (tx: Tx, file: StoredFile) => Promise<void>;

/** Who wants to know that a file was verified, rejected or removed. Modules above register themselves when they start. */
@Injectable()
export class FileObservers {
  private readonly observers: FileObserver[] = [];

  add(observer: FileObserver): void {
    this.observers.push(observer);
  }

  async tell(tx: Tx, file: StoredFile): Promise<void> {
    for (const observer of this.observers) await observer(tx, file);
  }
}
