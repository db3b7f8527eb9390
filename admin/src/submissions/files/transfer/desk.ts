import { dataProvider } from '../../../providers/dataProvider.ts';
import { putBytes } from '../../../providers/putBytes.ts';
import { queryClient } from '../../../providers/queryClient.ts';
import { currentSession, subscribeToSession } from '../../../providers/session.ts';
import { TransferDesk } from './TransferDesk.ts';

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const stop = () => reject(new DOMException('stopped', 'AbortError'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
  });

/** The one desk of this tab. */
export const desk = new TransferDesk({
  of: (submissionId) => ({
    begin: (file, idempotencyKey) => dataProvider.beginUpload({ submissionId, file, idempotencyKey }),
    fresh: (id) => dataProvider.uploadOf(id),
    complete: (id, body) => dataProvider.completeUpload(id, body),
    put: putBytes,
    pause,
  }),
  abort: (id) => dataProvider.abortUpload(id),
  arrived: (submissionId) =>
    queryClient.invalidateQueries({ queryKey: ['files', 'getInfiniteList', submissionId] }),
});

let personId = currentSession()?.me.id;
subscribeToSession(() => {
  const now = currentSession()?.me.id;
  if (personId !== undefined && now !== personId) desk.stopAll();
  personId = now;
});

const ask = (event: BeforeUnloadEvent) => event.preventDefault();
let isAsking = false;

/** Closing the tab would end them: the browser asks first. */
desk.subscribe(() => {
  const isBusy = desk.transfers().some(({ state }) => state !== 'failed');
  if (isBusy === isAsking) return;
  isAsking = isBusy;
  if (isBusy) globalThis.addEventListener('beforeunload', ask);
  else globalThis.removeEventListener('beforeunload', ask);
});
