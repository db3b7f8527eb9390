import type { ChecklistField } from '@contract/validation/checklist.contract.ts';
import { Identifier } from '../../components/Identifier.tsx';
import { Facts } from '../../components/Section.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { ChoiceList } from './ChoiceList.tsx';
import styles from './FieldDetails.module.css';

const lengthOf = ({ minLength, maxLength }: ChecklistField, text: Text): string | null => {
  if (minLength !== undefined && maxLength !== undefined)
    return text('checklists.between', { least: minLength, count: maxLength });
  if (minLength !== undefined) return text('checklists.atLeast', { count: minLength });
  return maxLength === undefined ? null : text('checklists.upTo', { count: maxLength });
};

/** Everything that a checklist says of one field. */
export const FieldDetails = ({ field }: { field: ChecklistField }) => {
  const text = useText();
  const { name, description, synonyms = [], pattern, units = [], hasMoreUnits, multiple, choices } = field;
  return (
    <div className={styles.details}>
      {description !== undefined && (
        <p className={styles.description} dir="auto">
          {description}
        </p>
      )}
      <Facts
        facts={[
          { label: text('checklists.field.name'), value: <Identifier value={name} /> },
          {
            label: text('checklists.field.pattern'),
            value: pattern === undefined ? null : <Identifier value={pattern} />,
          },
          { label: text('checklists.field.length'), value: lengthOf(field, text) },
          {
            label: text('checklists.column.units'),
            value:
              units.length === 0 ? null : (
                <>
                  <bdi>{units.join(', ')}</bdi>
                  {hasMoreUnits && <> {text('checklists.moreUnits')}</>}
                </>
              ),
          },
          { label: text('checklists.field.values'), value: multiple ? text('checklists.multiple') : null },
          {
            label: text('checklists.field.synonyms'),
            value:
              synonyms.length === 0 ? null : (
                <>
                  <bdi>{synonyms.join(', ')}</bdi>{' '}
                  <span className="faint">{text('checklists.notTaken')}</span>
                </>
              ),
          },
        ]}
      />
      {choices !== undefined && <ChoiceList choices={choices} />}
    </div>
  );
};
