import { Injectable } from '@nestjs/common';
import type { FileStatus } from '../../files/file.contract.ts';
import { currentSql } from '../../files/file.state.ts';
import { FilesService } from '../../files/files.service.ts';
import type { Tx } from '../../platform/database/tx.ts';

/** A file of a submission, as records name it. Checksums are those of its bytes; null until they were read. */
export type SubmissionFile = {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  md5: string | null;
  sha256: string | null;
  status: Extract<FileStatus, 'uploaded' | 'verifying' | 'verified' | 'rejected'>;
};

/** The files of a submission for those who check and send its records. */
@Injectable()
export class SubmissionFiles {
  constructor(private readonly files: FilesService) {}

  /** The complete files of a submission by name; what is still being sent, was given up or taken out is not among them. */
  async byName(tx: Tx, submissionId: string): Promise<Map<string, SubmissionFile>> {
    const rows = await tx.query<Omit<SubmissionFile, 'size'> & { size: string }>(
      `SELECT id, name, size, md5, sha256, status FROM files
        WHERE root_id = $1 AND status = ANY(${currentSql})`,
      [submissionId],
    );
    return new Map(rows.map((row) => [row.name, { ...row, size: Number(row.size) }]));
  }

  /** The submission was handed in: its curators may see its files. */
  submitted(tx: Tx, submissionId: string): Promise<void> {
    return this.files.submitted(tx, submissionId);
  }
}
