import type { CompiledChecklist } from '../compiled-checklist.ts';
import { info, quoted, warning, type Issue } from '../issue.ts';

/**
 * A column that the checklist does not know. It is kept as an attribute of the depositor's own; a name that differs
 * from a field only a little is probably meant to be that field (since 2025 ENA is exact about case and takes no synonyms).
 *
 * @param isPresent whether the sheet has a column of a given name
 */
export function unknownColumnIssue(
  name: string,
  { names, source }: CompiledChecklist,
  isPresent: (name: string) => boolean,
): Issue {
  const meant = names.closest(name);
  const kept = 'It is kept as an attribute of your own';
  if (meant === undefined)
    return info('column.unknown', `${quoted(name)} is not a field of ${source.accession}. ${kept}.`);
  if (isPresent(meant))
    return info(
      'column.unknown',
      `${quoted(name)} is not a field of ${source.accession}; the field ${quoted(meant)} is there too. ${kept}.`,
    );
  return warning(
    'column.misspelt',
    `${quoted(name)} is not a field of ${source.accession}. Did you mean ${quoted(meant)}? ENA is exact about case and spelling. ${kept} otherwise.`,
    meant,
  );
}
