import OutlinedInput from '@mui/material/OutlinedInput';
import { useDeferredValue, useId, useState } from 'react';
import { FormField } from '../../../components/FormField.tsx';
import { useText } from '../../../i18n/useText.ts';
import { isMisplacedAddress, type HoldForm } from './holdForm.ts';
import styles from './holds.module.css';
import { useTargets, type Target } from './useTargets.ts';
import { Isolated } from '../../../components/Isolated.tsx';

type ListProps = { id: string; targets: readonly Target[]; at: number; onTake: (target: Target) => void };

const TargetList = ({ id, targets, at, onTake }: ListProps) => {
  const text = useText();
  return (
    <div id={id} role="listbox" aria-label={text('retention.set.found')} className={styles.targets}>
      {targets.map((target, index) => (
        <div
          key={target.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          className={styles.target}
          // Before the field loses the caret.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(target);
          }}
        >
          <Isolated value={target.label} />
          <Isolated className="mono faint" value={target.note} />
        </div>
      ))}
    </div>
  );
};

type Props = {
  form: HoldForm & { kind: 'submission' | 'record' | 'person' };
  onChange: (changed: Pick<HoldForm, 'typed' | 'name'>) => void;
};

/** Looks for what is to be held by the words one knows it by. What is not found is taken as it was written. */
export const TargetField = ({ form: { kind, typed, name }, onChange }: Props) => {
  const text = useText();
  const id = useId();
  const [at, setAt] = useState(-1);
  const [isShut, setShut] = useState(false);
  const asked = useDeferredValue(typed);
  const { targets, isSearched } = useTargets(kind, name === null ? asked : '');
  const shown = name === null && !isShut ? targets : [];
  const take = (target: Target) => {
    onChange({ typed: target.label, name: target.name });
    setAt(-1);
  };
  const move = (by: 1 | -1) => setAt((now) => ((now + by + 1 + shown.length + 1) % (shown.length + 1)) - 1);
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => setShut(true),
    ...(shown[at] && { Enter: () => shown[at] && take(shown[at]) }),
  };
  const isNotFound = name === null && isSearched && asked === typed && targets.length === 0;
  return (
    <FormField
      label={text(`retention.set.target.${kind}`)}
      problem={isMisplacedAddress({ kind, typed, name }) ? text('retention.set.misplacedAddress') : undefined}
      help={
        name !== null
          ? text('retention.set.chosen', { name })
          : text(isNotFound ? 'retention.set.asTyped' : `retention.set.hint.${kind}`)
      }
    >
      {({ id: fieldId, ...described }) => (
        <>
          <OutlinedInput
            id={fieldId}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to write this
            autoFocus={name === null}
            autoComplete="off"
            value={typed}
            inputProps={{
              ...described,
              role: 'combobox',
              maxLength: 254,
              dir: 'auto',
              spellCheck: false,
              'aria-autocomplete': 'list',
              'aria-expanded': shown.length > 0,
              'aria-controls': `${id}-list`,
              'aria-activedescendant': shown[at] ? `${id}-list-${at}` : undefined,
            }}
            onBlur={() => setShut(true)}
            onFocus={() => setShut(false)}
            onChange={(event) => {
              onChange({ typed: event.target.value, name: null });
              setShut(false);
              setAt(-1);
            }}
            onKeyDown={(event) => {
              const act = shown.length > 0 && !event.ctrlKey && !event.metaKey ? keys[event.key] : undefined;
              if (!act) return;
              event.preventDefault();
              // Escape shuts what was found, not the dialog around it.
              event.stopPropagation();
              act();
            }}
          />
          {shown.length > 0 && <TargetList id={`${id}-list`} targets={shown} at={at} onTake={take} />}
        </>
      )}
    </FormField>
  );
};
