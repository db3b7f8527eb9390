import type { HealthDependency } from '@contract/health/health-report.contract.ts';
import { useLocale } from 'react-admin';
import { StatusPill } from '../components/StatusPill.tsx';
import { latencyInWords } from '../ena/attempts/durationInWords.ts';
import { type Text, useText } from '../i18n/useText.ts';
import styles from './HealthPage.module.css';

/** Why something that was asked is not well, as far as a code says it. */
export const failureWords = (reason: NonNullable<HealthDependency['reason']>, text: Text): string => {
  const { code, params } = reason;
  const seconds = Number(params['ms'] ?? 0) / 1_000;
  return text(`health.why.${code}`, { ...params, ...(code === 'no_answer' && { seconds }) });
};

const Dependency = ({ dependency }: { dependency: HealthDependency }) => {
  const text = useText();
  const locale = useLocale();
  const { name, ok, ms, reason, says } = dependency;
  const why = reason === null ? says : failureWords(reason, text);
  return (
    <li className={styles.dependency}>
      <strong>{text(`health.dependency.${name}`, { _: name })}</strong>
      <StatusPill sense={ok ? 'good' : 'bad'} quiet>
        {text(ok ? 'health.answers' : reason?.code === 'policy' ? 'health.wrong' : 'health.away')}
      </StatusPill>
      <span className="faint">{latencyInWords(ms, locale)}</span>
      {why !== null && (
        <p>
          <bdi>{why}</bdi>
        </p>
      )}
    </li>
  );
};

/** What everything needs, and how long each took to answer. */
export const DependencyList = ({ dependencies }: { dependencies: readonly HealthDependency[] }) => (
  <ul className={styles.rows}>
    {dependencies.map((each) => (
      <Dependency key={each.name} dependency={each} />
    ))}
  </ul>
);
