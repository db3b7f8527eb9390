/** The object store did not take a part: the status it answered with, 0 when no answer came. */
export class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal';
  readonly status: number;

  constructor(status: number) {
    super(`the object store answered ${status}`);
    this.status = status;
  }
}

type Options = { onProgress: (sent: number) => void; signal: AbortSignal };

/**
 * Sends bytes to a signed address, as it asks: one PUT, without a header of our own.
 *
 * @returns the ETag the store gives them
 * @throws StoreRefusal, or an `AbortError` when the signal stops it
 */
export const putBytes = (url: string, bytes: Blob, { onProgress, signal }: Options): Promise<string> =>
  new Promise((resolve, reject) => {
    const stopped = () => reject(new DOMException('stopped', 'AbortError'));
    if (signal.aborted) return stopped();
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal.addEventListener('abort', abort, { once: true });
    xhr.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    xhr.open('PUT', url);
    xhr.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    xhr.addEventListener('load', () => {
      if (xhr.status < 200 || xhr.status >= 300) return reject(new StoreRefusal(xhr.status));
      // The store's CORS rule has to expose it: parts are put together by it.
      const etag = xhr.getResponseHeader('etag');
      if (etag === null) reject(new StoreRefusal(xhr.status));
      else resolve(etag);
    });
    xhr.addEventListener('error', () => reject(new StoreRefusal(0)));
    xhr.addEventListener('abort', stopped);
    // Without a type of its own the browser sends no content-type, which the signature does not cover.
    xhr.send(bytes.slice(0, bytes.size, ''));
  });
