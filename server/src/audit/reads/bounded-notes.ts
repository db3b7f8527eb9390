/** A note to write: the first of its kind, or the count (`times`) of further ones like it, with the names they came with. */
export type Due<T> = { subject: T; times: number; since: Date; until: Date; names: readonly string[] };

/**
 * What became of a note: it is `due` to be written now, or it was counted in the window of that key. A window that has
 * no room for another name is over at once, and its count is due (`full`).
 */
export type Taken<T> = { key: string; due: T | undefined; full?: Due<T> };

type Window<T> = {
  subject: T;
  person: string;
  since: Date;
  until: Date;
  unwritten: number;
  names: Set<string>;
};

/** In one note. Ids, each as long as a line: a thousand are 40 kB. */
const mostNames = 1_000;

/**
 * Decides which of a stream of notes are written: the first of each kind at once, and further ones of that kind within
 * the window as one count when the window is over. Each person has a limit of kinds at a time; what goes beyond it is
 * counted together. So neither a loop nor a scan can flood the log.
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
   * @param rest noted in its place once the person has reached the limit of kinds
   * @param name what it is about; beyond the limit, those that are counted together keep theirs
   */
  take(person: string, kind: string, subject: T, rest: T, now: Date, name?: string): Taken<T> {
    const own = keyOf(person, kind);
    if (this.windows.has(own) || this.kindsOf(person) < this.mostKinds)
      return this.takeIn(own, person, subject, now);
    return this.takeIn(keyOf(person, null), person, rest, now, name);
  }

  /**
   * Call if a due note could not be written: the next of its kind is due again, and what was counted since is dropped.
   */
  forget(key: string): void {
    this.windows.delete(key);
  }

  /**
   * Closes the windows that are over.
   *
   * @param all also closes those that are not over
   * @returns the counts that are still to be written
   */
  close(now: Date, all = false): Due<T>[] {
    const due: Due<T>[] = [];
    for (const [key, window] of this.windows) {
      if (!all && now.getTime() - window.since.getTime() < this.windowMs) continue;
      this.windows.delete(key);
      if (window.unwritten > 0) due.push(countOf(window));
    }
    return due;
  }

  /** Nothing waits to be closed. */
  get isEmpty(): boolean {
    return this.windows.size === 0;
  }

  private takeIn(key: string, person: string, subject: T, now: Date, name?: string): Taken<T> {
    const window = this.windows.get(key);
    if (!window) {
      this.windows.set(key, { subject, person, since: now, until: now, unwritten: 0, names: new Set() });
      return { key, due: subject };
    }
    window.unwritten += 1;
    window.until = now;
    if (name !== undefined) window.names.add(name);
    if (window.names.size < mostNames) return { key, due: undefined };
    this.windows.delete(key);
    return { key, due: undefined, full: countOf(window) };
  }

  private kindsOf(person: string): number {
    let count = 0;
    for (const window of this.windows.values()) if (window.person === person) count += 1;
    return count;
  }
}

const keyOf = (person: string, kind: string | null) => JSON.stringify([person, kind]);

const countOf = <T>({ subject, unwritten, since, until, names }: Window<T>): Due<T> => ({
  subject,
  times: unwritten,
  since,
  until,
  names: [...names],
});
