import { z } from 'zod';

/** How far a list's `total` can be trusted: counted, counted up to a limit and stopped, or the planner's estimate. */
export const totalKind = z.enum(['exact', 'capped', 'estimated']);

/**
 * One page of a keyset list. `next` and `previous` are opaque cursors for `after=` and `before=`; null where the list
 * ends. There are no page numbers: a cursor costs the same at any depth.
 */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    total: z.int().nonnegative(),
    totalKind,
  });

export type Page<T> = {
  items: T[];
  next: string | null;
  previous: string | null;
  total: number;
  totalKind: z.infer<typeof totalKind>;
};

/** One value or several, `status=draft,submitted` or `status=draft&status=submitted`, as an array. */
export const listOf = <T extends z.ZodType<string, string>>(value: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((raw) =>
      [raw]
        .flat()
        .flatMap((part) => part.split(','))
        .filter((part) => part !== ''),
    )
    .pipe(z.array(value).max(500));

/** What every list takes beside its own filters. `sort` is a field's name, `-` before it for descending. */
export const listQuery = z.strictObject({
  q: z.string().trim().max(200).optional(),
  ids: listOf(z.string().max(100)).optional(),
  sort: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.string().max(6000).optional(),
  before: z.string().max(6000).optional(),
});

export type ListQuery = z.infer<typeof listQuery>;

/** Counts by value of one field, for the tabs above a list. */
export const countsView = z
  .object({ counts: z.record(z.string(), z.int().nonnegative()) })
  .meta({ id: 'Counts' });
