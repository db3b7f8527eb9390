/** Writes progress down now and then, one note at a time, without making the transfer wait. */
export type ProgressNotes = {
  /** How far it had come at last, whether noted or not. */
  readonly furthest: number;
  /** Aborted when a note could not be written. */
  readonly signal: AbortSignal;
  note(bytes: number): void;
  /** Waits for the note that is being written; none comes after it. @throws what the writing threw */
  end(): Promise<void>;
};

/** @param everyMs at the least between the beginnings of two notes */
export function progressNotes(write: (bytes: number) => Promise<void>, everyMs = 2_000): ProgressNotes {
  const failure = new AbortController();
  let furthest = 0;
  let last = performance.now();
  let writing: Promise<void> | undefined;
  let isOver = false;
  return {
    get furthest() {
      return furthest;
    },
    signal: failure.signal,
    note(bytes) {
      furthest = Math.max(furthest, bytes);
      if (isOver || writing || performance.now() - last < everyMs) return;
      last = performance.now();
      writing = write(bytes).then(
        () => (writing = undefined),
        (error: unknown) => failure.abort(error),
      ) as Promise<void>;
    },
    async end() {
      isOver = true;
      await writing;
      failure.signal.throwIfAborted();
    },
  };
}
