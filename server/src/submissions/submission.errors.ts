import { AppError, conflict, forbidden, invalid, notFound } from '../platform/errors/app.error.ts';
import type { SubmissionCommand, SubmissionStatus } from './submission.contract.ts';
import { commands, type Refusal, stateWords } from './submission.state.ts';

export const submissionNotFound = (id: string) => notFound('submission', id);
export const recordNotFound = (id: string) => notFound('record', id);

/** A change that names a field which a record of its type does not have. */
export const noSuchField = (type: string, field: string) =>
  invalid('record.no_such_field', `A record of type ${type} has no field “${field}”.`, [
    { path: field, message: 'is no field of it' },
  ]);

export const contentNotYours = () =>
  forbidden('access.denied', 'Your role shows where this submission stands, not what is in it.', {
    action: 'read',
    subject: 'Record',
  });

/** A command that does not fit where the submission stands: 409 with from and to. */
export const refused = ({ code, because }: Refusal, from: SubmissionStatus, command: SubmissionCommand) =>
  conflict(code, because, { from, to: commands[command].to });

export const notEditable = (status: SubmissionStatus) =>
  conflict('submission.not_editable', `A submission that is ${stateWords[status]} cannot be changed.`, {
    status,
  });

/** One record's unit against that of the same attribute of the others; `null` is none. */
export const unitDiffers = (tag: string, unit: string | null, theirs: string | null) => {
  const wanted = theirs === null ? 'without a unit' : `in “${theirs}”`;
  const message = `“${tag}” of the other records is ${wanted}, and a sheet has one unit for each column. Give the value ${wanted}, or upload a sheet with the other unit.`;
  return invalid('record.unit_differs', message, [{ path: `attributes.${tag}.unit`, message }], {
    tag,
    unit,
    others: theirs,
  });
};

export const sheetTooLarge = (maxBytes: number) =>
  new AppError(
    'too_large',
    'sheet.too_large',
    `A sheet may have up to ${Math.floor(maxBytes / 1024 / 1024)} MB. Nothing was stored.`,
    { maxBytes },
  );

export const sheetMissing = () =>
  new AppError('invalid', 'sheet.missing', 'Send the sheet as multipart/form-data in the field "file".', {}, [
    { path: 'file', message: 'is missing' },
  ]);
