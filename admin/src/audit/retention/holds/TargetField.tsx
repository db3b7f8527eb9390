import OutlinedInput from '@mui/material/OutlinedInput';
import { useId } from 'react';
import { FormField } from '../../../components/FormField.tsx';
import { useText } from '../../../i18n/useText.ts';
import { isMisplacedAddress } from './holdForm.ts';
import { TargetList } from './TargetList.tsx';
import { type ChosenTarget, type TargetForm, useTargetChoice } from './useTargetChoice.ts';

type Props = { form: TargetForm; onChange: (changed: ChosenTarget) => void };

/** Looks up what is to be held by its title or name. What is not found is taken as it was typed. */
export const TargetField = ({ form, onChange }: Props) => {
  const { kind, typed, name } = form;
  const text = useText();
  const id = useId();
  const { shown, at, isSearchable, isNotFound, take, handlers } = useTargetChoice(form, onChange);
  return (
    <FormField
      label={text(`retention.set.target.${kind}`)}
      problem={isMisplacedAddress({ kind, typed, name }) ? text('retention.set.misplacedAddress') : undefined}
      help={
        name !== null
          ? text('retention.set.chosen', { name })
          : text(
              isNotFound
                ? 'retention.set.asTyped'
                : `retention.set.${isSearchable ? 'hint' : 'hintUnseen'}.${kind}`,
            )
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
            {...handlers}
          />
          {shown.length > 0 && <TargetList id={`${id}-list`} targets={shown} at={at} onTake={take} />}
        </>
      )}
    </FormField>
  );
};
