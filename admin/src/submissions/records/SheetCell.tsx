import type { FindingView } from '@contract/submissions/findings.contract.ts';
import { memo } from 'react';
import { classes } from '../../components/classes.ts';
import { senseOfSeverity } from '../../components/meaning.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './sheet.module.css';

export const cellId = (row: number, column: number) => `cell-${row}-${column}`;

/** The gravest of a cell's findings. */
export const gravest = (findings: readonly FindingView[]) =>
  (['error', 'warning', 'info'] as const).find((severity) =>
    findings.some((finding) => finding.severity === severity),
  );

type Props = {
  row: number;
  column: number;
  value: string;
  unit: string | null;
  /** In pixels; without it the cell fills its place. */
  width: number | undefined;
  isMono: boolean;
  severity: 'error' | 'warning' | 'info' | undefined;
  isActive: boolean;
  state: 'saving' | 'failed' | 'stale' | undefined;
  onPoint: (row: number, column: number) => void;
};

/** One value of the table. Findings mark it with a shape at its end; the keyboard is the table's. */
export const SheetCell = memo(
  ({ row, column, value, unit, width, isMono, severity, isActive, state, onPoint }: Props) => {
    const text = useText();
    return (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid itself has the focus and the keys
      <div
        id={cellId(row, column)}
        role="gridcell"
        aria-colindex={column + 3}
        aria-selected={isActive}
        className={classes(styles.cell, isActive && styles.active)}
        data-severity={severity}
        data-state={state}
        style={{ inlineSize: width }}
        onClick={() => onPoint(row, column)}
      >
        <span className={classes(styles.value, isMono && 'mono')} dir="auto">
          {value}
        </span>
        {unit !== null && value !== '' && <span className={styles.unit}>{unit}</span>}
        {severity && severity !== 'info' && (
          <span className={styles.mark}>
            <SenseMark
              sense={senseOfSeverity[severity]}
              size={11}
              title={text(`words.severity.${severity}`)}
            />
          </span>
        )}
      </div>
    );
  },
);
