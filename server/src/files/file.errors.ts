import { AppError, conflict, invalid, notFound } from '../platform/errors/app.error.ts';
import type { FileStatus } from './file.contract.ts';

export const fileNotFound = (id: string) => notFound('file', id);
export const uploadNotFound = (id: string) => notFound('upload', id);

export const badName = (objection: string) =>
  invalid('file.bad_name', `This file cannot be uploaded: its name ${objection}.`, [
    { path: 'name', message: objection },
  ]);

export const fileTooLarge = (maxBytes: number) =>
  new AppError('too_large', 'file.too_large', `A file may have up to ${inGib(maxBytes)}.`, { maxBytes }, [
    { path: 'size', message: `is more than ${inGib(maxBytes)}` },
  ]);

export const filesTooLarge = (maxBytes: number, leftBytes: number) =>
  new AppError(
    'too_large',
    'file.root_full',
    `The files of one submission may have up to ${inGib(maxBytes)} together; ${inGib(leftBytes)} are left.`,
    { maxBytes, leftBytes },
  );

export const tooManyFiles = (max: number) =>
  new AppError('too_large', 'file.too_many', `A submission may have up to ${max} files.`, { max });

const inGib = (bytes: number) =>
  bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;

/** The upload was given up, taken out or replaced. */
export const uploadOver = (status: FileStatus) =>
  conflict('upload.over', `This upload is over: the file is ${status}. Begin another one.`, { status });

export const notArrived = () =>
  conflict(
    'upload.not_arrived',
    'The store has not got the file yet: send its bytes, then say that it is complete.',
  );

export const badParts = (message: string, facts: Record<string, unknown> = {}) =>
  invalid('upload.bad_parts', message, [{ path: 'parts', message }], facts);

export const notVerified = (status: FileStatus) =>
  conflict(
    'file.not_verified',
    `The file is ${status}: there is nothing to download before it is verified.`,
    {
      status,
    },
  );
