import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useRef, useState } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { sheetOutcome, type SheetOutcome } from './sheetOutcome.ts';

export type UploadState =
  | { phase: 'idle' }
  | { phase: 'sending'; name: string; share: number }
  | { phase: 'checking'; name: string }
  | { phase: 'done'; name: string; outcome: SheetOutcome }
  | { phase: 'failed'; name: string; error: unknown };

const wasStopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Uploads a sheet to a submission and tells how far it is. Everything is sent long before the answer comes: then it is being read. */
export const useSheetUpload = (
  submission: SubmissionView,
  onDone: (next: SubmissionView, outcome: SheetOutcome) => void,
) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const [state, setState] = useState<UploadState>({ phase: 'idle' });
  const stopping = useRef<AbortController>(undefined);

  const send = async (file: File) => {
    const { name } = file;
    stopping.current = new AbortController();
    setState({ phase: 'sending', name, share: 0 });
    try {
      const next = await provider.uploadSheet({
        id: submission.id,
        version: submission.version,
        file,
        signal: stopping.current.signal,
        onProgress: ({ sent, total }) =>
          setState(
            sent < total ? { phase: 'sending', name, share: sent / total } : { phase: 'checking', name },
          ),
      });
      const outcome = sheetOutcome(submission, next);
      setState({ phase: 'done', name, outcome });
      onDone(next, outcome);
    } catch (error) {
      setState(wasStopped(error) ? { phase: 'idle' } : { phase: 'failed', name, error });
    }
  };
  return { state, send, stop: () => stopping.current?.abort() };
};
