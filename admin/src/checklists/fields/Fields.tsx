import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilterChips } from '../../components/list/FilterChips.tsx';
import { FilterMenu } from '../../components/list/FilterMenu.tsx';
import type { Filter } from '../../components/list/list.types.ts';
import list from '../../components/list/list.module.css';
import { changeQuery } from '../../components/list/listState.ts';
import { SearchField } from '../../components/list/SearchField.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { fieldGroups, fieldTypes, requirements } from '../fields.ts';
import { useChecklist } from '../useChecklist.ts';
import { FieldsTable } from './FieldsTable.tsx';

const filters = (text: Text): Filter[] => [
  {
    kind: 'choice',
    name: 'type',
    label: text('checklists.column.type'),
    options: fieldTypes.map((type) => ({ value: type, label: text(`checklists.type.${type}`) })),
  },
];

/** The fields that match what the address says, and the means to narrow them down. */
export const Fields = () => {
  const text = useText();
  const { document } = useChecklist();
  const [query, setQuery] = useSearchParams();
  const change = (changed: Record<string, string | null>) => setQuery(changeQuery(query, changed));
  const q = query.get('q') ?? '';
  const type = query.get('type') ?? '';
  const requirement = requirements.find((each) => each === query.get('view')) ?? null;
  const groups = fieldGroups(document, { q, type, requirement });
  const values: Record<string, string> = type === '' ? {} : { type };
  const clear = () => change({ q: null, type: null });
  return (
    <div className={list.frame}>
      <div className={list.tools}>
        <SearchField
          value={q}
          label={text('checklists.searchFields')}
          onSearch={(next) => change({ q: next })}
        />
        <FilterMenu
          filters={filters(text)}
          values={values}
          onChange={(name, value) => change({ [name]: value })}
        />
        <FilterChips
          filters={filters(text)}
          values={values}
          onRemove={(name) => change({ [name]: null })}
          onClear={clear}
        />
      </div>
      {groups.length > 0 ? (
        <FieldsTable groups={groups} />
      ) : (
        <div role="status">
          <EmptyState
            title={text('checklists.noField')}
            action={
              (q !== '' || type !== '') && (
                <button type="button" className={list.clear} onClick={clear}>
                  {text('parts.list.clearFilters')}
                </button>
              )
            }
          >
            {text('checklists.noFieldDetail')}
          </EmptyState>
        </div>
      )}
    </div>
  );
};
