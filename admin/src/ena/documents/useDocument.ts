import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { BatchPreview } from '../../providers/batches.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useAnswer } from '../attempts/useAnswers.ts';
import { useAttempts, useBatch } from '../useBatch.ts';

/** `preview.<submission>`, `payload.<attempt>`, `receipt.<attempt>`, `answer.<attempt>.<answer>`: how an address names one. */
export type DocumentName = { kind: 'preview' | 'payload' | 'receipt' | 'answer'; of: string; answer: string };

const kinds = ['preview', 'payload', 'receipt', 'answer'] as const;

export const readName = (given: string | null): DocumentName | null => {
  const [named, of, answer = ''] = (given ?? '').split('.');
  const kind = kinds.find((each) => each === named);
  if (of === undefined || kind === undefined || (kind === 'answer') !== (answer !== '')) return null;
  return { kind, of, answer };
};

export type ReadDocument = {
  blob: Blob;
  text: string;
  name: string;
  /** What the bytes have to add up to. */
  sha256: string;
  preview: BatchPreview | null;
};

/** Above this it is asked whether it really should be loaded. */
export const large = 8_000_000;

const previewDocument = (preview: BatchPreview, reference: string): ReadDocument => ({
  blob: new Blob([preview.xml], { type: 'text/xml' }),
  text: preview.xml,
  name: `${reference}-preview.xml`,
  sha256: preview.sha256,
  preview,
});

/** Size and hash of what was sent or answered, as the request's row states them; the preview has none until it is made. */
export const useStated = (name: DocumentName) => {
  const attempts = useAttempts();
  const answer = useAnswer(name.of, name.answer, name.kind === 'answer');
  if (name.kind === 'preview') return { attempt: null, bytes: null, sha256: null, isKnown: true };
  const attempt = attempts.data?.items.find(({ id }) => id === name.of) ?? null;
  if (name.kind === 'answer') {
    const { bytes = null, sha256 = null } = answer.data ?? {};
    return { attempt, bytes, sha256, isKnown: answer.data !== undefined };
  }
  const isPayload = name.kind === 'payload';
  return {
    attempt,
    bytes: (isPayload ? attempt?.payloadBytes : attempt?.receiptBytes) ?? null,
    sha256: (isPayload ? attempt?.payloadSha256 : attempt?.receiptSha256) ?? null,
    isKnown: attempts.data !== undefined,
  };
};

/** A document of the batch: as it would be sent, as it was sent, or as ENA answered. */
export const useDocument = (name: DocumentName, isWanted: boolean) => {
  const { id, reference } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { sha256, attempt } = useStated(name);
  return useQuery({
    queryKey: ['batch-document', id, name.kind, name.of, name.answer, sha256],
    enabled: isWanted && (name.kind === 'preview' || sha256 !== null),
    // What was sent and answered never changes; a preview is made anew each time it is opened.
    staleTime: name.kind === 'preview' ? 0 : Infinity,
    gcTime: 60_000,
    queryFn: async ({ signal }): Promise<ReadDocument> => {
      if (name.kind === 'preview')
        return previewDocument(await provider.batchPreview(id, name.of, signal), reference);
      const path =
        name.kind === 'answer'
          ? `/ena/answers/${name.answer}/document`
          : `/ena/attempts/${name.of}/${name.kind}`;
      const { blob, name: given } = await provider.download(path);
      const fallback = `${attempt?.submissionAlias ?? name.of}-${name.kind}.xml`;
      return { blob, text: await blob.text(), name: given ?? fallback, sha256: sha256 ?? '', preview: null };
    },
  });
};
