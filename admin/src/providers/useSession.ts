import { useMemo, useSyncExternalStore } from 'react';
import { abilityOf, type ConsoleAbility } from './ability.ts';
import { currentSession, subscribeToSession, type Session } from './session.ts';

export const useSession = (): Session | null =>
  useSyncExternalStore(subscribeToSession, currentSession, currentSession);

export const useOwnAbility = (): ConsoleAbility => {
  const me = useSession()?.me ?? null;
  return useMemo(() => abilityOf(me), [me]);
};
