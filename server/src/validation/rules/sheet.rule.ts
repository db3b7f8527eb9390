import { info, warning, error, type Issue } from '../issue.ts';

/** Nothing can be judged without the checklist, so this is the only finding then. */
export const notInstalledIssue = (accession: string): Issue =>
  error(
    'checklist.not_installed',
    `The checklist ${accession} is not installed in SeqDB, so the samples could not be checked. An administrator has to import ${accession}; they are then checked by themselves.`,
  );

export function versionIssue(
  named: string | undefined,
  used: { accession: string; version: string },
): Issue | undefined {
  if (named === undefined || named === used.version) return undefined;
  return info(
    'checklist.version',
    `The sheet names version ${named} of ${used.accession}; it was checked against ${used.version}, the version installed here.`,
  );
}

export function commentRowsIssue(rows: readonly number[]): Issue | undefined {
  if (rows.length === 0) return undefined;
  const list = `${rows.slice(0, 10).join(', ')}${rows.length > 10 ? ' …' : ''}`;
  const what = rows.length === 1 ? `Row ${list} begins` : `Rows ${list} begin`;
  return warning(
    'sheet.comment_row',
    `${what} with # and ${rows.length === 1 ? 'was' : 'were'} left out. Remove the # if it is a sample.`,
  );
}
