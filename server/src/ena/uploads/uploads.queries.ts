import type { z } from 'zod';
import { containing } from '../../platform/lists/like.ts';
import type { ListDefinition } from '../../platform/lists/list-definition.ts';
import { submissionReference } from '../batches/batches.queries.ts';
import type { enaUploadListQuery } from './upload.contract.ts';

export type EnaUploadListQuery = z.infer<typeof enaUploadListQuery>;

/** Files on their way to the upload area; access was decided by the batch. */
export const enaUploadList: ListDefinition<EnaUploadListQuery> = {
  subject: null,
  from: 'ena_uploads u',
  decorate: 'JOIN submissions s ON s.id = u.submission_id',
  id: { sql: 'u.id', type: 'uuid' },
  columns: {
    id: 'u.id',
    submissionId: 'u.submission_id',
    submissionReference,
    fileId: 'u.file_id',
    path: 'u.path',
    size: 'u.size',
    bytesSent: 'u.bytes_sent',
    md5: 'u.md5',
    status: 'u.status',
    message: 'u.message',
    begunAt: 'u.begun_at',
    sentAt: 'u.sent_at',
  },
  access: {},
  sorts: { path: { sql: 'u.path', type: 'text' } },
  defaultSort: 'path',
  search: (text, p) => `u.path ILIKE ${p.add(containing(text))}`,
  filters: (query, p) => [
    query.status && `u.status = ANY(${p.add(query.status)})`,
    query.submissionId && `u.submission_id = ${p.add(query.submissionId)}`,
  ],
};

/** Of the submissions of a batch, where the batch goes. */
export const ofBatch = (batchId: string) => `EXISTS (
  SELECT 1 FROM ena_batch_submissions bs JOIN ena_batches b ON b.id = bs.batch_id
   WHERE bs.batch_id = ${batchId} AND bs.submission_id = u.submission_id AND b.environment = u.environment)`;
