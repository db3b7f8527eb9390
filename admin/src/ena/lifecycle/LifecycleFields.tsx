import OutlinedInput from '@mui/material/OutlinedInput';
import { useText } from '../../i18n/useText.ts';
import type { Lifecycle, LifecycleBody } from '../../providers/ena.ts';
import { FormField } from '../../components/FormField.tsx';
import styles from './lifecycle.module.css';

export type LifecycleForm = { holdDate: string; category: string; supersededBy: string };
type Props = { what: Lifecycle; form: LifecycleForm; onChange: (changed: Partial<LifecycleForm>) => void };

export const categories = ['depositor', 'error', 'duplicate', 'superseded', 'legal', 'other'] as const;
const takesBack = (what: Lifecycle) => what === 'withdraw' || what === 'suppress';

export const isComplete = (what: Lifecycle, { holdDate }: LifecycleForm) =>
  what !== 'hold' || holdDate !== '';

/** What is asked: only what belongs to this kind of request. */
export const bodyOf = (what: Lifecycle, form: LifecycleForm, reason: string): LifecycleBody => {
  if (what === 'hold') return { reason, holdDate: form.holdDate };
  if (!takesBack(what)) return { reason };
  const supersededBy = form.supersededBy.trim();
  return { reason, category: form.category, ...(supersededBy === '' ? {} : { supersededBy }) };
};

/** The day it is held until, or why it is taken back and what takes its place. */
export const LifecycleFields = ({ what, form, onChange }: Props) => {
  const text = useText();
  if (what === 'hold')
    return (
      <div className={styles.field}>
        <FormField label={text('lifecycle.field.holdDate')} help={text('lifecycle.field.holdHelp')}>
          {({ id, 'aria-describedby': describedBy }) => (
            <OutlinedInput
              id={id}
              type="date"
              value={form.holdDate}
              inputProps={{ 'aria-describedby': describedBy }}
              onChange={(event) => onChange({ holdDate: event.target.value })}
            />
          )}
        </FormField>
      </div>
    );
  if (!takesBack(what)) return null;
  return (
    <>
      <fieldset className={styles.categories}>
        <legend>{text('lifecycle.field.category')}</legend>
        {categories.map((category) => (
          <label key={category}>
            <input
              type="radio"
              name="category"
              checked={form.category === category}
              onChange={() => onChange({ category })}
            />
            {text(`lifecycle.category.${category}`)}
          </label>
        ))}
      </fieldset>
      <div className={styles.field}>
        <FormField label={text('lifecycle.field.supersededBy')} help={text('lifecycle.field.supersededHelp')}>
          {({ id, 'aria-describedby': describedBy }) => (
            <OutlinedInput
              id={id}
              value={form.supersededBy}
              inputProps={{ 'aria-describedby': describedBy, maxLength: 40, spellCheck: false }}
              onChange={(event) => onChange({ supersededBy: event.target.value })}
            />
          )}
        </FormField>
      </div>
    </>
  );
};
