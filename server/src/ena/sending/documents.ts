import { createHash } from 'node:crypto';

/** Documents are kept by the hash of their bytes: the same bytes are stored once, and nothing is overwritten by others. */
export const documentKey = (sha256: string): string => `ena/documents/${sha256}.xml`;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
