import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { landingKey } from '../../server/src/files/file.entity.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import { ObjectStore } from '../../server/src/platform/storage/object-store.ts';
import { UploadsService } from '../../server/src/submissions/uploads/uploads.service.ts';
import type { LocalFile } from './reads.ts';

const patience = 60_000;

/** Sends demo files as a browser does, and waits for the worker inside this process to have read them. */
export class DemoUploads {
  constructor(private readonly app: INestApplicationContext) {}

  /** @throws Error when a file was not verified within a minute */
  async send(actor: Actor, submissionId: string, files: readonly LocalFile[]): Promise<void> {
    await Promise.all(files.map((file) => this.upload(actor, submissionId, file)));
    await this.verified(submissionId, files.length);
  }

  private async upload(actor: Actor, submissionId: string, { name, bytes }: LocalFile): Promise<void> {
    const uploads = this.app.get(UploadsService);
    const { id } = await uploads.begin(actor, submissionId, { name, size: bytes.byteLength });
    // To where the signed address leads: that one is the browsers', and need not be reachable from here.
    await this.app.get(ObjectStore).put(landingKey(id), bytes, 'application/gzip');
    await uploads.complete(actor, id, {});
  }

  private async verified(submissionId: string, count: number): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end;) {
      const [row]: { verified: number; rejected: string | null }[] = await this.app.get(DataSource).query(
        `SELECT count(*) FILTER (WHERE status = 'verified')::int AS verified,
                min(rejection ->> 'message') AS rejected
           FROM files WHERE root_id = $1`,
        [submissionId],
      );
      if (row?.rejected) throw new Error(`a demo file was rejected: ${row.rejected}`);
      if (row?.verified === count) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the demo files were not verified within a minute');
  }
}
