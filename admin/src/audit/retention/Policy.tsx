import { useAbility } from '@casl/react';
import type { AuditRetentionView } from '@contract/audit/retention/retention.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { holdsAddress } from './holds/holdsAddress.ts';
import { LastRun } from './LastRun.tsx';
import { monthWords } from './monthWords.ts';
import styles from './retention.module.css';
import { senseOfStanding, standingWords, type NextMonth } from './standing.ts';

const Next = ({ next }: { next: NextMonth }) => {
  const text = useText();
  const locale = useLocale();
  const maySeeHolds = useAbility<ConsoleAbility>().can('read', 'AuditHold');
  return (
    <span className={styles.line}>
      <span>{monthWords(next.month, locale)}</span>
      <StatusPill sense={senseOfStanding[next.standing]} quiet>
        {text(`retention.standing.${next.standing}`)}
      </StatusPill>
      {next.holds.length > 0 && maySeeHolds ? (
        <Link to={holdsAddress(next.holds)}>{standingWords(next, text, locale)}</Link>
      ) : (
        <span className="faint">{standingWords(next, text, locale)}</span>
      )}
    </span>
  );
};

/** The months that have left the log. */
const Left = ({ months }: { months: number }) => {
  const text = useText();
  return months === 0 ? (
    <span className="faint">{text('retention.policy.leftNone')}</span>
  ) : (
    <Link to="/log-retention/months">{text('retention.policy.leftMonths', { count: months })}</Link>
  );
};

/** How many months the log keeps, null for all; and whether older ones can leave. */
const Kept = ({ months, hasBucket }: { months: number | null; hasBucket: boolean }) => {
  const text = useText();
  if (months === null) return <p>{text('retention.policy.everything')}</p>;
  return (
    <>
      <p>
        {text('retention.policy.kept', { count: months })}{' '}
        <span className="faint">{text('retention.policy.proof')}</span>
      </p>
      {!hasBucket && (
        <p className={styles.warning}>
          <SenseMark sense="doubtful" size={14} />
          {text('retention.policy.noBucket')}
        </p>
      )}
    </>
  );
};

/** What the log keeps and for how long, how far back it reaches, what leaves next, and how the last run went. */
export const Policy = ({ retention }: { retention: AuditRetentionView }) => {
  const text = useText();
  const locale = useLocale();
  const { months, bucket, oldestMonth, archivedMonths, next, last, current } = retention;
  return (
    <Section title={text('retention.policy.title')}>
      <div className={styles.policy}>
        <Kept months={months} hasBucket={bucket !== null} />
        <Facts
          facts={[
            {
              label: text('retention.policy.reach'),
              value: oldestMonth && monthWords(oldestMonth, locale),
            },
            {
              label: text('retention.policy.left'),
              value: <Left months={archivedMonths} />,
            },
            { label: text('retention.policy.next'), value: next && <Next next={next} /> },
            { label: text('retention.policy.bucket'), value: bucket && <Identifier value={bucket} /> },
            {
              label: text('retention.policy.current'),
              value: current && <LastRun run={current} next={next} />,
            },
            {
              label: text('retention.policy.last'),
              value:
                last === null ? (
                  months !== null && <span className="faint">{text('retention.run.none')}</span>
                ) : (
                  <LastRun run={last} next={next} />
                ),
            },
          ].filter(({ value }) => value !== false)}
        />
      </div>
    </Section>
  );
};
