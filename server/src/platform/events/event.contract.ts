import { z } from 'zod';
import { moment } from '../http/common.contract.ts';

/** What the stream `/api/v1/events` tells: something about a record changed; the reader fetches what they need. */
export const streamEvent = z
  .object({
    id: z.string(),
    type: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    at: moment,
  })
  .meta({ id: 'StreamEvent' });
export type StreamEventView = z.infer<typeof streamEvent>;

/** `type` of the event (`event: reset`, subject `*`) that tells a page to fetch anew everything it shows: it missed too much. */
export const streamReset = 'StreamReset';
