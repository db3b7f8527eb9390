import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import type { UmbrellaMove } from './umbrellaMoves.ts';
import styles from './umbrellas.module.css';
import { useUmbrellaChange } from './useUmbrella.ts';

/** The dialog is no list; what is beyond is counted. */
const named = 5;

/** ENA can only group what it has. */
const NotAtEna = ({ accessions }: { accessions: readonly string[] }) => {
  const text = useText();
  const more = accessions.length - named;
  return (
    <p role="alert" className={styles.objection}>
      <SenseMark sense="bad" /> {text('umbrella.lacks', { count: accessions.length })}{' '}
      <bdi className="mono">{accessions.slice(0, named).join(', ')}</bdi>{' '}
      {more > 0 && text('lifecycle.moreCovered', { count: more })}
    </p>
  );
};

type Props = { umbrella: UmbrellaView; move: UmbrellaMove; onClose: () => void };

/** Asks once more: where it goes, how many projects it groups, and why. */
export const UmbrellaDialog = ({ umbrella, move, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const { give } = useUmbrellaChange(umbrella);
  const { reference, environment, components, enaAccession } = umbrella;
  const lacking = components.filter((one) => one.enaAccession === null).map(({ accession }) => accession);
  const isSend = move === 'send';
  const values = { reference, to: text(`ena.to.${environment}`), count: components.length };
  return (
    <ReasonDialog
      title={text(`umbrella.move.${move}.title`, values)}
      action={text(`umbrella.move.${move}.action`, values)}
      canBeUndone={false}
      reason="required"
      isReady={!isSend || lacking.length === 0}
      onClose={onClose}
      onConfirm={async (reason) => {
        await give(move, reason);
        notify(text(`umbrella.move.${move}.done`, values), { type: 'success' });
      }}
    >
      <p>{text(`umbrella.move.${move}.what`, values)}</p>
      {isSend && enaAccession !== null && <p>{text('umbrella.replaces', { accession: enaAccession })}</p>}
      {isSend && lacking.length > 0 && <NotAtEna accessions={lacking} />}
      {isSend && <p>{text(`ena.consequence.${environment}`)}</p>}
    </ReasonDialog>
  );
};
