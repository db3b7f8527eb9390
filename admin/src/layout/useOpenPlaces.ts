import { useAbility } from '@casl/react';
import type { ConsoleAbility } from '../providers/ability.ts';
import { openTo, type Destination } from './destinations.ts';

/** The places this person may open. */
export const useOpenPlaces = (): Destination[] => openTo(useAbility<ConsoleAbility>());
