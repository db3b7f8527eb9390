import { useAbility } from '@casl/react';
import { useResourceDefinitions } from 'react-admin';
import type { ConsoleAbility } from '../providers/ability.ts';
import { openTo, type Destination } from './destinations.ts';

/** The places this person may open, of those that this console has pages for. */
export const useOpenPlaces = (): Destination[] => {
  const ability = useAbility<ConsoleAbility>();
  const registered = useResourceDefinitions();
  return openTo(ability).filter(
    ({ to }) => to === '/queue' || registered[to.split('/')[1] ?? ''] !== undefined,
  );
};
