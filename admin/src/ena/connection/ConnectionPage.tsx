import { useAbility } from '@casl/react';
import type { ConnectionView } from '@contract/ena/connection/connection.contract.ts';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import styles from './ConnectionPage.module.css';
import { TestResult } from './TestResult.tsx';

const key = ['ena-connection'];

/** Asks each service of ENA whether it knows the account; changes nothing there. */
const useConnectionTest = () => {
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const test = async () => {
    setBusy(true);
    setError(null);
    try {
      await provider.testConnection();
    } catch (refused) {
      setError(refused);
    } finally {
      await client.invalidateQueries({ queryKey: key });
      setBusy(false);
    }
  };
  return { test, isBusy, error };
};

const Reports = ({ reports }: Pick<ConnectionView, 'reports'>) => {
  const text = useText();
  const { readAt, nextAt, failures, message } = reports;
  return (
    <Section title={text('connection.reports')}>
      <Facts
        facts={[
          {
            label: text('connection.readAt'),
            value: readAt === null ? text('parts.time.never') : <RelativeTime value={readAt} />,
          },
          { label: text('connection.nextAt'), value: nextAt && <RelativeTime value={nextAt} /> },
          {
            label: text('connection.failures'),
            value: failures > 0 && text('connection.inARow', { count: failures }),
          },
          { label: text('connection.lastFailure'), value: failures > 0 && message },
        ].map(({ label, value }) => ({ label, value: value === false ? null : value }))}
      />
    </Section>
  );
};

const Connection = () => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => provider.connection() });
  const { test, isBusy, error: refused } = useConnectionTest();
  if (data === undefined)
    return error === null ? <PageSkeleton /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  const { environment, isConfigured, account, auth, services, lastTest } = data;
  return (
    <>
      <PageTitle
        title={text('connection.title')}
        actions={
          ability.can('test', 'EnaConnection') &&
          isConfigured && (
            <Button variant="contained" color="primary" loading={isBusy} onClick={() => void test()}>
              {text('connection.test')}
            </Button>
          )
        }
      />
      <div className={styles.page}>
        {refused !== null && <ErrorState error={refused} isInline />}
        {!isConfigured && <p role="status">{text('connection.notConfigured')}</p>}
        <Section title={text('connection.lastTest')}>
          {lastTest === null ? (
            <p className="faint">{text('connection.neverTested')}</p>
          ) : (
            <TestResult test={lastTest} />
          )}
        </Section>
        <Section title={text('connection.about')}>
          <Facts
            facts={[
              { label: text('ena.column.environment'), value: text(`words.environment.${environment}`) },
              { label: text('connection.account'), value: account },
              { label: text('connection.auth'), value: text(`connection.by.${auth}`) },
              ...services.map(({ service, host }) => ({
                label: text(`connection.service.${service}`),
                value: <bdi className="mono">{host}</bdi>,
              })),
            ]}
          />
        </Section>
        <Reports reports={data.reports} />
      </div>
    </>
  );
};

export default function ConnectionPage() {
  return (
    <RequireAccess action="read" subject="EnaConnection">
      <Connection />
    </RequireAccess>
  );
}
