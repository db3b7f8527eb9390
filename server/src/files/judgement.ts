import type { Rejection } from './file.contract.ts';

/** What the owner said of a file before it came. */
export type Declared = { name: string; size: number; md5: string | null; sha256: string | null };

/** What was counted while it was read. */
export type Counted = { size: number; md5: string; sha256: string };

/**
 * Whether the bytes are what was declared.
 *
 * @param stated the MD5 that the checksum file beside it states; null when there is none
 * @returns the first thing that differs; null when nothing does
 */
export function judge(declared: Declared, counted: Counted, stated: string | null): Rejection | null {
  if (counted.size !== declared.size) {
    const message = `The store holds ${counted.size} bytes; ${declared.size} were declared.`;
    return { code: 'file.size_differs', message };
  }
  if (declared.md5 !== null && declared.md5 !== counted.md5) {
    const message = `The MD5 of the bytes is ${counted.md5}; ${declared.md5} was declared.`;
    return { code: 'file.md5_differs', message };
  }
  if (declared.sha256 !== null && declared.sha256 !== counted.sha256) {
    const message = `The SHA-256 of the bytes is ${counted.sha256}; ${declared.sha256} was declared.`;
    return { code: 'file.sha256_differs', message };
  }
  return stated === null ? null : judgeStated(declared.name, counted.md5, stated);
}

/** @param md5 of the bytes @param stated by the checksum file */
export function judgeStated(name: string, md5: string, stated: string): Rejection | null {
  if (md5 === stated) return null;
  const message = `The MD5 of the bytes is ${md5}; ${name}.md5 says ${stated}.`;
  return { code: 'file.sidecar_differs', message };
}

export const missingBytes: Rejection = {
  code: 'file.missing',
  message: 'The store does not hold this file: upload it again.',
};

export const unreadableSidecar = (of: string): Rejection => ({
  code: 'file.sidecar_unreadable',
  message: `This is to hold the MD5 of ${of}, 32 hexadecimal digits, and does not.`,
});
