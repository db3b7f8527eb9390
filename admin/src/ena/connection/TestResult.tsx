import type { ConnectionTest, ConnectionStep } from '@contract/ena/connection/connection.contract.ts';
import { useLocale } from 'react-admin';
import type { Sense } from '../../components/meaning.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { latencyInWords } from '../attempts/durationInWords.ts';
import styles from './ConnectionPage.module.css';

const senseOf = (outcome: ConnectionStep['outcome']): Sense => {
  if (outcome === 'ok') return 'good';
  return outcome === 'outage' || outcome === 'throttled' ? 'doubtful' : 'bad';
};

const Step = ({ step }: { step: ConnectionStep }) => {
  const text = useText();
  const locale = useLocale();
  const { service, host, outcome, latencyMs, message, nextStep } = step;
  return (
    <li className={styles.step}>
      <strong>{text(`connection.service.${service}`)}</strong>
      <StatusPill sense={senseOf(outcome)} quiet>
        {text(`connection.outcome.${outcome}`)}
      </StatusPill>
      <bdi className="mono">{host}</bdi>
      <span className="faint">{latencyInWords(latencyMs, locale)}</span>
      {message !== null && (
        <p>
          <bdi>{message}</bdi> {nextStep !== null && <bdi>{nextStep}</bdi>}
        </p>
      )}
    </li>
  );
};

/** How the last test came out: all in all, and service by service with what to do next. */
export const TestResult = ({ test }: { test: ConnectionTest }) => {
  const text = useText();
  const { state, problem, steps, testedBy, testedAt } = test;
  return (
    <div role="status">
      <p className={styles.outcome}>
        <StatusPill
          sense={state === 'ok' ? 'good' : state === 'doubtful' || state === 'outage' ? 'doubtful' : 'bad'}
        >
          {text(`connection.state.${state}`)}
        </StatusPill>
        <span className="faint">
          <bdi>{testedBy.name}</bdi> <RelativeTime value={testedAt} />
        </span>
      </p>
      {problem !== null && (
        <p className={styles.problem}>
          <bdi>{problem}</bdi>
        </p>
      )}
      <ul className={styles.steps}>
        {steps.map((step) => (
          <Step key={step.service} step={step} />
        ))}
      </ul>
    </div>
  );
};
