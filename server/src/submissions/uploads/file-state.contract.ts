import { z } from 'zod';
import { fileView } from '../../files/file.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';

/**
 * - `missing`: a record names it, and it is not here
 * - `unfinished`: its upload was begun, and not all of it came yet
 * - `checking`: here, and still being read
 * - `verified`: here, and what the records say of it, if any names it
 * - `differs`: verified, and not what a record says of it
 * - `rejected`: not what its sender said
 */
export const fileState = z.enum(['missing', 'unfinished', 'checking', 'verified', 'differs', 'rejected']);
export type FileState = z.infer<typeof fileState>;

export const fileNaming = z.object({
  recordId: z.uuid(),
  type: z.enum(['run', 'analysis']),
  alias: z.string(),
  /** As it was given, where that is one. */
  md5: z.string().nullable(),
});

/** A file that is here or that a run or an analysis names. */
export const fileStateView = z
  .object({
    /** The file's id where it is here, else one that its name has as long as it is missing. */
    id: z.string(),
    name: z.string(),
    state: fileState,
    file: fileView.nullable(),
    /** The first records that name it, in their order. */
    namings: z.array(fileNaming),
    /** How many records name it. */
    namedBy: z.int(),
  })
  .meta({ id: 'FileState' });
export type FileStateView = z.infer<typeof fileStateView>;

export const fileStatePage = pageOf(fileStateView).meta({ id: 'FileStatePage' });

/** `q` looks for a part of the file's name, or of the alias of a record that names it. */
export const fileStateQuery = listQuery.extend({ state: listOf(fileState).optional() });
export type FileStateQuery = z.infer<typeof fileStateQuery>;

/** How many files are in each state, and how many of those that records name are verified. */
export const fileStateCounts = z
  .object({
    counts: z.record(fileState, z.int()),
    named: z.object({ count: z.int(), verified: z.int() }),
  })
  .meta({ id: 'FileStateCounts' });
export type FileStateCounts = z.infer<typeof fileStateCounts>;

/** `after`: the name after which to read on. */
export const fileNamesQuery = z.strictObject({
  after: z
    .string()
    .max(1000)
    .refine((name) => !name.includes('\0'), { message: 'must be the name of a file' })
    .optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(2000),
});
export type FileNamesQuery = z.infer<typeof fileNamesQuery>;

/** The names of complete files in their order; `next` is the last of them where there are more. */
export const fileNames = z
  .object({ names: z.array(z.string()), next: z.string().nullable() })
  .meta({ id: 'FileNames' });
export type FileNames = z.infer<typeof fileNames>;
