import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import { useId, useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import { Icon } from '../Icon.tsx';
import type { Filter } from './list.types.ts';
import styles from './list.module.css';

type Props = {
  filters: readonly Filter[];
  values: Record<string, string>;
  onChange: (name: string, value: string) => void;
};
type FieldProps = { filter: Filter; value: string; onChange: (value: string) => void };

const Choice = ({ filter, value, onChange }: FieldProps & { filter: Filter & { kind: 'choice' } }) => (
  <fieldset className={styles.choice}>
    <legend>{filter.label}</legend>
    {filter.options.map((option) => (
      <label key={option.value}>
        <input
          type="checkbox"
          checked={value === option.value}
          onChange={() => onChange(value === option.value ? '' : option.value)}
        />
        {option.label}
      </label>
    ))}
  </fieldset>
);

const Typed = ({ filter, value, onChange }: FieldProps) => {
  const id = useId();
  const [draft, setDraft] = useState(value);
  return (
    <form
      className={styles.typed}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(draft.trim());
      }}
    >
      <label htmlFor={id}>{filter.label}</label>
      <input
        id={id}
        type={filter.kind === 'day' ? 'date' : 'text'}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft.trim() !== value && onChange(draft.trim())}
      />
    </form>
  );
};

/** All filters of a list in one place; what is in force stands beside it as chips. */
export const FilterMenu = ({ filters, values, onChange }: Props) => {
  const text = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        aria-haspopup="dialog"
        startIcon={<Icon name="filter" />}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {text('parts.list.filter')}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: {
            className: styles.filterPanel ?? '',
            role: 'dialog',
            'aria-label': text('parts.list.filter'),
          },
        }}
      >
        {filters.map((filter) => {
          if (filter.kind === 'given') return null;
          const field = {
            value: values[filter.name] ?? '',
            onChange: (value: string) => onChange(filter.name, value),
          };
          return filter.kind === 'choice' ? (
            <Choice key={filter.name} filter={filter} {...field} />
          ) : (
            <Typed key={`${filter.name} ${field.value}`} filter={filter} {...field} />
          );
        })}
      </Popover>
    </>
  );
};
