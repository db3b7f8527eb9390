import type { AuditExportView } from '@contract/audit/exporting/export.contract.ts';
import { useLocale } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { FilterWords, filterTexts } from '../export/FilterWords.tsx';
import styles from './exports.module.css';

/** What an export holds: format, number of events, filter. */
export const ExportWhat = ({ row }: { row: AuditExportView }) => {
  const text = useText();
  const locale = useLocale();
  const { format, compression, sha256, state, events, matching, cadence, period, filter } = row;
  const number = (value: number) => value.toLocaleString(locale);
  const isShort = matching !== null && events < matching;
  const count = isShort
    ? text('logExports.ofMatching', { count: number(events), matching: number(matching) })
    : text('logExports.events', { count: events });
  const name = text(`audit.export.${format}.name`);
  return (
    <div className={styles.what}>
      <strong>
        {compression === null ? name : text('logExports.schedule.gzip', { format: name })}
        {(state === 'complete' || state === 'expired') && <span>, {count}</span>}
      </strong>
      {compression !== null && sha256 !== null && <p className="faint">{text('logExports.ofContent')}</p>}
      {cadence === null || period === null ? (
        <FilterWords values={filterTexts(filter)} everything={text('logExports.whole')} />
      ) : (
        <p>{text(`logExports.period.${cadence}`, { period })}</p>
      )}
    </div>
  );
};
