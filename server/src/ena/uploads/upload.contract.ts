import { z } from 'zod';
import { moment } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';

/** `waiting`: for its turn, or for another try. `failed`: its records say so, and sending them again tries it anew. */
export const uploadStatus = z.enum(['waiting', 'sending', 'sent', 'failed']);
export type UploadStatus = z.infer<typeof uploadStatus>;

/** A file on its way to ENA's upload area. */
export const enaUploadView = z
  .object({
    id: z.uuid(),
    submissionId: z.uuid(),
    submissionReference: z.string(),
    fileId: z.uuid(),
    /** In the upload area; the record at ENA names the file so. */
    path: z.string(),
    /** Bytes. */
    size: z.number(),
    bytesSent: z.number(),
    md5: z.string(),
    status: uploadStatus,
    /** Why it has not arrived. */
    message: z.string().nullable(),
    begunAt: moment.nullable(),
    sentAt: moment.nullable(),
  })
  .meta({ id: 'EnaUpload' });
export type EnaUploadView = z.infer<typeof enaUploadView>;

export const enaUploadListQuery = listQuery.extend({
  status: listOf(uploadStatus).optional(),
  submissionId: z.uuid().optional(),
});
export const enaUploadPage = pageOf(enaUploadView);
