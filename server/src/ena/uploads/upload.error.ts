/**
 * Why a transfer ended: `login`: account or password; `certificate`: the server is not who it should be, or is not trusted;
 * `connection`: none, or it broke; `refused`: the server said no; `incomplete`: what arrived is not as long as the file.
 */
export type UploadFailure = 'login' | 'certificate' | 'connection' | 'refused' | 'incomplete';

/** A transfer to the upload area that did not succeed, in words for a curator. */
export class UploadError extends Error {
  override readonly name = 'UploadError';

  constructor(
    readonly failure: UploadFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Trying again by itself is no use. */
export const isForGood = ({ failure }: UploadError): boolean =>
  failure === 'login' || failure === 'certificate';
