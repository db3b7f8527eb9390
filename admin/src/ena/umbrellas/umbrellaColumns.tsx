import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { Identifier } from '../../components/Identifier.tsx';
import type { Column } from '../../components/list/list.types.ts';
import type { Sense } from '../../components/meaning.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { EnaAccession } from './EnaAccession.tsx';

const senseOfUmbrella: Record<UmbrellaView['state'], Sense> = {
  draft: 'plain',
  sending: 'theirs',
  registered: 'good',
  changed: 'waiting',
  attention: 'doubtful',
};

/** In the order in which an umbrella project goes through them. */
export const umbrellaStates = Object.keys(senseOfUmbrella) as UmbrellaView['state'][];

type PillProps = { state: UmbrellaView['state']; quiet?: boolean };

export const UmbrellaStatePill = ({ state, quiet = false }: PillProps) => (
  <StatusPill sense={senseOfUmbrella[state]} quiet={quiet}>
    {useText()(`umbrella.state.${state}`)}
  </StatusPill>
);

export const umbrellaColumns = (text: Text, locale: string): Column<UmbrellaView>[] => [
  {
    key: 'reference',
    label: text('ena.column.reference'),
    width: '8.5rem',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  {
    key: 'title',
    label: text('umbrella.field.title'),
    isLead: true,
    render: ({ title }) => <bdi>{title}</bdi>,
  },
  {
    key: 'state',
    label: text('ena.column.status'),
    width: '10.5rem',
    render: ({ state }) => <UmbrellaStatePill state={state} quiet />,
  },
  {
    key: 'components',
    label: text('umbrella.field.components'),
    width: '6rem',
    align: 'end',
    render: ({ components }) => components.length.toLocaleString(locale),
  },
  {
    key: 'enaAccession',
    label: text('umbrella.field.enaAccession'),
    width: '13rem',
    render: ({ enaAccession, environment }) =>
      enaAccession === null ? (
        <span className="faint">{text('umbrella.none')}</span>
      ) : (
        <EnaAccession value={enaAccession} environment={environment} isInLine />
      ),
  },
  {
    key: 'created',
    label: text('ena.column.created'),
    width: '8.75rem',
    sortBy: 'createdAt',
    render: ({ createdAt }) => <RelativeTime value={createdAt} />,
  },
];
