import type { ResolveAttempt } from '@contract/ena/sending/resolution.contract.ts';
import { useText } from '../../../i18n/useText.ts';
import styles from './SettleDialog.module.css';

export type Outcome = ResolveAttempt['outcome'];
const outcomes: readonly Outcome[] = ['registered', 'not_registered'];

type Props = { outcome: Outcome | null; onChoose: (outcome: Outcome) => void };

/** What a person saw at ENA: records with accessions, or nothing. */
export const OutcomeChoice = ({ outcome, onChoose }: Props) => {
  const text = useText();
  return (
    <fieldset className={styles.choice}>
      <legend>{text('ena.settle.question')}</legend>
      {outcomes.map((each) => (
        <label key={each}>
          <input type="radio" name="outcome" checked={outcome === each} onChange={() => onChoose(each)} />
          <span>
            <strong>{text(`ena.settle.${each}.label`)}</strong> {text(`ena.settle.${each}.what`)}
          </span>
        </label>
      ))}
    </fieldset>
  );
};
