import {
  type LineFilters,
  lineFilterNames,
  lineOf,
  readLine,
} from '@contract/audit/finding/search-line.contract.ts';
import { useState } from 'react';

/**
 * A line that is being written, beside the filters in force; once sent it must say exactly what they say.
 *
 * @param unread a line of the address that could not be taken apart into filters, to be mended here
 */
export const useSearchLine = (
  values: LineFilters,
  unread: string,
  onSearch: (filters: LineFilters) => void,
) => {
  const inForce = [lineOf(values), unread].filter((part) => part !== '').join(' ');
  const [draft, setDraft] = useState(inForce);
  const [known, setKnown] = useState(inForce);
  const [isSent, setSent] = useState(unread !== '');
  if (known !== inForce) {
    setKnown(inForce);
    setDraft(inForce);
    setSent(unread !== '');
  }
  const { problems, filters } = readLine(draft);
  const send = (line = draft) => {
    const read = readLine(line);
    setSent(true);
    if (read.problems.length > 0) return;
    onSearch({ ...Object.fromEntries(lineFilterNames.map((name) => [name, ''])), ...read.filters });
  };
  return {
    draft,
    // While something is written it is not yet wrong.
    problems: isSent ? problems : [],
    filters,
    write: (line: string) => {
      setDraft(line);
      setSent(false);
    },
    send,
    reset: () => setDraft(inForce),
  };
};
