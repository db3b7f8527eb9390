import type { Readable } from 'node:stream';

/** What is to be in the upload area. */
export type Upload = {
  /** With folders, without a slash before them. */
  path: string;
  /** Bytes. */
  size: number;
  md5: string;
};

export type UploadOptions = {
  /** What the area has of the file is its beginning: the rest is enough. */
  resume: boolean;
  signal: AbortSignal;
  /** @param bytes of the file that are there, those of earlier attempts among them */
  onProgress: (bytes: number) => void;
};

/** The private upload area of the Webin account. */
export abstract class UploadAreaClient {
  /**
   * Brings a file there, and beside it its checksum (`<path>.md5`). Can be repeated at will.
   *
   * @param open gives its bytes from the given one on
   * @throws UploadError
   */
  abstract put(
    upload: Upload,
    open: (start: number) => Promise<Readable>,
    options: UploadOptions,
  ): Promise<void>;
}
