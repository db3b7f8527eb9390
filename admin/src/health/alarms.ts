import type { Health } from '../providers/health.ts';
import { senseOfTrouble } from './healthWords.ts';

type Trouble = NonNullable<Health['changeLog']>['troubles'][number];

/** What says that somebody may have altered the change log. */
export const alarmsOf = (health: Health | undefined): Trouble[] =>
  health?.changeLog?.troubles.filter((told) => senseOfTrouble(told) === 'bad') ?? [];
