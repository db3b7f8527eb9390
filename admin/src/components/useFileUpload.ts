import { useRef, useState } from 'react';
import type { UploadProgress } from '../providers/upload.ts';

export type UploadState<Outcome> =
  | { phase: 'idle' }
  | { phase: 'sending'; name: string; share: number }
  | { phase: 'reading'; name: string }
  | { phase: 'done'; name: string; outcome: Outcome }
  | { phase: 'failed'; name: string; error: unknown };

/** How the sending of a file is stopped, and who is told how far it is. */
export type UploadWatch = { signal: AbortSignal; onProgress: (progress: UploadProgress) => void };

const wasStopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Sends a file and tells how far it is. Everything is sent long before the answer comes: then it is being read. */
export const useFileUpload = <Outcome>(upload: (file: File, watch: UploadWatch) => Promise<Outcome>) => {
  const [state, setState] = useState<UploadState<Outcome>>({ phase: 'idle' });
  const stopping = useRef<AbortController>(undefined);

  const send = async (file: File) => {
    const { name } = file;
    stopping.current = new AbortController();
    setState({ phase: 'sending', name, share: 0 });
    try {
      const outcome = await upload(file, {
        signal: stopping.current.signal,
        onProgress: ({ sent, total }) =>
          setState(
            sent < total ? { phase: 'sending', name, share: sent / total } : { phase: 'reading', name },
          ),
      });
      setState({ phase: 'done', name, outcome });
    } catch (error) {
      setState(wasStopped(error) ? { phase: 'idle' } : { phase: 'failed', name, error });
    }
  };
  return { state, send, stop: () => stopping.current?.abort() };
};
