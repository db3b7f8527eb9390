import type { AnswerView } from '@contract/ena/sending/answers.contract.ts';
import type { Sense } from '../../components/meaning.ts';

/** What was made of an answer of ENA's, whether to a batch's request or to one about what ENA has. */
export const senseOfAnswer: Record<AnswerView['meaning'], Sense> = {
  queued: 'theirs',
  accepted: 'good',
  refused: 'bad',
  unknown: 'plain',
  unclear: 'doubtful',
  failed: 'doubtful',
};
