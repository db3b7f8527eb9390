import { z } from 'zod';

/** A place where the log can be bad. */
export const namedPlace = z.object({
  kind: z.enum([
    'event',
    'events',
    'segment',
    'archive',
    'heads',
    'hold',
    'key',
    'person',
    'verification',
    'erasure',
    'guard',
  ]),
  /**
   * Of an event, a hold, a key, a person, a verification, an erasure; the month of an archive, `YYYY-MM`; the name of a table or function that
   * guards the log. Null where the place has a number alone, or is all of its kind.
   */
  id: z.string().nullable(),
  /** Of an event or a segment, in the order of the seal. */
  number: z.int().nullable(),
});
export type NamedPlace = z.infer<typeof namedPlace>;
