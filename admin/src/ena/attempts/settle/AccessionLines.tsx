import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { classes } from '../../../components/classes.ts';
import { WindowedHead, WindowedRows } from '../../../components/list/WindowedRows.tsx';
import { useText } from '../../../i18n/useText.ts';
import { AccessionLine } from './AccessionLine.tsx';
import styles from './AccessionLines.module.css';
import { nothing, readPasted, type Entries, type Entry, type UnclearRecord } from './givenAccessions.ts';

type Props = {
  records: readonly UnclearRecord[];
  entries: Entries;
  /** What is wrong with lines, by alias. */
  problems: ReadonlyMap<string, string>;
  onChange: (changed: Entries) => void;
};

/** A line for each record, filled in one by one or pasted over from a table; only the lines in sight are drawn. */
export const AccessionLines = ({ records, entries, problems, onChange }: Props) => {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const hasBiosamples = records.some(({ type }) => type === 'sample');
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the virtualizer's functions
  const lines = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 44,
    overscan: 8,
  });
  const firstWrong = records.findIndex(({ enaAlias }) => problems.has(enaAlias));
  useEffect(() => {
    if (firstWrong >= 0) lines.scrollToIndex(firstWrong, { align: 'auto' });
  }, [firstWrong, lines]);

  const change = (alias: string, entry: Entry) => onChange(new Map(entries).set(alias, entry));
  /** A single word goes into its field; what has several goes to the lines that it names. */
  const paste = (event: React.ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text');
    if (!/\S\s+\S/.test(pasted)) return;
    event.preventDefault();
    const read = readPasted(pasted, records);
    setUnknown(read.unknown);
    onChange(new Map([...entries, ...read.entries]));
  };
  return (
    <>
      <div
        ref={scroller}
        role="table"
        aria-label={text('ena.settle.lines')}
        aria-rowcount={records.length + 1}
        className={classes(styles.table, hasBiosamples && styles.withBiosamples)}
        onPaste={paste}
      >
        <WindowedHead className={styles.head}>
          <span role="columnheader">{text('ena.settle.column.alias')}</span>
          <span role="columnheader">{text('ena.settle.column.accession')}</span>
          {hasBiosamples && <span role="columnheader">{text('ena.settle.column.biosample')}</span>}
        </WindowedHead>
        <WindowedRows
          lines={lines}
          rows={records}
          rowClass={styles.row}
          render={(record) => (
            <AccessionLine
              record={record}
              entry={entries.get(record.enaAlias) ?? nothing}
              problem={problems.get(record.enaAlias)}
              hasBiosamples={hasBiosamples}
              onChange={change}
            />
          )}
        />
      </div>
      {unknown.length > 0 && (
        <p role="status" className={styles.unknown}>
          {text('ena.settle.unknown', { count: unknown.length })}{' '}
          <bdi className="mono">{unknown.slice(0, 5).join(', ')}</bdi>
        </p>
      )}
    </>
  );
};
