import Button from '@mui/material/Button';
import { useState } from 'react';
import { MoreMenu } from '../components/MoreMenu.tsx';
import { useText } from '../i18n/useText.ts';
import { BatchDialog } from './BatchDialog.tsx';
import { recordsOf, type BatchMove } from './batchMoves.ts';
import { useBatch, useLeftBehind } from './useBatch.ts';

type Props = { buttons: readonly BatchMove[]; menu: readonly BatchMove[] };

/** What can be done with the batch now, the likeliest filled and last. */
export const BatchMoves = ({ buttons, menu }: Props) => {
  const text = useText();
  const batch = useBatch();
  const { records: left } = useLeftBehind();
  const [move, setMove] = useState<BatchMove | null>(null);
  return (
    <>
      <MoreMenu
        entries={menu.map((each) => ({
          key: each,
          label: text(`ena.move.${each}.action`, { count: recordsOf(each, batch) }),
          onChoose: () => setMove(each),
        }))}
      />
      {buttons.toReversed().map((each) => (
        <Button
          key={each}
          {...(each === buttons[0] ? { variant: 'contained', color: 'primary' } : {})}
          onClick={() => setMove(each)}
        >
          {text(`ena.move.${each}.action`, { count: recordsOf(each, batch, left) })}
        </Button>
      ))}
      {move !== null && <BatchDialog move={move} onClose={() => setMove(null)} />}
    </>
  );
};
