import { Inject, Injectable } from '@nestjs/common';
import { landingKey, type StoredFile } from '../../files/file.entity.ts';
import { partsOf } from '../../files/part-plan.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { SignedUrls } from '../../platform/storage/signed-urls.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { UploadView } from './upload.contract.ts';

/** An upload as its owner sees it, with fresh addresses while bytes are awaited. */
@Injectable()
export class UploadViews {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly urls: SignedUrls,
    private readonly clock: Clock,
  ) {}

  async of(file: StoredFile): Promise<UploadView> {
    const { id, rootId, name, status, hints } = file;
    const seconds = this.config.UPLOAD_URL_SECONDS;
    const isOpen = status === 'pending';
    const expiresAt = new Date(this.clock.now().getTime() + seconds * 1_000);
    return {
      id,
      submissionId: rootId,
      name,
      size: Number(file.size),
      status,
      hints,
      partSize: Number(file.partSize),
      parts: isOpen ? await this.parts(file, seconds) : [],
      expiresAt: isOpen ? expiresAt.toISOString() : null,
    };
  }

  private parts(file: StoredFile, seconds: number): Promise<UploadView['parts']> {
    const { id, key, storeUploadId } = file;
    return Promise.all(
      partsOf(Number(file.size), Number(file.partSize)).map(async ({ number, size }) => ({
        number,
        size,
        url:
          storeUploadId === null
            ? await this.urls.put(landingKey(id), size, seconds)
            : await this.urls.part(key, storeUploadId, number, size, seconds),
      })),
    );
  }
}
