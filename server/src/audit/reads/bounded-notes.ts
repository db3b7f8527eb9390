/** One that is written at once, or that many more of one written before. */
export type Due<T> = { subject: T; times: number; since: Date; until: Date };

/** What became of a note: it is to be written now, or counted in the window of that key. */
export type Taken<T> = { key: string; due: T | undefined };

type Window<T> = { subject: T; person: string; since: Date; until: Date; unwritten: number };

/**
 * Decides what of a stream of notes is written: the first of each kind at once, further ones of the same kind within
 * the same minute as a count when that minute is over. One person cannot have more than so many kinds in a minute:
 * what is beyond is counted together. So neither a loop nor a scan can flood what the notes are written to.
 *
 * @typeParam T what is noted
 */
export class BoundedNotes<T> {
  private readonly windows = new Map<string, Window<T>>();

  constructor(
    private readonly windowMs: number,
    private readonly mostKinds: number,
  ) {}

  /**
   * @param person who causes it
   * @param kind what is the same in two notes that are counted together
   * @param subject what is noted
   * @param rest what is noted in its place when the person has reached the limit of kinds
   */
  take(person: string, kind: string, subject: T, rest: T, now: Date): Taken<T> {
    const own = keyOf(person, kind);
    if (this.windows.has(own) || this.kindsOf(person) < this.mostKinds)
      return this.takeIn(own, person, subject, now);
    return this.takeIn(keyOf(person, null), person, rest, now);
  }

  /** What was due could not be written: the next of its kind is due again. What was counted since is not kept. */
  forget(key: string): void {
    this.windows.delete(key);
  }

  /** Closes the windows that are over. @param all those that are not over, too @returns what is still to be written */
  close(now: Date, all = false): Due<T>[] {
    const due: Due<T>[] = [];
    for (const [key, { subject, since, until, unwritten }] of this.windows) {
      if (!all && now.getTime() - since.getTime() < this.windowMs) continue;
      this.windows.delete(key);
      if (unwritten > 0) due.push({ subject, times: unwritten, since, until });
    }
    return due;
  }

  /** Nothing waits to be closed. */
  get isEmpty(): boolean {
    return this.windows.size === 0;
  }

  private takeIn(key: string, person: string, subject: T, now: Date): Taken<T> {
    const window = this.windows.get(key);
    if (window) {
      window.unwritten += 1;
      window.until = now;
      return { key, due: undefined };
    }
    this.windows.set(key, { subject, person, since: now, until: now, unwritten: 0 });
    return { key, due: subject };
  }

  private kindsOf(person: string): number {
    let count = 0;
    for (const window of this.windows.values()) if (window.person === person) count += 1;
    return count;
  }
}

const keyOf = (person: string, kind: string | null) => JSON.stringify([person, kind]);
