import type {
  BeginUpload,
  CompleteUpload,
  UploadView,
} from '@contract/submissions/uploads/upload.contract.ts';
import { ApiProblem } from '../../../providers/problem.ts';
import { StoreRefusal } from '../../../providers/putBytes.ts';

/** What sending needs of the API, of the object store and of the clock. */
export type TransferServices = {
  begin: (file: BeginUpload, idempotencyKey: string) => Promise<UploadView>;
  fresh: (uploadId: string) => Promise<UploadView>;
  complete: (uploadId: string, body: CompleteUpload) => Promise<UploadView>;
  put: (
    url: string,
    bytes: Blob,
    options: { onProgress: (sent: number) => void; signal: AbortSignal },
  ) => Promise<string>;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** What has been reached: another try goes on from here instead of sending everything again. */
export type Progress = { upload: UploadView | null; etags: Map<number, string>; key: string };

export const nothingYet = (): Progress => ({ upload: null, etags: new Map(), key: crypto.randomUUID() });

type Options = { onSent: (bytes: number) => void; signal: AbortSignal };

const partsAtOnce = 2;
const triesPerPart = 6;

/** Passes by itself: no answer, a busy store, or an address that has expired and is asked for again. */
const mayPass = (error: unknown) =>
  error instanceof StoreRefusal &&
  (error.status < 400 || [403, 408, 429].includes(error.status) || error.status >= 500);

/** Waiting time before the nth try of a part: 1 s, 2 s, 4 s … 16 s. */
const waitBefore = (tries: number) => Math.min(16_000, 1_000 * 2 ** (tries - 1));

/** Sends one file, part by part; a part that does not get through is tried again, with fresh addresses where they have expired. */
export const sendFile = async (
  file: File,
  progress: Progress,
  services: TransferServices,
  { onSent, signal }: Options,
): Promise<UploadView> => {
  progress.upload ??= await services.begin({ name: file.name, size: file.size }, progress.key);
  let upload = progress.upload;
  const sent = new Map<number, number>();
  const tell = () => onSent([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  const all = upload.parts;
  const startOf = (number: number) => (number - 1) * upload.partSize;

  const sendPart = async (number: number, size: number): Promise<void> => {
    const bytes = file.slice(startOf(number), startOf(number) + size);
    for (let tries = 1; ; tries += 1) {
      try {
        const url = upload.parts.find((part) => part.number === number)?.url ?? '';
        const onProgress = (count: number) => {
          sent.set(number, Math.min(count, size));
          tell();
        };
        progress.etags.set(number, await services.put(url, bytes, { onProgress, signal }));
        onProgress(size);
        return;
      } catch (error) {
        if (!mayPass(error) || tries >= triesPerPart) throw error;
        sent.set(number, 0);
        tell();
        await services.pause(waitBefore(tries), signal);
        if (error instanceof StoreRefusal && error.status === 403)
          progress.upload = upload = await services.fresh(upload.id);
      }
    }
  };

  for (const { number, size } of all) if (progress.etags.has(number)) sent.set(number, size);
  tell();
  const waiting = all.filter(({ number }) => !progress.etags.has(number));
  const worker = async () => {
    for (let part = waiting.shift(); part; part = waiting.shift()) await sendPart(part.number, part.size);
  };
  const workers = Array.from({ length: partsAtOnce }, worker);
  await Promise.all(workers).catch(async (error) => {
    // Nothing more is begun; what is on its way is let arrive, so that it need not be sent again.
    waiting.length = 0;
    await Promise.allSettled(workers);
    throw error;
  });
  return services.complete(upload.id, { parts: partsOf(progress) });
};

const partsOf = ({ etags }: Progress) =>
  [...etags].sort(([one], [other]) => one - other).map(([number, etag]) => ({ number, etag }));

/** What another try can go on from after a refusal: nothing, where the server has let go of the upload or its bytes. */
export const afterRefusal = (progress: Progress, error: unknown): Progress => {
  if (!(error instanceof ApiProblem)) return progress;
  if (error.code === 'upload.bad_parts' || error.code === 'upload.not_arrived')
    return { ...progress, etags: new Map() };
  // No answer may mean that the request arrived: the same key finds the upload that it began.
  return error.status === 0 || error.status >= 500 ? progress : nothingYet();
};
