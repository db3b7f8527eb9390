import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/**
 * A document that went to ENA or came from there, to be saved: whatever ENA sent is text, and an HTML error page must not
 * run in our own origin.
 */
export const keptDocument = (stream: Readable, id: string, what: 'payload' | 'receipt' | 'answer') =>
  new StreamableFile(stream, {
    type: what === 'payload' ? 'text/xml' : 'text/plain',
    disposition: `attachment; filename="${id}-${what}.xml"`,
  });
