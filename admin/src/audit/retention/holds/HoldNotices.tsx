import { useAbility } from '@casl/react';
import type { AuditArchivedMonthView } from '@contract/audit/retention/retention.contract.ts';
import { useGetList, useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { absoluteTime } from '../../../components/relativeTime.ts';
import { SenseMark } from '../../../components/SenseMark.tsx';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import { monthWords } from '../monthWords.ts';
import { isComplete, monthsLeftOf, sameHold, type HoldForm } from './holdForm.ts';
import styles from './holds.module.css';
import { holdsAddress } from './holdsAddress.ts';
import { useStandingHolds } from './useStandingHolds.ts';
import { Isolated } from '../../../components/Isolated.tsx';

const Stands = ({ form }: { form: HoldForm }) => {
  const text = useText();
  const locale = useLocale();
  const hold = useStandingHolds(form.kind).find((each) => sameHold(form, each));
  if (hold === undefined) return null;
  return (
    <p className={styles.notice}>
      <SenseMark sense="theirs" size={14} />
      <span>
        {text('retention.set.stands', { time: absoluteTime(new Date(hold.setAt), locale) })}{' '}
        <Isolated value={hold.reason} />{' '}
        <Link to={holdsAddress([hold.id])}>{text('retention.set.toStanding')}</Link>
      </span>
    </p>
  );
};

const Left = ({ form }: { form: HoldForm }) => {
  const text = useText();
  const locale = useLocale();
  const maySee = useAbility<ConsoleAbility>().can('read', 'AuditRetention');
  const { data } = useGetList<AuditArchivedMonthView>(
    'log-months',
    { sort: { field: 'archivedAt', order: 'DESC' }, pagination: { page: 1, perPage: 500 } },
    { enabled: maySee && form.kind === 'period' },
  );
  const left = monthsLeftOf(form, data ?? []);
  const [first, last] = [left[0], left.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <p className={styles.notice}>
      <SenseMark sense="doubtful" size={14} />
      <span>
        {first === last
          ? text('retention.set.left', { month: monthWords(first, locale) })
          : text('retention.set.leftSeveral', {
              first: monthWords(first, locale),
              last: monthWords(last, locale),
            })}{' '}
        <Link to="/log-retention/months">{text('retention.archivedEvent.toMonths')}</Link>
      </span>
    </p>
  );
};

/** Notices before a hold is set: the same one stands already, or it comes too late for some months. */
export const HoldNotices = ({ form }: { form: HoldForm }) => (
  <div role="status" className={styles.notices}>
    {isComplete(form) && <Stands form={form} />}
    {isComplete(form) && <Left form={form} />}
  </div>
);
