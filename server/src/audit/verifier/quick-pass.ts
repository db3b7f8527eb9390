// Accepts an export that is as it was written, many rows at a time. It says nothing of one that is not, or that is
// written in an unusual way: that is for who looks closely (`lookClosely`), row by row.
import type { CheckedRows } from './checked-rows.ts';
import { signersOfManifest } from '../exporting/export-format.ts';
import type { ReadExport } from './close-look.ts';
import { addPeople, judgeErased, nobodyErased } from './erased-people.ts';
import { checkEnd, newCheck } from './export-end.ts';
import type { RowCheck, Trust } from './row-check.ts';
import { checkStretch } from './stretch.ts';
import type { StretchThreads } from './stretch-threads.ts';
import { Stretches } from './stretches.ts';
import type { TrustedKey } from './trust.ts';
import { Found } from './verdict.ts';

/** Enough at once for what it costs to hand it to a thread. */
const pieceForThread = 512 * 1024;

/** Checks what each row of a stretch must be in itself; undefined when something is wrong or unusual. */
type CheckStretch = (rows: Buffer) => CheckedRows | undefined | Promise<CheckedRows | undefined>;

/** @returns undefined when it is not accepted */
export async function acceptQuickly(
  path: string,
  trust: Trust,
  keys: readonly TrustedKey[],
  threads?: StretchThreads,
): Promise<ReadExport | undefined> {
  try {
    return threads
      ? await new QuickPass(new Stretches(path, pieceForThread), trust, keys).run(
          (rows) => threads.check(rows),
          threads.atOnce,
        )
      : await new QuickPass(new Stretches(path), trust, keys).run(checkStretch, 1);
  } catch (error) {
    if (error instanceof Found) return undefined;
    throw error;
  } finally {
    await threads?.end();
  }
}

class QuickPass {
  private check: RowCheck | undefined;
  private isComplete = true;
  private rows = 0;
  private unsealed = 0;
  private readonly people = nobodyErased();

  constructor(
    private readonly stretches: Stretches,
    private readonly trust: Trust,
    private readonly keys: readonly TrustedKey[],
  ) {}

  async run(check: CheckStretch, atOnce: number): Promise<ReadExport | undefined> {
    const waiting: ReturnType<CheckStretch>[] = [];
    for await (const stretch of this.stretches.read()) {
      waiting.push(check(stretch));
      if (waiting.length >= atOnce && !this.take(await waiting.shift())) return undefined;
    }
    for (const checked of waiting) if (!this.take(await checked)) return undefined;
    return this.end();
  }

  /** In the order of the file. @throws Found */
  private take(checked: CheckedRows | undefined): boolean {
    if (!checked) return false;
    const { isComplete = this.isComplete } = checked;
    if (this.check && isComplete !== this.isComplete) return false;
    this.isComplete = isComplete;
    if (checked.isComplete !== undefined) this.check ??= newCheck(isComplete, this.trust);
    this.check?.checked(checked);
    addPeople(this.people, checked.people);
    this.rows += checked.rows;
    this.unsealed += checked.unsealed;
    return true;
  }

  /** @throws Found */
  private end(): ReadExport | undefined {
    const { ending, header } = this.stretches;
    if (!ending || header === undefined || !this.stretches.isAsWritten()) return undefined;
    const { manifest } = ending;
    if (manifest.rows !== this.rows) return undefined;
    checkEnd({ header, check: this.check, isComplete: this.isComplete }, ending, this.trust, this.keys);
    const signers = signersOfManifest(ending, this.keys);
    const archived = this.check?.archived ?? [];
    const untold = judgeErased(this.people, manifest, archived);
    return { manifest, events: this.rows, unsealed: this.unsealed, signers, archived, untold };
  }
}
