import { useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import { Change } from './Change.tsx';
import styles from './difference.module.css';
import { FactValue } from './FactValue.tsx';
import { fieldWords } from './fieldWords.ts';
import type { RowChange, RowDifference, TableRow } from './rowDifference.ts';
import { Isolated } from '../../components/Isolated.tsx';
import { plainText } from '../../components/hiddenCharacters.ts';
import { usePrinting } from '../../components/usePrinting.ts';

/** More rows than this are shown only when asked for. */
const most = 25;

const keyOf = (row: RowChange, at: number) =>
  `${at} ${JSON.stringify('after' in row ? row.after : row.before)}`;

const Cell = ({ row, column }: { row: RowChange; column: string }) => {
  const value = (of: TableRow) => of[column];
  if (row.change === 'added')
    return (
      <ins className={styles.added}>
        <FactValue value={value(row.after)} />
      </ins>
    );
  if (row.change === 'removed')
    return (
      <del className={styles.removed}>
        <FactValue value={value(row.before)} />
      </del>
    );
  const [before, after] = [value(row.before), value(row.after)];
  if (JSON.stringify(before) === JSON.stringify(after)) return <FactValue value={after} />;
  return <Change field={column} before={before} after={after} />;
};

/** A table before and after, row by row: added rows, removed rows, and changed cells. */
export const RowsChange = ({ difference }: { difference: RowDifference }) => {
  const text = useText();
  const [isWhole, setWhole] = useState(false);
  const { columns, rows, alike } = difference;
  const isPrinting = usePrinting() !== null;
  const shown = isWhole || isPrinting ? rows : rows.slice(0, most);
  return (
    // Can be focused, so that the keyboard can scroll it sideways on narrow screens.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={text('finding.difference.table')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text('finding.difference.row')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" title={plainText(column)}>
                <Isolated value={fieldWords(column, text)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, at) => (
            <tr key={keyOf(row, at)} data-change={row.change}>
              <th scope="row">{text(`finding.difference.${row.change}`)}</th>
              {columns.map((column) => (
                <td key={column}>
                  <Cell row={row} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <button type="button" className={styles.all} onClick={() => setWhole(true)}>
          {text('finding.difference.all', { count: rows.length })}
        </button>
      )}
      {alike > 0 && <p className="faint">{text('finding.difference.alike', { count: alike })}</p>}
    </div>
  );
};
