import type { AuditExportFormat } from '@contract/audit/exporting/export.contract.ts';
import { useId } from 'react';
import { useText } from '../../i18n/useText.ts';
import styles from './ExportDialog.module.css';

export type Form = { format: AuditExportFormat; isPacked: boolean };

const formats: readonly AuditExportFormat[] = ['csv', 'jsonl', 'xlsx'];

/** The choice of format, with what each is for, and of compression, which a workbook has already. */
export const FormatChoice = ({ form, onChange }: { form: Form; onChange: (form: Form) => void }) => {
  const text = useText();
  const id = useId();
  return (
    <>
      <fieldset className={styles.formats}>
        <legend>{text('audit.export.format')}</legend>
        {formats.map((each) => (
          <div key={each} className={styles.format}>
            <input
              type="radio"
              id={`${id}-${each}`}
              name={id}
              checked={form.format === each}
              onChange={() => onChange({ ...form, format: each })}
            />
            <label htmlFor={`${id}-${each}`}>
              <strong>{text(`audit.export.${each}.name`)}</strong>
              <span>{text(`audit.export.${each}.what`)}</span>
            </label>
          </div>
        ))}
      </fieldset>
      <label className={styles.packed}>
        <input
          type="checkbox"
          checked={form.isPacked && form.format !== 'xlsx'}
          disabled={form.format === 'xlsx'}
          onChange={(event) => onChange({ ...form, isPacked: event.target.checked })}
        />
        {text(form.format === 'xlsx' ? 'audit.export.packedAlready' : 'audit.export.packed')}
      </label>
    </>
  );
};
