import { type CSSProperties, useRef } from 'react';
import type { RaRecord, SortPayload } from 'react-admin';
import { Link } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import { classes } from '../classes.ts';
import { Icon } from '../Icon.tsx';
import type { Column } from './list.types.ts';
import styles from './list.module.css';
import { useRowKeys } from './useRowKeys.ts';

type Selection = { ids: ReadonlySet<string>; toggle: (id: string) => void; toggleAll: () => void };
type Props<Row> = {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  sort?: SortPayload;
  onSort?: (field: string) => void;
  linkTo?: ((row: Row) => string) | undefined;
  nameOf: (row: Row) => string;
  selection?: Selection | undefined;
  label: string;
};

const Label = <Row,>({ column: { label, labelOnPaper } }: { column: Column<Row> }) => {
  if (labelOnPaper === undefined) return label;
  return (
    <>
      <span className="screen-only">{label}</span>
      <span className="print-only">{labelOnPaper}</span>
    </>
  );
};

type HeadProps<Row> = Pick<Props<Row>, 'sort' | 'onSort'> & { column: Column<Row> };

const Head = <Row,>({ column, sort, onSort }: HeadProps<Row>) => {
  const text = useText();
  const { sortBy, align, width, widthOnPaper } = column;
  const order = sortBy !== undefined && sort?.field === sortBy ? sort.order : null;
  const shape = {
    className: classes(align === 'end' && styles.end),
    style: { inlineSize: width, '--width-on-paper': widthOnPaper } as CSSProperties,
  };
  if (sortBy === undefined || onSort === undefined) {
    return (
      <th scope="col" {...shape}>
        <Label column={column} />
      </th>
    );
  }
  return (
    <th
      scope="col"
      aria-sort={order === null ? 'none' : order === 'ASC' ? 'ascending' : 'descending'}
      {...shape}
    >
      <button
        type="button"
        className={styles.sort}
        data-order={order ?? undefined}
        onClick={() => onSort(sortBy)}
      >
        <Label column={column} />
        <Icon name="sort" size={12} />
        {order !== null && (
          <span className="visually-hidden">
            {text(order === 'ASC' ? 'parts.list.sortUp' : 'parts.list.sortDown', { column: '' })}
          </span>
        )}
      </button>
    </th>
  );
};

/**
 * Rows of 36 px, one line each. The leading column carries the row's link, which covers the whole row, so that opening in a new tab
 * works everywhere; buttons inside a row lie above it. On narrow screens each row becomes a card.
 */
export const ListTable = <Row extends RaRecord>({
  rows,
  columns,
  linkTo,
  nameOf,
  selection,
  label,
  ...sorting
}: Props<Row>) => {
  const text = useText();
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table);
  return (
    <table ref={table} className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {selection && (
            <th scope="col" className={styles.check}>
              <input
                type="checkbox"
                aria-label={text('parts.list.selectAll')}
                checked={rows.length > 0 && rows.every((row) => selection.ids.has(String(row.id)))}
                onChange={selection.toggleAll}
              />
            </th>
          )}
          {columns.map((column) => (
            <Head key={column.key} column={column} {...sorting} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-selected={selection?.ids.has(String(row.id)) || undefined}>
            {selection && (
              <td className={styles.check}>
                <input
                  type="checkbox"
                  aria-label={text('parts.list.select', { name: nameOf(row) })}
                  checked={selection.ids.has(String(row.id))}
                  onChange={() => selection.toggle(String(row.id))}
                />
              </td>
            )}
            {columns.map((column) => (
              <td
                key={column.key}

                data-label={column.label}
                className={classes(
                  column.align === 'end' && styles.end,
                  column.isLead && styles.lead,
                  column.onCard === 'hidden' && styles.offCard,
                )}
              >
                {column.isLead && linkTo !== undefined ? (
                  <Link to={linkTo(row)} className={styles.rowLink} title={nameOf(row)} data-row-link>
                    {column.render(row)}
                  </Link>
                ) : (
                  column.render(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
