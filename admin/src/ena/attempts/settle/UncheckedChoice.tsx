import { useText } from '../../../i18n/useText.ts';
import styles from './SettleDialog.module.css';

type Props = { isUnchecked: boolean; onChange: (isUnchecked: boolean) => void };

/** Offered once ENA could not be asked: a person answers for the accessions then, and says why in the reason. */
export const UncheckedChoice = ({ isUnchecked, onChange }: Props) => {
  const text = useText();
  return (
    <label className={styles.unchecked}>
      <input type="checkbox" checked={isUnchecked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        <strong>{text('ena.settle.unchecked.label')}</strong> {text('ena.settle.unchecked.what')}
      </span>
    </label>
  );
};
