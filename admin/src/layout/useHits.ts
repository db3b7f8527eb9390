import { useAbility } from '@casl/react';
import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import { useGetList } from 'react-admin';
import type { IconName } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { placeOfAccession } from './placeOfAccession.ts';
import { useOpenPlaces } from './useOpenPlaces.ts';

/** One thing the palette can open. */
export type Hit = {
  group: 'pages' | 'submissions' | 'accession';
  to: string;
  name: string;
  note: string | null;
  icon: IconName;
};

const usePages = (query: string): Hit[] => {
  const text = useText();
  return useOpenPlaces()
    .map(({ key, group, to, icon }) => ({
      group: 'pages' as const,
      to,
      icon,
      name: text(`shell.nav.${key}`),
      note: text(`shell.nav.group.${group}`),
    }))
    .filter(({ name, note }) => `${name} ${note}`.toLocaleLowerCase().includes(query.toLocaleLowerCase()));
};

/** Pages, submissions by title or reference, and an accession when the words look like one. */
export const useHits = (query: string) => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const pages = usePages(query);
  const isSearching = query.length >= 2 && ability.can('read', 'Submission');
  const found = useGetList<SubmissionSummary>(
    'submissions',
    {
      filter: { q: query },
      pagination: { page: 1, perPage: 8 },
      sort: { field: 'updatedAt', order: 'DESC' },
    },
    { enabled: isSearching },
  );
  const submissions = (isSearching ? (found.data ?? []) : []).map((row): Hit => ({
    group: 'submissions',
    to: `/submissions/${row.id}`,
    name: row.title,
    note: row.reference,
    icon: 'folder',
  }));
  const place = placeOfAccession(query);
  const accession: Hit[] =
    place !== null && ability.can('read', 'Accession')
      ? [
          {
            group: 'accession',
            to: place.to,
            name: text('shell.palette.openAccession', { accession: place.accession }),
            note: null,
            icon: 'tag',
          },
        ]
      : [];
  return {
    hits: [...accession, ...pages, ...submissions],
    isSearching: isSearching && found.isFetching,
    error: isSearching ? found.error : null,
    /** Whether records were among what was searched, which not everybody may read. */
    looksAtRecords: ability.can('read', 'Submission') || ability.can('read', 'Accession'),
  };
};
