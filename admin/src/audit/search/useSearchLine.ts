import {
  type LineFilters,
  lineFilterNames,
  lineOf,
  readLine,
} from '@contract/audit/finding/search-line.contract.ts';
import { useState } from 'react';

/** The longest line that the API takes, in characters. */
export const longestLine = 2_000;

/**
 * A line that is being edited, beside the filters in force. Once it is sent, it says exactly what they say.
 *
 * @param unread a line from the address that could not be read into filters, to be corrected here
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
  const isTooLong = draft.length > longestLine;
  const { problems, filters } = readLine(draft.slice(0, longestLine));
  const send = (line = draft) => {
    setSent(true);
    if (line.length > longestLine) return;
    const read = readLine(line);
    if (read.problems.length > 0) return;
    onSearch({ ...Object.fromEntries(lineFilterNames.map((name) => [name, ''])), ...read.filters });
  };
  return {
    draft,
    // Problems show only once the line was sent, not while it is being written.
    problems: isSent && !isTooLong ? problems : [],
    isTooLong: isSent && isTooLong,
    filters,
    write: (line: string) => {
      setDraft(line);
      setSent(false);
    },
    send,
    reset: () => setDraft(inForce),
  };
};
