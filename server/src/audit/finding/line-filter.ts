import { invalid } from '../../platform/errors/app.error.ts';
import { auditFilter } from '../audit.contract.ts';
import type { AuditFilter } from '../audit.queries.ts';
import { type LineProblem, readLine } from './search-line.contract.ts';

const says: Record<LineProblem['what'], string> = {
  unknown_key: 'is no key',
  no_value: 'has no value',
  open_quote: 'has no closing quotation mark',
  twice: 'stands there twice',
  not_excludable: 'cannot be excluded',
  no_date: 'is no date',
  ends_before: 'is before since',
  unknown_source: 'is no source: user, service or system',
  bad_action: 'is no action',
  short_words: 'is too short a word',
};

/**
 * Combines the filters of a search line with those given beside it.
 *
 * @throws AppError `audit.bad_search` with what is wrong and where in the line; also for a filter given both ways
 */
export function withLine(line: string | undefined, given: AuditFilter): AuditFilter {
  if (line === undefined) return given;
  const { filters, problems } = readLine(line);
  const twice = Object.keys(filters).filter((name) => name in given);
  const read = auditFilter.safeParse(filters);
  const errors = [
    ...problems.map(({ from, to, what, text }) => ({
      path: 'q',
      message: `${from}–${to}: “${text}” ${says[what]}`,
    })),
    ...twice.map((path) => ({ path, message: 'is given beside q and in it' })),
    ...(read.error?.issues ?? []).map(({ path, message }) => ({
      path: 'q',
      message: `${path.join('.')}: ${message}`,
    })),
  ];
  if (errors.length > 0 || !read.success)
    throw invalid('audit.bad_search', 'The search line cannot be read.', errors);
  return { ...given, ...read.data };
}
