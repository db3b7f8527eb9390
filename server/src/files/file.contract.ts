import { z } from 'zod';
import { moment } from '../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

export const fileStatus = z.enum([
  'pending',
  'uploaded',
  'verifying',
  'verified',
  'rejected',
  'aborted',
  'removed',
]);
export type FileStatus = z.infer<typeof fileStatus>;

/** Who may see a file beside its owner: nobody, or whoever may see what was submitted. */
export const fileVisibility = z.enum(['private', 'submitted']);
export type FileVisibility = z.infer<typeof fileVisibility>;

/** Why a file was not taken, and in words what its bytes are and what they were to be. */
export const rejection = z
  .object({
    code: z.enum([
      'file.missing',
      'file.size_differs',
      'file.md5_differs',
      'file.sha256_differs',
      'file.sidecar_differs',
      'file.sidecar_unreadable',
    ]),
    message: z.string(),
  })
  .meta({ id: 'FileRejection' });
export type Rejection = z.infer<typeof rejection>;

/** What a name makes one expect; a hint never refuses a file. */
export const fileHint = z.enum(['uncompressed_fastq', 'unusual_compression', 'unknown_extension']);
export type FileHint = z.infer<typeof fileHint>;

export const fileView = z
  .object({
    id: z.uuid(),
    /** What it belongs to, e.g. `Submission`. */
    rootType: z.string(),
    rootId: z.uuid(),
    name: z.string(),
    /** Bytes, as declared. */
    size: z.int().positive(),
    status: fileStatus,
    visibility: fileVisibility,
    /** Computed from the bytes, lower-case hex; null until they were read. */
    md5: z.string().nullable(),
    sha256: z.string().nullable(),
    rejection: rejection.nullable(),
    hints: z.array(fileHint),
    createdAt: moment,
    uploadedAt: moment.nullable(),
    /** When it was verified or rejected. */
    settledAt: moment.nullable(),
  })
  .meta({ id: 'File' });
export type FileView = z.infer<typeof fileView>;

export const filePage = pageOf(fileView).meta({ id: 'FilePage' });

export const fileListQuery = listQuery.extend({ status: listOf(fileStatus).optional() });
export type FileListQuery = z.infer<typeof fileListQuery>;

/** An address that gives the bytes to whoever has it, for a minute. */
export const downloadView = z.object({ url: z.url(), expiresAt: moment }).meta({ id: 'FileDownload' });
export type DownloadView = z.infer<typeof downloadView>;
