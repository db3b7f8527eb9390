import Button from '@mui/material/Button';
import { useRef } from 'react';
import { Link } from 'react-router-dom';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { useText } from '../../../i18n/useText.ts';
import { isStale } from '../../../providers/problem.ts';
import { ComponentsField } from './ComponentsField.tsx';
import { UmbrellaFields } from './UmbrellaFields.tsx';
import styles from './umbrellaForm.module.css';
import type { UmbrellaForm } from './umbrellaForm.ts';
import type { useUmbrellaForm } from './useUmbrellaForm.ts';

type Props = {
  state: ReturnType<typeof useUmbrellaForm>;
  isAtEna: boolean;
  /** What the button does. */
  action: string;
  /** Where it leads when nothing is to be done. */
  back: string;
  onSend: (whole: UmbrellaForm) => Promise<void>;
};

/** The first thing that is wrong: a field, or the button beside a line. */
const wrongPlace = 'input[aria-invalid="true"], textarea[aria-invalid="true"], li[data-wrong] button';

/** The form of an umbrella project, new or to be changed. */
export const UmbrellaFormView = ({ state, isAtEna, action, back, onSend }: Props) => {
  const text = useText();
  const place = useRef<HTMLFormElement>(null);
  const { form, change, typed, setTyped, problems, isTried, isBusy, error } = state;
  const send = async () => {
    if (await state.send(onSend)) return;
    // Once what is wrong is marked, the first of it has the focus.
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(wrongPlace)?.focus());
  };
  return (
    <form
      ref={place}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <UmbrellaFields form={form} problems={problems} isTried={isTried} isAtEna={isAtEna} onChange={change} />
      <ComponentsField
        components={form.components}
        typed={typed}
        problem={problems.components}
        lines={problems.lines}
        onType={setTyped}
        onChange={(components) => change({ components })}
      />
      {error !== null && (
        <ErrorState
          isInline
          error={error}
          {...(isStale(error) ? { title: text('umbrella.change.stale') } : {})}
        />
      )}
      <div className={styles.actions}>
        <Button type="submit" variant="contained" color="primary" loading={isBusy}>
          {action}
        </Button>
        <Button component={Link} to={back} variant="text">
          {text('parts.reason.cancel')}
        </Button>
      </div>
    </form>
  );
};
