import { useAbility } from '@casl/react';
import type { HealthReport, HealthTold } from '@contract/health/health-report.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Moment } from '../audit/Moment.tsx';
import { classes } from '../components/classes.ts';
import type { Sense } from '../components/meaning.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { SenseMark } from '../components/SenseMark.tsx';
import pill from '../components/StatusPill.module.css';
import { VisibleText } from '../components/VisibleText.tsx';
import { type TextKey, useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { failureWords } from './DependencyList.tsx';
import styles from './HealthPage.module.css';
import { lookAfter, senseOfTrouble, toldWords } from './healthWords.ts';

const Mark = ({ sense }: { sense: Sense }) => (
  <span className={classes(pill[sense], styles.mark)}>
    <SenseMark sense={sense} size={14} />
  </span>
);

/** One thing by itself: what it is, since when, what to do, and where. */
const Told = ({ told, sense }: { told: HealthTold; sense: Sense }) => {
  const text = useText();
  const locale = useLocale();
  const ability = useAbility<ConsoleAbility>();
  const look = lookAfter(told);
  const since = told.code === 'log_unverified' ? 'lastPassed' : 'since';
  return (
    <li className={styles.told}>
      <Mark sense={sense} />
      <div>
        <p className={styles.what}>
          <VisibleText value={toldWords(told, text, locale)} />
        </p>
        <p className="faint">{text(`health.todo.${told.code}` as TextKey, { _: '' })}</p>
        {told.since !== null && (
          <p>
            {text(`health.log.${since}`)} <Moment value={told.since} />{' '}
            <span className="faint">
              (<RelativeTime value={told.since} />)
            </span>
          </p>
        )}
        {look !== undefined && ability.can(look.action, look.subject) && (
          <Link to={look.to}>{text(look.label)}</Link>
        )}
      </div>
    </li>
  );
};

const keyOf = ({ code, params, about }: HealthTold) =>
  `${code} ${params['place'] ?? params['month'] ?? about?.id ?? ''}`;

type Props = { log: HealthReport['changeLog'] };

/** What is wrong with the change log, each by itself; then what weakens its proof. */
export const LogTroubles = ({ log }: Props) => {
  const text = useText();
  if (log === null) return <p className="faint">{text('health.log.notAsked')}</p>;
  if (log.failure !== null)
    return (
      <p className={styles.line}>
        <Mark sense="bad" />
        {text('health.log.failed')} {failureWords(log.failure, text)}
      </p>
    );
  return (
    <>
      {log.troubles.length === 0 ? (
        <p className={styles.line}>
          <Mark sense="good" />
          {text('health.log.well')}
        </p>
      ) : (
        <ul className={styles.rows} aria-label={text('health.log.troubles')}>
          {log.troubles.map((told) => (
            <Told key={keyOf(told)} told={told} sense={senseOfTrouble(told)} />
          ))}
        </ul>
      )}
      {log.notes.length > 0 && (
        <>
          <p className="faint">{text('health.log.notes')}</p>
          <ul className={styles.rows} aria-label={text('health.log.notes')}>
            {log.notes.map((told) => (
              <Told key={keyOf(told)} told={told} sense="plain" />
            ))}
          </ul>
        </>
      )}
    </>
  );
};
