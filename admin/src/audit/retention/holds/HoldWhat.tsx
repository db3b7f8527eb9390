import type { AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { calendarDay } from '../../../components/relativeTime.ts';
import { useText, type Text } from '../../../i18n/useText.ts';
import { PersonName } from '../../event/PersonName.tsx';
import styles from './holds.module.css';
import { Isolated } from '../../../components/Isolated.tsx';

const daysWords = ({ since, until }: AuditHoldView, text: Text, locale: string) =>
  text('retention.hold.days', {
    since: calendarDay(since ?? '', locale),
    until: calendarDay(until ?? '', locale),
  });

/** What a hold is called in a sentence or a label. */
export const holdName = (hold: AuditHoldView, text: Text, locale: string): string => {
  if (hold.kind === 'period') return daysWords(hold, text, locale);
  return hold.name ?? (hold.kind === 'person' ? text('retention.hold.person') : (hold.targetId ?? ''));
};

/** What a hold keeps, with a link to it in the log. */
export const HoldWhat = ({ hold }: { hold: AuditHoldView }) => {
  const text = useText();
  const locale = useLocale();
  const { kind, targetId } = hold;
  return (
    <span className={styles.what}>
      <span className="faint">{text(`retention.hold.kind.${kind}`)}</span>
      {kind === 'person' && targetId !== null ? (
        <PersonName id={targetId} />
      ) : kind === 'submission' && targetId !== null ? (
        <Link to={`/submissions/${targetId}`} className="mono">
          <Isolated value={holdName(hold, text, locale)} />
        </Link>
      ) : kind === 'record' && targetId !== null ? (
        <Link to={`/change-log?view=all&record=${encodeURIComponent(targetId)}`} className="mono">
          <Isolated value={holdName(hold, text, locale)} />
        </Link>
      ) : (
        <Isolated value={holdName(hold, text, locale)} />
      )}
    </span>
  );
};
