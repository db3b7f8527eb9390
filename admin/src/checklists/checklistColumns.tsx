import type { ChecklistSummary } from '@contract/validation/checklists.contract.ts';
import { CountLink } from '../components/CountLink.tsx';
import { Identifier } from '../components/Identifier.tsx';
import type { Column } from '../components/list/list.types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import type { Text } from '../i18n/useText.ts';

export type ChecklistRow = ChecklistSummary & { id: string };

type Columns = Record<
  'accession' | 'label' | 'version' | 'fields' | 'mandatory' | 'installed',
  Column<ChecklistRow>
>;

/** The columns of lists of checklists; each list takes those it needs. */
export const checklistColumns = (text: Text): Columns => ({
  accession: {
    key: 'accession',
    label: text('checklists.column.accession'),
    width: '8.5rem',
    sortBy: 'accession',
    render: ({ accession }) => <Identifier value={accession} />,
  },
  label: {
    key: 'label',
    label: text('checklists.column.label'),
    sortBy: 'label',
    isLead: true,
    render: ({ label }) => <bdi title={label}>{label}</bdi>,
  },
  version: {
    key: 'version',
    label: text('checklists.column.version'),
    width: '9rem',
    render: ({ version }) => <bdi className="mono">{version}</bdi>,
  },
  fields: {
    key: 'fields',
    label: text('checklists.column.fields'),
    width: '6rem',
    align: 'end',
    sortBy: 'fields',
    render: ({ accession, fieldCount: count }) => (
      <CountLink
        count={count}
        to={`/checklists/${accession}`}
        label={text('checklists.count.all', { count })}
      />
    ),
  },
  mandatory: {
    key: 'mandatory',
    label: text('checklists.column.mandatory'),
    width: '7.5rem',
    align: 'end',
    sortBy: 'mandatory',
    render: ({ accession, mandatoryCount: count }) => (
      <CountLink
        count={count}
        to={`/checklists/${accession}?view=mandatory`}
        label={text('checklists.count.mandatory', { count })}
      />
    ),
  },
  installed: {
    key: 'installed',
    label: text('checklists.column.installed'),
    width: '9rem',
    sortBy: 'installed',
    render: ({ installedAt }) => <RelativeTime value={installedAt} />,
  },
});
