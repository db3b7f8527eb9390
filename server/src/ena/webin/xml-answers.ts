// Reading ENA's answers, as `receipt.judge.ts` and the others do it. The XML library takes 20 MB of memory in every
// process that loads it, and the API reads such an answer seldom: it is loaded with the first.
import type * as judging from './receipt.judge.ts';
import type * as reading from './receipt.reader.ts';
import type * as readingBack from './read-back.ts';

type Given<Of extends (...args: never[]) => unknown> = Parameters<Of>;

/** @returns what `judgeAnswer` of `receipt.judge.ts` does */
export async function judgeAnswer(...given: Given<typeof judging.judgeAnswer>) {
  return (await import('./receipt.judge.ts')).judgeAnswer(...given);
}

/** @throws UnreadableReceiptError, as `readReceipt` of `receipt.reader.ts` */
export async function readReceipt(...given: Given<typeof reading.readReceipt>) {
  return (await import('./receipt.reader.ts')).readReceipt(...given);
}

/** @throws WebinError `unknown`, as `readBack` of `read-back.ts` */
export async function readBack(...given: Given<typeof readingBack.readBack>) {
  return (await import('./read-back.ts')).readBack(...given);
}
