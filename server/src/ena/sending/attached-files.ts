import type { SubmissionFile } from '../../submissions/uploads/submission-files.ts';
import { baseName, uploadPath } from '../uploads/upload-path.ts';

/** A file that a record names, as it goes to the upload area. */
export type AttachedFile = {
  fileId: string;
  /** In the upload area. */
  path: string;
  /** Bytes. */
  size: number;
  md5: string;
};

/** Said of a record whose file cannot go. */
export class UnfitFile extends Error {}

/**
 * The stored file that a record means: by its whole name, or by the last part of it.
 *
 * @param named `md5`: what the record says it is; null when it says nothing
 * @param files of the submission, by name
 * @throws UnfitFile when there is none, or it is not the one that was approved
 */
export function attachedFile(
  named: { name: string; md5: string | null },
  files: ReadonlyMap<string, SubmissionFile>,
  submissionReference: string,
): AttachedFile {
  const file = files.get(named.name) ?? files.get(baseName(named.name));
  if (!file) throw new UnfitFile(`its file “${named.name}” was not uploaded`);
  const { id, name, size, status, md5 } = file;
  if (status === 'rejected')
    throw new UnfitFile(`its file “${name}” did not pass the check after its upload`);
  if (status !== 'verified' || md5 === null)
    throw new UnfitFile(
      `its file “${name}” is still being checked after its upload: send it again in a while`,
    );
  if (named.md5 && named.md5.toLowerCase() !== md5)
    throw new UnfitFile(`its file “${name}” has the MD5 ${md5}, and ${named.md5} was approved`);
  return { fileId: id, path: uploadPath(submissionReference, md5, name), size, md5 };
}
