import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useId, useRef } from 'react';
import { Icon } from '../../../components/Icon.tsx';
import { useText } from '../../../i18n/useText.ts';
import { StudyField } from '../../../submissions/StudyField.tsx';
import styles from './umbrellaForm.module.css';
import { accessionsIn, withAdded } from './umbrellaForm.ts';

type LineProps = { accession: string; problem: string | undefined; onRemove: () => void };

const Line = ({ accession, problem, onRemove }: LineProps) => {
  const text = useText();
  const id = useId();
  return (
    <li data-wrong={problem !== undefined || undefined}>
      <bdi className="mono">{accession}</bdi>
      {problem !== undefined && (
        <bdi id={id} className={styles.wrong}>
          {problem}
        </bdi>
      )}
      <IconButton
        size="small"
        aria-label={text('umbrella.remove', { accession })}
        aria-describedby={problem === undefined ? undefined : id}
        onClick={onRemove}
      >
        <Icon name="close" />
      </IconButton>
    </li>
  );
};

type Props = {
  components: readonly string[];
  /** Typed, but not added yet. */
  typed: string;
  problem: string | undefined;
  lines: Readonly<Record<string, string>>;
  onType: (typed: string) => void;
  onChange: (components: readonly string[]) => void;
};

/** Projects by accession: typed one by one, or pasted from anywhere as many as there are. What is wrong stands on its line. */
export const ComponentsField = ({ components, typed, problem, lines, onType, onChange }: Props) => {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  // Where single lines are wrong, nothing is wrong with what is typed next.
  const isWrong = problem !== undefined && Object.keys(lines).length === 0;
  const add = (words: string) => {
    onChange(withAdded(components, words));
    onType('');
    field.current?.focus();
  };
  const onPaste = (event: React.ClipboardEvent) => {
    const words = event.clipboardData.getData('text');
    // A single one is left to be looked at; a field of one line would run many together.
    if (accessionsIn(words).length < 2) return;
    event.preventDefault();
    add(`${typed} ${words}`);
  };
  const remove = (accession: string) => {
    onChange(components.filter((each) => each !== accession));
    field.current?.focus();
  };
  return (
    <div className={styles.projects}>
      <StudyField
        label={text('umbrella.field.components')}
        problem={problem}
        help={text('umbrella.help.components')}
        aside={text('umbrella.projects', { count: components.length })}
      >
        {({ id, 'aria-describedby': describedBy }) => (
          <div className={styles.add}>
            <OutlinedInput
              id={id}
              fullWidth
              className="mono"
              inputRef={field}
              value={typed}
              error={isWrong}
              inputProps={{
                'aria-describedby': describedBy,
                'aria-invalid': isWrong,
                dir: 'ltr',
                spellCheck: false,
                autoCapitalize: 'characters',
              }}
              autoComplete="off"
              placeholder={text('umbrella.placeholder')}
              onPaste={onPaste}
              onChange={(event) => onType(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || accessionsIn(typed).length === 0) return;
                event.preventDefault();
                add(typed);
              }}
            />
            <Button disabled={accessionsIn(typed).length === 0} onClick={() => add(typed)}>
              {text('umbrella.add')}
            </Button>
          </div>
        )}
      </StudyField>
      {components.length > 0 && (
        <ul className={styles.lines} aria-label={text('umbrella.field.components')}>
          {components.map((accession) => (
            <Line
              key={accession}
              accession={accession}
              problem={lines[accession]}
              onRemove={() => remove(accession)}
            />
          ))}
        </ul>
      )}
    </div>
  );
};
