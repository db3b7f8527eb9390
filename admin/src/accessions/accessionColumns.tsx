import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import { ExternalIdentifiers } from '../components/ExternalIdentifiers.tsx';
import { Identifier } from '../components/Identifier.tsx';
import type { Column } from '../components/list/list.types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { SubmissionLink } from '../components/SubmissionLink.tsx';
import type { Text } from '../i18n/useText.ts';
import { AccessionStatusPill } from './AccessionStatusPill.tsx';

/** The columns of the register; in a view of one kind the kind goes without saying. */
export const accessionColumns = (text: Text, hasKinds: boolean): Column<AccessionView>[] => [
  {
    key: 'accession',
    label: text('accessions.column.accession'),
    width: '10rem',
    sortBy: 'accession',
    render: ({ accession }) => <Identifier value={accession} />,
  },
  {
    key: 'title',
    label: text('accessions.column.title'),
    isLead: true,
    render: ({ title, alias }) => <bdi title={title}>{title || alias}</bdi>,
  },
  ...(hasKinds
    ? [
        {
          key: 'kind',
          label: text('accessions.column.kind'),
          width: '5rem',
          render: ({ kind }: AccessionView) => text(`words.kind.${kind}`),
        },
      ]
    : []),
  {
    key: 'status',
    label: text('accessions.column.status'),
    width: '6.25rem',
    render: ({ status }) => <AccessionStatusPill status={status} quiet />,
  },
  {
    key: 'external',
    label: text('accessions.column.external'),
    width: '17.5rem',
    render: ({ external }) => <ExternalIdentifiers identifiers={external} isInLine />,
  },
  {
    key: 'submission',
    label: text('accessions.column.submission'),
    width: '7rem',
    render: ({ submissionId }) => <SubmissionLink id={submissionId} />,
  },
  {
    key: 'minted',
    label: text('accessions.column.minted'),
    width: '8.5rem',
    sortBy: 'mintedAt',
    onCard: 'hidden',
    render: ({ mintedAt }) => <RelativeTime value={mintedAt} />,
  },
];
