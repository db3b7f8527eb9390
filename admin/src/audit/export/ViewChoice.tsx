import { useId } from 'react';
import { useText } from '../../i18n/useText.ts';
import styles from './ExportDialog.module.css';

type Props = { isWhole: boolean; onChange: (isWhole: boolean) => void };

/** The view “Changes” leaves events out: says so to whoever exports from it, and offers to include them. */
export const ViewChoice = ({ isWhole, onChange }: Props) => {
  const text = useText();
  const id = useId();
  const choices = [
    { value: false, name: text('audit.export.viewChanges'), what: text('audit.export.viewChangesWhat') },
    { value: true, name: text('audit.export.viewAll'), what: text('audit.export.viewAllWhat') },
  ];
  return (
    <fieldset className={styles.formats}>
      <legend>{text('audit.export.view')}</legend>
      {choices.map(({ value, name, what }) => (
        <div key={String(value)} className={styles.format}>
          <input
            type="radio"
            id={`${id}-${value}`}
            name={id}
            checked={isWhole === value}
            onChange={() => onChange(value)}
          />
          <label htmlFor={`${id}-${value}`}>
            <strong>{name}</strong>
            <span>{what}</span>
          </label>
        </div>
      ))}
    </fieldset>
  );
};
