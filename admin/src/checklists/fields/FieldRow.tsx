import type { ChecklistField } from '@contract/validation/checklist.contract.ts';
import { memo, useId } from 'react';
import { classes } from '../../components/classes.ts';
import { Icon } from '../../components/Icon.tsx';
import list from '../../components/list/list.module.css';
import { useText } from '../../i18n/useText.ts';
import { FieldDetails } from './FieldDetails.tsx';
import styles from './FieldsTable.module.css';

/** How many units or choices stand in a row; the rest is counted. */
const shown = 4;

const Some = ({ values }: { values: readonly string[] }) => (
  <span title={values.slice(0, 40).join(', ')}>
    <bdi>{values.slice(0, shown).join(', ')}</bdi>
    {values.length > shown && <span className="faint"> +{values.length - shown}</span>}
  </span>
);

/** What a value has to be, in a few words: one of the choices, like the pattern, or so long. */
const Takes = ({ field }: { field: ChecklistField }) => {
  const text = useText();
  if (field.choices !== undefined) {
    return (
      <span
        title={field.choices
          .slice(0, 40)
          .map(({ value }) => value)
          .join(', ')}
      >
        <span className={styles.choices}>{text('checklists.choices', { count: field.choices.length })}</span>{' '}
        <bdi className="faint">
          {field.choices
            .slice(0, 12)
            .map(({ value }) => value)
            .join(', ')}
        </bdi>
      </span>
    );
  }
  if (field.pattern !== undefined) {
    return (
      <code title={field.pattern} dir="ltr">
        {field.pattern}
      </code>
    );
  }
  if (field.maxLength !== undefined)
    return <span className="faint">{text('checklists.upTo', { count: field.maxLength })}</span>;
  return null;
};

type Props = {
  field: ChecklistField;
  /** Whether the table has a column of them. */ hasUnits: boolean;
  isOpen: boolean;
  onToggle: (name: string) => void;
};

/** A field in one line, and below it, when it is open, all that is known of it. */
export const FieldRow = memo(({ field, hasUnits, isOpen, onToggle }: Props) => {
  const text = useText();
  const id = useId();
  const { name, requirement, type, units = [] } = field;
  return (
    <>
      <tr className={classes(isOpen && styles.open)}>
        <td className={classes(list.lead, styles.field)}>
          <button
            type="button"
            data-row-link
            className={classes(list.rowLink, styles.toggle)}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => onToggle(name)}
          >
            <Icon name={isOpen ? 'down' : 'next'} size={12} />
            <bdi title={name}>{name}</bdi>
          </button>
        </td>
        <td>
          <span className={styles[requirement]}>{text(`checklists.requirement.${requirement}`)}</span>
        </td>
        <td>{text(`checklists.type.${type}`)}</td>
        {hasUnits && <td>{units.length > 0 && <Some values={units} />}</td>}
        <td className={styles.takes}>
          <Takes field={field} />
        </td>
      </tr>
      {isOpen && (
        <tr className={styles.details}>
          <td id={id} colSpan={hasUnits ? 5 : 4}>
            <FieldDetails field={field} />
          </td>
        </tr>
      )}
    </>
  );
});
