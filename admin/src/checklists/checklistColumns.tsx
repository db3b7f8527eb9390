import type { ChecklistSummary } from '@contract/validation/checklists.contract.ts';
import { Identifier } from '../components/Identifier.tsx';
import type { Column } from '../components/list/list.types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import type { Text } from '../i18n/useText.ts';

export type ChecklistRow = ChecklistSummary & { id: string };

/** The columns of the list of checklists. */
export const checklistColumns = (text: Text, number: (count: number) => string): Column<ChecklistRow>[] => [
  {
    key: 'accession',
    label: text('checklists.column.accession'),
    width: '9rem',
    render: ({ accession }) => <Identifier value={accession} />,
  },
  {
    key: 'label',
    label: text('checklists.column.label'),
    isLead: true,
    render: ({ label }) => <bdi title={label}>{label}</bdi>,
  },
  {
    key: 'version',
    label: text('checklists.column.version'),
    width: '9rem',
    render: ({ version }) => <bdi className="mono">{version}</bdi>,
  },
  {
    key: 'fields',
    label: text('checklists.column.fields'),
    width: '6rem',
    align: 'end',
    render: ({ fieldCount }) => number(fieldCount),
  },
  {
    key: 'mandatory',
    label: text('checklists.column.mandatory'),
    width: '7rem',
    align: 'end',
    render: ({ mandatoryCount }) => number(mandatoryCount),
  },
  {
    key: 'installed',
    label: text('checklists.column.installed'),
    width: '9rem',
    render: ({ installedAt }) => <RelativeTime value={installedAt} />,
  },
];
