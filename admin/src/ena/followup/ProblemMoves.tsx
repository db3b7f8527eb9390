import { useAbility } from '@casl/react';
import type { ProblemView } from '@contract/ena/processing/problems.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useSession } from '../../providers/useSession.ts';
import styles from './problems.module.css';
import { useProblemMove, type ProblemVerb } from './useProblemMove.ts';

type DialogProps = { problem: ProblemView; verb: ProblemVerb; onClose: () => void };

const MoveDialog = ({ problem, verb, onClose }: DialogProps) => {
  const text = useText();
  const notify = useNotify();
  const move = useProblemMove();
  const values = { accession: problem.enaAccession };
  return (
    <ReasonDialog
      title={text(`followup.move.${verb}.title`, values)}
      action={text(`followup.move.${verb}.action`)}
      canBeUndone={verb === 'give-back'}
      reason={verb === 'resolve' ? 'required' : 'optional'}
      onClose={onClose}
      onConfirm={async (reason) => {
        await move(problem, verb, reason);
        notify(text(`followup.move.${verb}.done`, values), { type: 'success' });
      }}
    >
      <p>{text(`followup.move.${verb}.what`)}</p>
    </ReasonDialog>
  );
};

/** Somebody takes a problem, gives it back, or says how it was settled. */
export const ProblemMoves = ({ problem }: { problem: ProblemView }) => {
  const text = useText();
  const notify = useNotify();
  const ability = useAbility<ConsoleAbility>();
  const myId = useSession()?.me.id;
  const move = useProblemMove();
  const [asked, setAsked] = useState<ProblemVerb | null>(null);
  const { status, takenBy, enaAccession } = problem;
  if (status === 'resolved' || !ability.can('take', 'EnaProblem')) return null;
  const take = async () => {
    try {
      await move(problem, 'take', '');
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    }
  };
  const isMine = takenBy !== null && takenBy.id === myId;
  const named = (verb: ProblemVerb) => `${text(`followup.move.${verb}.action`)}: ${enaAccession}`;
  return (
    <span className={styles.moves}>
      {status === 'open' && (
        <Button size="small" aria-label={named('take')} onClick={() => void take()}>
          {text('followup.move.take.action')}
        </Button>
      )}
      {isMine && (
        <Button size="small" aria-label={named('give-back')} onClick={() => setAsked('give-back')}>
          {text('followup.move.give-back.action')}
        </Button>
      )}
      {status === 'taken' && (
        <Button size="small" aria-label={named('resolve')} onClick={() => setAsked('resolve')}>
          {text('followup.move.resolve.action')}
        </Button>
      )}
      {asked !== null && <MoveDialog problem={problem} verb={asked} onClose={() => setAsked(null)} />}
    </span>
  );
};
