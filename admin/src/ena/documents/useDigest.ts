import { useQuery } from '@tanstack/react-query';

const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Whether the bytes that arrived here have the hash that is stated of them; null while it is computed, and where the browser has
 * no means to (a console served without TLS from another machine).
 */
export const useDigest = (blob: Blob, sha256: string): boolean | null => {
  const { data } = useQuery({
    queryKey: ['digest', sha256, blob.size],
    enabled: globalThis.isSecureContext,
    staleTime: Infinity,
    queryFn: async () => hex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())),
  });
  return data === undefined ? null : data === sha256;
};
