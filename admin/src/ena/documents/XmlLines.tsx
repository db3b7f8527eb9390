import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { classes } from '../../components/classes.ts';
import styles from './XmlLines.module.css';
import { xmlTokens } from './xmlTokens.ts';

type Props = {
  lines: readonly string[];
  label: string;
  /** Lines with something wrong, from 0. */
  marked: ReadonlySet<number>;
  /** The line that was asked for, from 0; another object asks for it once more. */
  current: { line: number } | null;
};

const Line = ({ text }: { text: string }) => (
  <code className={styles.code}>
    {xmlTokens(text).map(({ kind, text: piece, at }) => (
      <span key={at} className={styles[kind]}>
        {piece}
      </span>
    ))}
  </code>
);

/** A document line by line, numbered; only the lines in sight are drawn, so its length does not matter. */
export const XmlLines = ({ lines, label, marked, current }: Props) => {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the virtualizer's functions
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 30,
  });
  useEffect(() => {
    if (current !== null) virtual.scrollToIndex(current.line, { align: 'center' });
  }, [current, virtual]);
  const width = `${String(lines.length).length + 1}ch`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={label} dir="ltr">
      <div className={styles.lines} style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={classes(
              styles.line,
              marked.has(index) && styles.marked,
              current?.line === index && styles.current,
            )}
            style={{ transform: `translateY(${start}px)` }}
          >
            <span className={styles.number} style={{ inlineSize: width }} aria-hidden>
              {index + 1}
            </span>
            <Line text={lines[index] ?? ''} />
          </div>
        ))}
      </div>
    </div>
  );
};
