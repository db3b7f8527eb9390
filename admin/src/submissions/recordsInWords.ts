import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useLocale } from 'react-admin';
import { useText, type Text } from '../i18n/useText.ts';

export type RecordCounts = SubmissionView['recordCounts'];

export const recordTypes = ['sample', 'experiment', 'run', 'analysis'] as const;
export type CountedType = (typeof recordTypes)[number];

export const countAll = (counts: RecordCounts): number =>
  recordTypes.reduce((sum, type) => sum + counts[type], 0);

const typesIn = (counts: RecordCounts) => recordTypes.filter((type) => counts[type] > 0);

/** `12 samples, 24 experiments and 24 runs`. */
export const recordsInWords = (counts: RecordCounts, text: Text, locale: string): string => {
  const words = typesIn(counts).map((type) => text(`submission.records.of.${type}`, { count: counts[type] }));
  return words.length === 0
    ? text('submission.records.none')
    : new Intl.ListFormat(locale, { type: 'conjunction' }).format(words);
};

/** Of one type by its name, of several together: `60 records`. */
export const recordsInShort = (counts: RecordCounts, text: Text, locale: string): string =>
  typesIn(counts).length > 1
    ? text('submission.records.all', { count: countAll(counts) })
    : recordsInWords(counts, text, locale);

/** Project and records: what an approval mints. */
export const accessionsToMint = (counts: RecordCounts): number => countAll(counts) + 1;

export const useRecordsInWords = () => {
  const text = useText();
  const locale = useLocale() ?? 'en';
  return {
    all: (counts: RecordCounts) => recordsInWords(counts, text, locale),
    short: (counts: RecordCounts) => recordsInShort(counts, text, locale),
  };
};
