import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { HistoryTabs } from '../../audit/history/HistoryTabs.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { RecordHeader } from '../../components/RecordHeader.tsx';
import { useText } from '../../i18n/useText.ts';
import { EnaAccession } from './EnaAccession.tsx';
import { UmbrellaStatePill } from './umbrellaColumns.tsx';
import { UmbrellaDialog } from './UmbrellaDialog.tsx';
import { isChangeable, nextOf, umbrellaMovesOf, type UmbrellaMove } from './umbrellaMoves.ts';
import { useMay } from './useUmbrella.ts';

type Props = { umbrella: UmbrellaView };

/** What a person can do with it now, the likeliest filled and last. */
const Moves = ({ umbrella, moves }: Props & { moves: readonly UmbrellaMove[] }) => {
  const text = useText();
  const [asked, setAsked] = useState<UmbrellaMove | null>(null);
  const to = text(`ena.to.${umbrella.environment}`);
  return (
    <>
      {moves.toReversed().map((move) => (
        <Button
          key={move}
          {...(move === moves[0] ? { variant: 'contained', color: 'primary' } : {})}
          onClick={() => setAsked(move)}
        >
          {text(`umbrella.move.${move}.action`, { to })}
        </Button>
      ))}
      {asked !== null && <UmbrellaDialog umbrella={umbrella} move={asked} onClose={() => setAsked(null)} />}
    </>
  );
};

export const UmbrellaHeader = ({ umbrella }: Props) => {
  const text = useText();
  const may = useMay();
  const moves = umbrellaMovesOf(umbrella, may);
  const mayChange = isChangeable(umbrella, may);
  const { id, title, reference, state, environment, enaAccession, components } = umbrella;
  return (
    <RecordHeader
      title={title}
      facts={
        <>
          <Identifier value={reference} />
          <UmbrellaStatePill state={state} />
          {enaAccession !== null && <EnaAccession value={enaAccession} environment={environment} />}
          <span>{text('umbrella.projects', { count: components.length })}</span>
        </>
      }
      next={text(`umbrella.next.${nextOf(umbrella)}`, {
        to: text(`ena.to.${environment}`),
        by: text(`ena.by.${environment}`),
      })}
      actions={
        (mayChange || moves.length > 0) && (
          <>
            {mayChange && (
              <Button component={Link} to={`/umbrellas/${id}/change`} startIcon={<Icon name="pencil" />}>
                {text('umbrella.change.begin')}
              </Button>
            )}
            <Moves umbrella={umbrella} moves={moves} />
          </>
        )
      }
      tabs={<HistoryTabs path={`/umbrellas/${id}`} />}
    />
  );
};
