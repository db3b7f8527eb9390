/** One that is written at once, or that many more of one written before. */
export type Due<T> = { subject: T; times: number; since: Date; until: Date };

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
   * @returns what is to be written now; undefined when it is counted
   */
  take(person: string, kind: string, subject: T, rest: T, now: Date): T | undefined {
    const known = this.windows.get(keyOf(person, kind));
    if (known) return this.count(known, now);
    if (this.kindsOf(person) < this.mostKinds) return this.open(person, kind, subject, now);
    const beyond = this.windows.get(keyOf(person, null));
    return beyond ? this.count(beyond, now) : this.open(person, null, rest, now);
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

  private open(person: string, kind: string | null, subject: T, now: Date): T {
    this.windows.set(keyOf(person, kind), { subject, person, since: now, until: now, unwritten: 0 });
    return subject;
  }

  private count(window: Window<T>, now: Date): undefined {
    window.unwritten += 1;
    window.until = now;
  }

  private kindsOf(person: string): number {
    let count = 0;
    for (const window of this.windows.values()) if (window.person === person) count += 1;
    return count;
  }
}

const keyOf = (person: string, kind: string | null) => JSON.stringify([person, kind]);
