import { Injectable } from '@nestjs/common';
import { landingKey, type StoredFile } from '../../files/file.entity.ts';
import { badParts, notArrived, uploadOver } from '../../files/file.errors.ts';
import { partsOf } from '../../files/part-plan.ts';
import { MultipartStore, type Part } from '../../platform/storage/multipart-store.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';

const bare = (etag: string) => etag.replace(/^(?:W\/)?"?|"?$/g, '');

/** Sees that the bytes of an upload are in the store, and has parts put together. */
@Injectable()
export class Arrival {
  constructor(
    private readonly store: ObjectStore,
    private readonly multipart: MultipartStore,
  ) {}

  /** @throws AppError `upload.not_arrived`, `upload.bad_parts`, `upload.over` */
  async settle(file: StoredFile, parts: readonly Part[] | undefined): Promise<void> {
    if (file.storeUploadId === null) await this.whole(file, parts);
    else await this.assemble(file, file.storeUploadId, parts);
  }

  private async whole({ id }: StoredFile, parts: readonly Part[] | undefined): Promise<void> {
    const found = await this.store.head(landingKey(id));
    if (!found) throw notArrived();
    if (parts === undefined) return;
    const [first, ...others] = parts;
    if (first?.number !== 1 || others.length > 0)
      throw badParts('This upload has one part, number 1.', { expected: [1] });
    if (bare(first.etag) !== bare(found.etag))
      throw badParts('The ETag of part 1 is not that of the bytes in the store: send them again.', {
        part: 1,
      });
  }

  private async assemble(
    file: StoredFile,
    storeUploadId: string,
    parts: readonly Part[] | undefined,
  ): Promise<void> {
    const answer = await this.multipart.assemble(file.key, storeUploadId, wanted(file, parts));
    if (answer === 'refused')
      throw badParts(
        'The store has not all these parts, or not with these ETags: send what is missing again.',
      );
    // Put together by an earlier request whose answer, or whose process, was lost.
    if (answer === 'gone' && !(await this.store.head(file.key))) throw uploadOver('aborted');
  }
}

/** All parts, once each, in their order. @throws AppError `upload.bad_parts` */
function wanted(file: StoredFile, given: readonly Part[] | undefined): Part[] {
  const expected = partsOf(Number(file.size), Number(file.partSize)).map(({ number }) => number);
  const parts = [...(given ?? [])].sort((a, b) => a.number - b.number);
  const fits = parts.length === expected.length && parts.every(({ number }, at) => number === expected[at]);
  if (fits) return parts.map(({ number, etag }) => ({ number, etag: `"${bare(etag)}"` }));
  const have = new Set(parts.map(({ number }) => number));
  const missing = expected.filter((number) => !have.has(number));
  const what = missing.length > 0 ? `; missing: ${missing.slice(0, 20).join(', ')}` : '';
  throw badParts(`This upload has ${expected.length} parts, each to be named once with its ETag${what}.`, {
    expected: expected.length,
    missing: missing.slice(0, 100),
  });
}
