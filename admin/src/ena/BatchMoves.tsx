import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import { BatchDialog } from './BatchDialog.tsx';
import { recordsOf, type BatchMove } from './batchMoves.ts';
import { useBatch, useLeftBehind } from './useBatch.ts';

type Props = { buttons: readonly BatchMove[]; menu: readonly BatchMove[] };

const MoreMoves = ({ menu, onMove }: { menu: readonly BatchMove[]; onMove: (move: BatchMove) => void }) => {
  const text = useText();
  const batch = useBatch();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (menu.length === 0) return null;
  return (
    <>
      <IconButton
        aria-label={text('ena.more')}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="more" />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {menu.map((move) => (
          <MenuItem
            key={move}
            onClick={() => {
              setAnchor(null);
              onMove(move);
            }}
          >
            {text(`ena.move.${move}.action`, { count: recordsOf(move, batch) })}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};

/** What can be done with the batch now, the likeliest filled and last. */
export const BatchMoves = ({ buttons, menu }: Props) => {
  const text = useText();
  const batch = useBatch();
  const { records: left } = useLeftBehind();
  const [move, setMove] = useState<BatchMove | null>(null);
  return (
    <>
      <MoreMoves menu={menu} onMove={setMove} />
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
