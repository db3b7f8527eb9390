import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { Identifier } from '../../../components/Identifier.tsx';
import { PageTitle } from '../../../components/PageTitle.tsx';
import { useText } from '../../../i18n/useText.ts';
import { RequireAccess } from '../../../layout/RequireAccess.tsx';
import { useUmbrellaChange } from '../useUmbrella.ts';
import styles from './umbrellaForm.module.css';
import { changesOf, formOf, type UmbrellaForm } from './umbrellaForm.ts';
import { UmbrellaFormView } from './UmbrellaFormView.tsx';
import { useUmbrellaForm } from './useUmbrellaForm.ts';

type Props = { umbrella: UmbrellaView };

/** What is written stays when somebody else changes it meanwhile: only what was changed here is saved. */
const Change = ({ umbrella }: Props) => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const [before] = useState(() => formOf(umbrella));
  const state = useUmbrellaForm(before);
  const { save } = useUmbrellaChange(umbrella);
  const { id, reference, enaAccession } = umbrella;
  const change = async (whole: UmbrellaForm) => {
    const changes = changesOf(before, whole);
    if (Object.keys(changes).length > 0) {
      await save(changes);
      notify(text('umbrella.change.done', { reference }), { type: 'success' });
    }
    await navigate(`/umbrellas/${id}`, { replace: true });
  };
  return (
    <>
      <PageTitle title={text('umbrella.change.title')}>
        <Identifier value={reference} />
      </PageTitle>
      <div className={styles.page}>
        <UmbrellaFormView
          state={state}
          isAtEna={enaAccession !== null}
          action={text('umbrella.change.submit')}
          back={`/umbrellas/${id}`}
          onSend={change}
        />
      </div>
    </>
  );
};

export default function ChangeUmbrella({ umbrella }: Props) {
  return (
    <RequireAccess action="create" subject="EnaRequest">
      <Change umbrella={umbrella} />
    </RequireAccess>
  );
}
