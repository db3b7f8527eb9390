import { useAbility } from '@casl/react';
import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import type { Filter } from '../components/list/list.types.ts';
import { useText, type Text } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../providers/ability.ts';
import { actions, actionWords } from './actions.ts';
import { eventColumns } from './eventColumns.tsx';
import { ExportButtons } from './ExportButtons.tsx';

const filters = (text: Text): Filter[] => [
  { kind: 'text', name: 'actor', label: text('audit.filter.actor') },
  { kind: 'day', name: 'since', label: text('audit.filter.since') },
  { kind: 'day', name: 'until', label: text('audit.filter.until') },
  {
    kind: 'choice',
    name: 'action',
    label: text('audit.filter.action'),
    options: actions.map((action) => ({ value: action, label: actionWords(action, text) })),
  },
  { kind: 'given', name: 'rootType', label: text('audit.filter.rootType'), render: (type) => type },
  { kind: 'given', name: 'rootId', label: text('audit.filter.rootId'), render: (id) => id },
  { kind: 'text', name: 'targetId', label: text('audit.filter.targetId') },
];

const ChangeLog = () => {
  const text = useText();
  const mayExport = useAbility<ConsoleAbility>().can('export', 'AuditEvent');
  return (
    <KeysetList<AuditEventView>
      title={text('audit.title')}
      hasSearch={false}
      actions={mayExport && <ExportButtons />}
      list={{
        resource: 'change-log',
        filters: filters(text),
        sort: { field: 'occurredAt', order: 'DESC' },
        columns: eventColumns(text),
        linkTo: ({ id }) => `/change-log/${id}`,
        nameOf: ({ action, target }) => `${actionWords(action, text)} ${target.label}`,
      }}
      empty={<EmptyState title={text('audit.empty')}>{text('audit.emptyDetail')}</EmptyState>}
    />
  );
};

export default function ChangeLogPage() {
  return (
    <RequireAccess action="read" subject="AuditEvent">
      <ChangeLog />
    </RequireAccess>
  );
}
