import type { ReactNode } from 'react';
import type { RaRecord } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { EmptyState } from '../EmptyState.tsx';
import { PageTitle } from '../PageTitle.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FilterMenu } from './FilterMenu.tsx';
import type { ListDefinition } from './list.types.ts';
import { ListBody } from './ListBody.tsx';
import { ListTabs } from './ListTabs.tsx';
import { SearchField } from './SearchField.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import styles from './list.module.css';
import { useKeysetList } from './useKeysetList.ts';
import { useSelection } from './useSelection.ts';

type Props<Row extends RaRecord> = {
  list: ListDefinition<Row>;
  title: string;
  /** Buttons beside the title: what can be begun here. */
  actions?: ReactNode;
  searchLabel?: string;
  hasSearch?: boolean;
  /** What would be here and how to begin, when nothing is here and no filter hides it. */
  empty: ReactNode;
  /** With it rows can be chosen; it draws the actions for those that are. */
  bulkActions?: (chosen: Row[], clear: () => void) => ReactNode;
};

/** A list as the console shows all of them: title, views with counts, search and filters, rows, the way on. */
export const KeysetList = <Row extends RaRecord>(props: Props<Row>) => {
  const { list: definition, title, actions, searchLabel, hasSearch = true, empty, bulkActions } = props;
  const { views = [], filters = [], columns, linkTo, nameOf } = definition;
  const text = useText();
  const list = useKeysetList(definition);
  const selection = useSelection(list.rows);
  const isNarrowed = list.q !== '' || Object.keys(list.filters).length > 0;
  return (
    <div className={styles.frame}>
      <PageTitle title={title} actions={actions} />
      {views.length > 0 && <ListTabs views={views} current={list.view?.key} />}
      {(hasSearch || filters.length > 0) && (
        <div className={styles.tools}>
          {hasSearch && (
            <SearchField
              value={list.q}
              onSearch={list.setSearch}
              {...(searchLabel ? { label: searchLabel } : {})}
            />
          )}
          {filters.some(({ kind }) => kind !== 'given') && (
            <FilterMenu filters={filters} values={list.filters} onChange={list.setFilter} />
          )}
          <FilterChips
            filters={filters}
            values={list.filters}
            onRemove={(name) => list.setFilter(name, '')}
            onClear={list.clearFilters}
          />
        </div>
      )}
      {bulkActions && (
        <SelectionBar count={selection.ids.size} onClear={selection.clear}>
          {bulkActions(selection.chosen, selection.clear)}
        </SelectionBar>
      )}
      <ListBody
        list={list}
        columns={columns}
        linkTo={linkTo}
        nameOf={nameOf}
        selection={bulkActions ? selection : undefined}
        label={title}
        empty={
          isNarrowed ? (
            <EmptyState
              title={text('parts.list.noMatch')}
              action={
                <button type="button" className={styles.clear} onClick={list.clearFilters}>
                  {text('parts.list.clearFilters')}
                </button>
              }
            >
              {text('parts.list.noMatchDetail')}
            </EmptyState>
          ) : (
            empty
          )
        }
      />
    </div>
  );
};
