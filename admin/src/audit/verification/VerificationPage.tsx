import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { Section } from '../../components/Section.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { LastVerification } from './LastVerification.tsx';
import { Offline } from './Offline.tsx';
import { RunningVerification } from './RunningVerification.tsx';
import { useVerification, useVerifyNow } from './useVerification.ts';
import styles from './VerificationPage.module.css';

/** Whether the log is whole, a button to verify it now, and how to verify an export without us. */
const Verification = () => {
  const text = useText();
  const mayVerify = useAbility<ConsoleAbility>().can('create', 'AuditVerification');
  const { data, error, refetch } = useVerification();
  const { verify, isBusy, error: refused } = useVerifyNow();
  if (data === undefined)
    return error === null ? <PageSkeleton /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  const { last, current } = data;
  return (
    <>
      <PageTitle
        title={text('logVerification.title')}
        actions={
          mayVerify && (
            <Button
              variant="contained"
              color="primary"
              loading={isBusy}
              disabled={current !== null}
              onClick={() => void verify()}
            >
              {text('logVerification.now')}
            </Button>
          )
        }
      />
      <div className={styles.page}>
        {refused !== null && <ErrorState error={refused} isInline />}
        <div role="status" className={styles.now}>
          {current !== null && (
            <Section title={text('logVerification.current')}>
              <RunningVerification run={current} />
            </Section>
          )}
        </div>
        <Section title={text('logVerification.last')}>
          {last === null ? (
            <EmptyState title={text('logVerification.never')}>
              {text('logVerification.neverDetail')}
            </EmptyState>
          ) : (
            <LastVerification run={last} />
          )}
        </Section>
        <Offline />
      </div>
    </>
  );
};

export default function VerificationPage() {
  return (
    <RequireAccess action="read" subject="AuditVerification">
      <Verification />
    </RequireAccess>
  );
}
