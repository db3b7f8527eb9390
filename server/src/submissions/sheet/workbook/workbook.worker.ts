// Runs in a thread of its own, in development straight from the source: erasable TypeScript only.
import { parentPort, workerData } from 'node:worker_threads';
import { packedRows } from './packed-rows.ts';
import { UnreadableWorkbook } from './unreadable-workbook.error.ts';
import { workbookSources } from './workbook.reader.ts';
import type { Answer } from './workbook.thread.ts';

async function read(bytes: Uint8Array): Promise<Answer> {
  try {
    const sources = await workbookSources(bytes);
    return {
      sheets: sources.map(({ sheet, records }) => ({ sheet: sheet ?? '', ...packedRows(records()) })),
    };
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return { refusal: error.message };
    throw error;
  }
}

const answer = await read(workerData as Uint8Array);
const transferred = 'sheets' in answer ? answer.sheets.map(({ bytes }) => bytes.buffer) : [];
parentPort?.postMessage(answer, transferred);
