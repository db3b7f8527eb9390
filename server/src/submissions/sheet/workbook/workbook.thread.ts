import { Worker } from 'node:worker_threads';
import { SheetError } from '../sheet.error.ts';
import type { TableSource } from '../table-source.ts';
import { type PackedRows, unpackedRows } from './packed-rows.ts';
import { Turns } from './turns.ts';

/** What the thread says: the sheets of the workbook, or why it cannot be read. */
export type Answer = { sheets: readonly (PackedRows & { sheet: string })[] } | { refusal: string };

/** A sheet of 1.2 million cells, close to the largest that is taken, needs less than 256 MB and 12 s on a busy machine. */
export const threadLimits = { heapMb: 512, milliseconds: 90_000 };

/** Threads at work at the same time: each may take as much memory as the limit says. */
const turns = new Turns(2);

/** Beside this file, as source or as what was made of it. */
const program = new URL(
  `./workbook.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
);

/**
 * The sheets of an Excel workbook (.xlsx) as tables, read in a thread of its own: parsing one can take many seconds and
 * much memory, and whoever else the process answers would wait.
 *
 * @throws SheetError for one that cannot be read, or that takes more time or memory than any table needs
 */
export const workbookInThread = (
  bytes: Uint8Array,
  limits: typeof threadLimits = threadLimits,
): Promise<TableSource[]> =>
  turns.take(async () => {
    const answer = await ask(bytes, limits);
    if ('sheets' in answer) return answer.sheets.map(sourceOf);
    throw unreadable(answer.refusal);
  });

const sourceOf = ({ sheet, ...rows }: PackedRows & { sheet: string }): TableSource => ({
  sheet,
  encoding: { name: 'utf-8', certain: true },
  records: () => unpackedRows(rows),
});

function ask(bytes: Uint8Array, { heapMb, milliseconds }: typeof threadLimits): Promise<Answer> {
  const worker = new Worker(program, {
    workerData: bytes,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 64 },
  });
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => reject(tooMuch('time')), milliseconds);
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : error),
    );
    worker.once('exit', (code) => reject(new Error(`the reader of workbooks ended with ${code}`)));
    worker.once('exit', () => clearTimeout(timer));
  }).finally(() => worker.terminate());
}

const unreadable = (message: string) => new SheetError([{ code: 'sheet.workbook', message }]);

const tooMuch = (what: string) =>
  unreadable(
    `The workbook takes too much ${what} to be read. Take out what is no table, or save the table as tab-delimited text.`,
  );
