import { useLocale } from 'react-admin';
import { EmptyState } from '../components/EmptyState.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import { checklistColumns, type ChecklistRow } from './checklistColumns.tsx';

const ChecklistList = () => {
  const text = useText();
  const locale = useLocale();
  return (
    <KeysetList<ChecklistRow>
      title={text('checklists.title')}
      hasSearch={false}
      list={{
        resource: 'checklists',
        sort: { field: 'id', order: 'ASC' },
        columns: checklistColumns(text, (count) => count.toLocaleString(locale)),
        linkTo: ({ accession }) => `/checklists/${accession}`,
        nameOf: ({ accession }) => accession,
      }}
      empty={<EmptyState title={text('checklists.empty')}>{text('checklists.emptyDetail')}</EmptyState>}
    />
  );
};

export default function ChecklistListPage() {
  return (
    <RequireAccess action="read" subject="Checklist">
      <ChecklistList />
    </RequireAccess>
  );
}
