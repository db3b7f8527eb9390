import { invalid } from '../errors/app.error.ts';

/** Where a page ended: the sort it belongs to, the sort key of the last row as text, and that row's id. */
export type Cursor = { sort: string; key: string; id: string };

export const encodeCursor = ({ sort, key, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

export const badCursor = () =>
  invalid(
    'list.bad_cursor',
    'The cursor does not belong to this list and sort order; start again without it.',
  );

/** @throws AppError `list.bad_cursor` for anything that is not a cursor of this sort order */
export function decodeCursor(text: string, sort: string): Cursor {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  if (!Array.isArray(parsed) || parsed.length !== 3 || !parsed.every((part) => typeof part === 'string'))
    throw badCursor();
  const [cursorSort, key, id] = parsed as [string, string, string];
  if (cursorSort !== sort) throw badCursor();
  return { sort, key, id };
}
