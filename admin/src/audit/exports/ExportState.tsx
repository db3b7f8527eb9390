import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import { useLocale } from 'react-admin';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './exports.module.css';
import { senseOfExport, shareOf } from './exportStates.ts';
import { Isolated } from '../../components/Isolated.tsx';

/** The state of an export and, while it is being written, its progress. */
export const ExportState = ({ row }: { row: AuditExportView }) => {
  const text = useText();
  const locale = useLocale();
  const { state, events, expected, error } = row;
  const number = (value: number) => value.toLocaleString(locale);
  const share = shareOf(row);
  const soFar =
    expected === null
      ? text('logExports.soFar', { events: number(events) })
      : text('logExports.soFarOf', { events: number(events), expected: number(expected) });
  return (
    <span className={styles.state}>
      <StatusPill sense={senseOfExport[state]} quiet>
        {text(`logExports.state.${state}`)}
      </StatusPill>
      {error !== null && <Isolated isTitled className={styles.why} value={error} />}
      {state === 'running' && (
        <>
          {share !== undefined && <progress value={share} aria-label={text('logExports.progress')} />}
          <span className="faint">{soFar}</span>
        </>
      )}
    </span>
  );
};
