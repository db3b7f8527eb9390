/**
 * Where a file lies in the Webin upload area, which is one for all that an account sends, and is shared by ENA's test and
 * production services: in a folder of its submission, and in that one of its content. So a name never meets other bytes:
 * neither those of a file that was replaced, nor those that another installation with the same account brought there; and
 * a beginning that is found there is the beginning of this file. ENA's own copy keeps the path as the file's name.
 *
 * @param md5 of the bytes, hexadecimal
 * @returns e.g. `SUB-000123/9e107d9d372b/leaf_R1.fastq.gz`
 */
export const uploadPath = (submissionReference: string, md5: string, name: string): string =>
  `${submissionReference}/${md5.slice(0, 12).toLowerCase()}/${name}`;

/** The last part of a name: a sheet may name a folder of the upload area before it. */
export const baseName = (name: string): string => name.split('/').at(-1) ?? '';
