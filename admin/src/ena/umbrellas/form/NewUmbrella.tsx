import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { PageTitle } from '../../../components/PageTitle.tsx';
import { useText } from '../../../i18n/useText.ts';
import { RequireAccess } from '../../../layout/RequireAccess.tsx';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import { useRequestKey } from '../../../providers/useRequestKey.ts';
import { useTakeUmbrella } from '../useUmbrella.ts';
import styles from './umbrellaForm.module.css';
import { blank, requestOf, type UmbrellaForm } from './umbrellaForm.ts';
import { UmbrellaFormView } from './UmbrellaFormView.tsx';
import { useUmbrellaForm } from './useUmbrellaForm.ts';

/** Put together here first; ENA is told when it is sent. */
const NewUmbrella = () => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeUmbrella();
  const state = useUmbrellaForm(blank);
  const idempotencyKey = useRequestKey(JSON.stringify(requestOf(state.whole)));
  const create = async (whole: UmbrellaForm) => {
    const { data } = await provider.create('umbrellas', {
      data: requestOf(whole),
      meta: { idempotencyKey },
    });
    const made = data as UmbrellaView;
    take(made);
    notify(text('umbrella.create.done', { reference: made.reference }), { type: 'success' });
    await navigate(`/umbrellas/${made.id}`, { replace: true });
  };
  return (
    <>
      <PageTitle title={text('umbrella.begin')} />
      <div className={styles.page}>
        <UmbrellaFormView
          state={state}
          isAtEna={false}
          action={text('umbrella.create.submit')}
          back="/umbrellas"
          onSend={create}
        />
      </div>
    </>
  );
};

export default function NewUmbrellaPage() {
  return (
    <RequireAccess action="create" subject="EnaRequest">
      <NewUmbrella />
    </RequireAccess>
  );
}
