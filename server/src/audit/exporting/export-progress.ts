import type { Content } from './export-content.ts';

const tellEveryMs = 2_000;
const newline = 0x0a;

type Progress = {
  content: Pick<Content, 'rows'>;
  /** Whether events can be counted by their lines. */
  isText: boolean;
  signal: AbortSignal;
  /** Is awaited. */
  tell: (events: number) => Promise<void>;
};

/**
 * Passes an export's bytes on, and now and then reports about how many events they hold. In CSV, a name that contains a
 * line break counts as one event more; the count at the end is exact.
 *
 * @throws the signal's reason; what `tell` throws
 */
export async function* tellingProgress(
  chunks: AsyncIterable<Buffer>,
  { content, isText, signal, tell }: Progress,
  now: () => number = () => performance.now(),
): AsyncGenerator<Buffer> {
  let lines = 0;
  let toldAt = now();
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    if (isText) lines += linesIn(chunk);
    if (now() - toldAt >= tellEveryMs) {
      toldAt = now();
      await tell(isText ? Math.max(0, lines - 1) : content.rows);
    }
    yield chunk;
  }
}

function linesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) count += 1;
  return count;
}
