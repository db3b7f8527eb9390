import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { Facts } from '../../components/Section.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ArchivedPlace } from './archivedPlace.ts';
import { MonthFile } from './months/MonthFile.tsx';
import { monthWords } from './monthWords.ts';
import styles from './retention.module.css';

/** Shown in place of an event whose month has left the log: says where it is now. */
export const ArchivedEvent = ({ place: { month, bucket, key, sha256 } }: { place: ArchivedPlace }) => {
  const text = useText();
  const locale = useLocale();
  return (
    <section className={styles.archived}>
      <h2>
        <SenseMark sense="gone" size={14} />
        {text('retention.archivedEvent.title')}
      </h2>
      <p>{text('retention.archivedEvent.what')}</p>
      <Facts
        facts={[
          { label: text('retention.archivedEvent.month'), value: month && monthWords(month, locale) },
          {
            label: text('retention.archivedEvent.where'),
            value: bucket !== null && key !== null ? <Identifier value={`${bucket}/${key}`} /> : null,
          },
          {
            label: text('retention.month.column.hash'),
            value: sha256 && <Identifier value={sha256} short={16} />,
          },
        ]}
      />
      {month !== null && (
        <div>
          <MonthFile month={month} />
        </div>
      )}
      <p>
        <Link to="/log-retention/months">{text('retention.archivedEvent.toMonths')}</Link>
      </p>
    </section>
  );
};
