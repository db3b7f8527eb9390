/** S3 takes no more parts of one object. */
const mostParts = 10_000;
const mebibyte = 1024 ** 2;

/** Bytes of each part but the last: the usual size, or larger in whole MiB where that would make too many parts. */
export const partSizeFor = (size: number, usual: number): number =>
  Math.max(usual, Math.ceil(size / mostParts / mebibyte) * mebibyte);

/** The parts of a file, numbered from 1. */
export function partsOf(size: number, partSize: number): { number: number; size: number }[] {
  const count = Math.max(1, Math.ceil(size / partSize));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    size: Math.min(partSize, size - index * partSize),
  }));
}
