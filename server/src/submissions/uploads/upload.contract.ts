import { z } from 'zod';
import { fileHint, fileStatus } from '../../files/file.contract.ts';
import { moment } from '../../platform/http/common.contract.ts';

/** A checksum in hexadecimal, upper or lower case; kept in lower case. */
const hex = (digits: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^[0-9A-Fa-f]{${digits}}$`), `must be ${digits} hexadecimal digits`)
    .transform((text) => text.toLowerCase());

export const beginUpload = z
  .strictObject({
    /** Its name is looked at with the rules of ENA, and refused in words. */
    name: z.string().max(1000),
    /** Bytes. */
    size: z.int().positive('must be 1 byte or more: an empty file holds nothing'),
    md5: hex(32).optional(),
    sha256: hex(64).optional(),
  })
  .meta({ id: 'BeginUpload' });
export type BeginUpload = z.infer<typeof beginUpload>;

const part = z.strictObject({
  number: z.int().min(1).max(10_000),
  /** As the store answered the PUT, with or without its quotation marks. */
  etag: z.string().trim().min(1).max(200),
});

/** `parts` is needed for an upload of more than one part. */
export const completeUpload = z
  .strictObject({ parts: z.array(part).min(1).max(10_000).optional() })
  .meta({ id: 'CompleteUpload' });
export type CompleteUpload = z.infer<typeof completeUpload>;

/** Where the bytes go: each part as one PUT of exactly `size` bytes to `url`, with no header but its length. */
export const uploadView = z
  .object({
    /** Also the id of the file. */
    id: z.uuid(),
    submissionId: z.uuid(),
    name: z.string(),
    size: z.int().positive(),
    status: fileStatus,
    hints: z.array(fileHint),
    /** Bytes of each part but the last. */
    partSize: z.int().positive(),
    /** Empty once the upload is complete or over. */
    parts: z.array(z.object({ number: z.int().positive(), size: z.int().positive(), url: z.url() })),
    /** When the addresses end; the upload answers with new ones when it is asked for again. */
    expiresAt: moment.nullable(),
  })
  .meta({ id: 'Upload' });
export type UploadView = z.infer<typeof uploadView>;
