import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { BatchPreview } from '../../providers/commands.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useAttempts, useBatch } from '../useBatch.ts';

/** `preview.<submission>`, or `payload.<attempt>` and `receipt.<attempt>`: how an address names a document. */
export type DocumentName = { kind: 'preview' | 'payload' | 'receipt'; of: string };

export const readName = (given: string | null): DocumentName | null => {
  const [kind, of] = (given ?? '').split('.');
  if (of === undefined || (kind !== 'preview' && kind !== 'payload' && kind !== 'receipt')) return null;
  return { kind, of };
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
  if (name.kind === 'preview') return { attempt: null, bytes: null, sha256: null, isKnown: true };
  const attempt = attempts.data?.items.find(({ id }) => id === name.of) ?? null;
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
    queryKey: ['batch-document', id, name.kind, name.of, sha256],
    enabled: isWanted && (name.kind === 'preview' || sha256 !== null),
    // What was sent and answered never changes; a preview is made anew each time it is opened.
    staleTime: name.kind === 'preview' ? 0 : Infinity,
    gcTime: 60_000,
    queryFn: async ({ signal }): Promise<ReadDocument> => {
      if (name.kind === 'preview')
        return previewDocument(await provider.batchPreview(id, name.of, signal), reference);
      const { blob, name: given } = await provider.download(`/ena/attempts/${name.of}/${name.kind}`);
      const fallback = `${attempt?.submissionAlias ?? name.of}-${name.kind}.xml`;
      return { blob, text: await blob.text(), name: given ?? fallback, sha256: sha256 ?? '', preview: null };
    },
  });
};
