import { apiBase, requestHeaders } from './http.ts';
import { problemFrom, unreachable } from './problem.ts';
import { freshToken } from './session.ts';

export type UploadProgress = { sent: number; total: number };
type UploadOptions = {
  version?: number;
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
};

const answerOf = <T>(xhr: XMLHttpRequest): T => {
  if (xhr.status >= 200 && xhr.status < 300) return JSON.parse(xhr.responseText) as T;
  throw problemFrom(xhr.status, xhr.responseText, xhr.getResponseHeader('x-request-id'));
};

/**
 * Posts one file as multipart field `file`. XMLHttpRequest, because fetch tells nothing about what has been sent so far.
 * Throws `ApiProblem`, or an `AbortError` when the signal stops it.
 */
export const upload = async <T>(path: string, file: File, options: UploadOptions = {}): Promise<T> => {
  const token = await freshToken();
  const form = new FormData();
  form.append('file', file);
  return new Promise<T>((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', `${apiBase}${path}`);
    const headers = requestHeaders({ body: form, version: options.version }, token);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', ({ loaded, total }) =>
      options.onProgress?.({ sent: loaded, total }),
    );
    xhr.addEventListener('load', () => {
      try {
        resolve(answerOf<T>(xhr));
      } catch (error) {
        reject(error as Error);
      }
    });
    xhr.addEventListener('error', () => reject(unreachable('the upload was cut off')));
    xhr.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    options.signal?.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(form);
  });
};
