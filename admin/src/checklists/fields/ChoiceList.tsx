import type { ChecklistField } from '@contract/validation/checklist.contract.ts';
import { useState } from 'react';
import { SearchField } from '../../components/list/SearchField.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './FieldDetails.module.css';

type Choices = NonNullable<ChecklistField['choices']>;

/** From so many on they can be searched; so many are drawn at once. ENA's longest list has a few hundred, ours take 20,000. */
const manyChoices = 24;
const mostDrawn = 400;

const has = ({ value, synonyms = [] }: Choices[number], q: string) =>
  [value, ...synonyms].some((each) => each.toLocaleLowerCase().includes(q.toLocaleLowerCase()));

/** All values that a field takes; other spellings of one stand behind it. */
export const ChoiceList = ({ choices }: { choices: Choices }) => {
  const text = useText();
  const [q, setQ] = useState('');
  const found = q === '' ? choices : choices.filter((choice) => has(choice, q));
  return (
    <div className={styles.choices}>
      <h3>{text('checklists.choices', { count: choices.length })}</h3>
      {choices.length > manyChoices && (
        <SearchField value={q} label={text('checklists.searchChoices')} onSearch={setQ} />
      )}
      <ul className={styles.values}>
        {found.slice(0, mostDrawn).map(({ value, synonyms = [] }) => (
          <li key={value}>
            <bdi>{value}</bdi>
            {synonyms.length > 0 && (
              <small>{text('checklists.alsoCalled', { names: synonyms.join(', ') })}</small>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="faint">
        {found.length === 0 && text('checklists.noMatch', { query: q })}
        {found.length > mostDrawn && text('parts.list.shown', { shown: mostDrawn, count: found.length })}
      </p>
    </div>
  );
};
