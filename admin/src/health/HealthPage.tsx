import Button from '@mui/material/Button';
import { useState } from 'react';
import { useLocale } from 'react-admin';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { absoluteTime } from '../components/relativeTime.ts';
import { Section } from '../components/Section.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { StatusPill } from '../components/StatusPill.tsx';
import { type Text, useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import type { Health as HealthAnswer } from '../providers/health.ts';
import { clockTime } from './clockTime.ts';
import { DependencyList } from './DependencyList.tsx';
import styles from './HealthPage.module.css';
import { senseOfStatus, statusKey } from './healthWords.ts';
import { LogTroubles } from './LogTroubles.tsx';
import { Publications } from './Publications.tsx';
import { useHealth } from './useHealth.ts';

const everySeconds = 15;
/** What the navigation has asked a moment ago will do to begin with. */
const freshFor = 5;

/** Asks when somebody wants to know now; only that is shown at the button, not each time that the page asks by itself. */
const AskAgain = ({ ask }: { ask: () => Promise<unknown> }) => {
  const text = useText();
  const [isBusy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await ask();
    setBusy(false);
  };
  return (
    <Button variant="outlined" loading={isBusy} onClick={() => void again()}>
      {text('health.again')}
    </Button>
  );
};

/** When the page asked last, in the reader's zone, and how often it does. */
const AskedAt = ({ at, version }: { at: Date; version: string | null }) => {
  const text = useText();
  const locale = useLocale();
  return (
    <p className="faint">
      <time dateTime={at.toISOString()} title={absoluteTime(at, locale)}>
        {text('health.asked', { time: clockTime(at, locale), seconds: everySeconds })}
      </time>{' '}
      {version !== null && text('health.version', { version })}
    </p>
  );
};

/** In one sentence; a report that is `degraded` for no trouble could not be made. */
const saysAll = ({ status, changeLog }: HealthAnswer, text: Text): string => {
  if (status !== 'degraded') return text(`health.says.${statusKey(status)}`);
  const count = changeLog?.troubles.length ?? 0;
  return count === 0 ? text('health.says.notAsked') : text('health.says.degraded', { count });
};

/** How the system does: what it needs, what is wrong with the change log, and heads outside the database. */
const Health = () => {
  const text = useText();
  const locale = useLocale();
  const { data, error, refetch, dataUpdatedAt } = useHealth(everySeconds, freshFor);
  if (data === undefined)
    return error === null ? <PageSkeleton /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  const { status, version, dependencies, changeLog } = data;
  const asked = new Date(dataUpdatedAt);
  const key = statusKey(status);
  return (
    <>
      <PageTitle title={text('health.title')} actions={<AskAgain ask={refetch} />} />
      <div className={styles.page}>
        {error !== null && (
          <ErrorState
            error={error}
            title={text('health.stale', { time: clockTime(asked, locale) })}
            isInline
          />
        )}
        <div>
          <p className={styles.line} role="status">
            <StatusPill sense={senseOfStatus[status]}>{text(`health.status.${key}`)}</StatusPill>
            <strong>{saysAll(data, text)}</strong>
          </p>
          <AskedAt at={asked} version={version} />
        </div>
        <Section title={text('health.dependencies')}>
          <DependencyList dependencies={dependencies} />
        </Section>
        <Section title={text('health.log.title')}>
          <LogTroubles log={changeLog} />
        </Section>
        {changeLog !== null && changeLog.failure === null && <Publications log={changeLog} />}
      </div>
    </>
  );
};

export default function HealthPage() {
  return (
    <RequireAccess action="read" subject="SystemHealth">
      <Health />
    </RequireAccess>
  );
}
