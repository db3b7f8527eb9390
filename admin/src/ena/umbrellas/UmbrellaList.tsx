import { useAbility } from '@casl/react';
import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import Button from '@mui/material/Button';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { KeysetList } from '../../components/list/KeysetList.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { umbrellaColumns, umbrellaStates } from './umbrellaColumns.tsx';

const NewUmbrellaButton = () => {
  const text = useText();
  if (!useAbility<ConsoleAbility>().can('create', 'EnaRequest')) return null;
  return (
    <Button
      component={Link}
      to="/umbrellas/create"
      variant="contained"
      color="primary"
      startIcon={<Icon name="plus" />}
    >
      {text('umbrella.begin')}
    </Button>
  );
};

const UmbrellaList = () => {
  const text = useText();
  const locale = useLocale();
  return (
    <KeysetList<UmbrellaView>
      title={text('umbrella.title')}
      searchLabel={text('umbrella.search')}
      actions={<NewUmbrellaButton />}
      list={{
        resource: 'umbrellas',
        filters: [
          {
            kind: 'choice',
            name: 'state',
            label: text('ena.column.status'),
            options: umbrellaStates.map((value) => ({ value, label: text(`umbrella.state.${value}`) })),
          },
        ],
        sort: { field: 'createdAt', order: 'DESC' },
        columns: umbrellaColumns(text, locale),
        linkTo: ({ id }) => `/umbrellas/${id}`,
        nameOf: ({ title }) => title,
      }}
      empty={
        <EmptyState title={text('umbrella.empty')} action={<NewUmbrellaButton />}>
          {text('umbrella.emptyDetail')}
        </EmptyState>
      }
    />
  );
};

export default function UmbrellaListPage() {
  return (
    <RequireAccess action="read" subject="EnaRequest">
      <UmbrellaList />
    </RequireAccess>
  );
}
