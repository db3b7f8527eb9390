import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { FileStatus, FileView } from '../../server/src/files/file.contract.ts';
import type { BeginUpload, UploadView } from '../../server/src/submissions/uploads/upload.contract.ts';
import type { Answer, Person, TestApp } from '../setup/app.ts';
import { eventually } from './eventually.ts';
import { okay } from './submissions.ts';

export const md5Of = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex');
export const sha256Of = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** A read that is like no other. */
export const someReads = () => `@${randomBytes(8).toString('hex')}\nACGTACGT\n+\nIIIIIIII\n`;

type Parts = { number: number; etag: string }[];

/** A person sending files through the API and the store's own addresses. */
export class Sender {
  constructor(
    private readonly app: TestApp,
    readonly as: Person,
  ) {}

  ask(submissionId: string, body: Record<string, unknown>, idempotencyKey?: string): Promise<Answer> {
    return this.app.request('POST', `submissions/${submissionId}/uploads`, {
      as: this.as,
      body,
      ...(idempotencyKey && { idempotencyKey }),
    });
  }

  async begin(submissionId: string, body: Partial<BeginUpload>): Promise<UploadView> {
    return okay(await this.ask(submissionId, body), 201);
  }

  /** Puts every part where it belongs, as a browser does. @returns what completes the upload */
  async put({ parts }: UploadView, bytes: Uint8Array): Promise<Parts> {
    let at = 0;
    const sent: Parts = [];
    for (const { number, size, url } of parts) {
      const answer = await fetch(url, { method: 'PUT', body: Buffer.from(bytes.subarray(at, at + size)) });
      expect(answer.status, await answer.text()).toBe(200);
      sent.push({ number, etag: answer.headers.get('etag') ?? '' });
      at += size;
    }
    return sent;
  }

  complete(id: string, parts?: Parts): Promise<Answer> {
    return this.app.request('POST', `uploads/${id}/complete`, { as: this.as, body: parts ? { parts } : {} });
  }

  /** From the first question to the last word. */
  async send(
    submissionId: string,
    name: string,
    content: Uint8Array | string,
    declared: Partial<BeginUpload> = {},
  ): Promise<UploadView> {
    const bytes = Buffer.from(content);
    const upload = await this.begin(submissionId, { name, size: bytes.byteLength, ...declared });
    const parts = await this.put(upload, bytes);
    return okay(await this.complete(upload.id, parts));
  }

  async file(id: string): Promise<FileView> {
    return okay(await this.app.request('GET', `files/${id}`, { as: this.as }));
  }

  /** Waits for the worker. */
  async settled(id: string, status: FileStatus): Promise<FileView> {
    await eventually(async () => (await this.file(id)).status === status).catch(async (error) => {
      throw new Error(`${error.message}: ${JSON.stringify(await this.file(id))}`);
    });
    return this.file(id);
  }

  async verified(submissionId: string, name: string, content: Uint8Array | string): Promise<FileView> {
    return this.settled((await this.send(submissionId, name, content)).id, 'verified');
  }

  remove(submissionId: string, fileId: string): Promise<Answer> {
    return this.app.request('DELETE', `submissions/${submissionId}/files/${fileId}`, { as: this.as });
  }

  download(id: string): Promise<Answer> {
    return this.app.request('GET', `files/${id}/download`, { as: this.as });
  }

  async list(submissionId: string, query = 'limit=500'): Promise<FileView[]> {
    const answer = await this.app.request('GET', `submissions/${submissionId}/files?${query}`, {
      as: this.as,
    });
    return okay(answer).items;
  }
}
