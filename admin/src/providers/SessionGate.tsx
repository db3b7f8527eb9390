import { AbilityProvider } from '@casl/react';
import { useCallback, useEffect, useState } from 'react';
import { ErrorState } from '../components/ErrorState.tsx';
import { useText } from '../i18n/useText.ts';
import { renew } from './session.ts';
import { useOwnAbility } from './useSession.ts';

type Start = { state: 'opening' | 'open' } | { state: 'failed'; error: unknown };

/** Takes up the session of the last visit before anything else is shown; a server out of reach is not a sign-out. */
export const SessionGate = ({ children }: { children: React.ReactNode }) => {
  const text = useText();
  const ability = useOwnAbility();
  const [start, setStart] = useState<Start>({ state: 'opening' });

  const open = useCallback(() => {
    renew().then(
      () => setStart({ state: 'open' }),
      (error: unknown) => setStart({ state: 'failed', error }),
    );
  }, []);
  useEffect(open, [open]);

  if (start.state === 'failed') return <ErrorState error={start.error} onRetry={open} />;
  if (start.state === 'opening') {
    return (
      <p role="status" className="visually-hidden">
        {text('shell.starting')}
      </p>
    );
  }
  return <AbilityProvider value={ability}>{children}</AbilityProvider>;
};
