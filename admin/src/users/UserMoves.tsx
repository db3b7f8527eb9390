import { useAbility } from '@casl/react';
import { subject } from '@casl/ability';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import { useSession } from '../providers/useSession.ts';
import { AccountDialog } from './AccountDialog.tsx';
import { EraseDialog } from './EraseDialog.tsx';
import { RolesDialog } from './RolesDialog.tsx';
import { movesOffered, type OfferedMove, type UserMove } from './userMoves.ts';
import { useUser } from './useUser.ts';

/** What this reader is offered to do about the person whose page this is. */
export const useMovesOffered = (): OfferedMove[] => {
  const user = useUser();
  const ability = useAbility<ConsoleAbility>();
  const isSelf = useSession()?.me.id === user.id;
  return movesOffered(user, {
    isSelf,
    may: (action) => ability.can(action, subject('User', { id: user.id }) as never),
  });
};

type ButtonProps = { offered: OfferedMove; onMove: (move: UserMove) => void };

/** A move that is refused stays in its place and says why: to the pointer, to the keyboard and to a screen reader. */
const MoveButton = ({ offered: { move, because }, onMove }: ButtonProps) => {
  const text = useText();
  const isRefused = because !== null;
  const button = (
    <Button
      {...(move === 'enable' ? { variant: 'contained', color: 'primary' } : {})}
      {...((move === 'disable' || move === 'erase') && !isRefused ? { color: 'error' } : {})}
      aria-disabled={isRefused}
      className={isRefused ? 'Mui-disabled' : ''}
      sx={isRefused ? { pointerEvents: 'auto !important', cursor: 'not-allowed' } : {}}
      onClick={() => !isRefused && onMove(move)}
    >
      {text(`users.move.${move}.button`)}
    </Button>
  );
  return because === null ? (
    button
  ) : (
    <Tooltip title={text(`users.refused.${because}`)} describeChild>
      {button}
    </Tooltip>
  );
};

export const UserMoves = ({ moves }: { moves: readonly OfferedMove[] }) => {
  const [move, setMove] = useState<UserMove | null>(null);
  const close = () => setMove(null);
  return (
    <>
      {moves.map((offered) => (
        <MoveButton key={offered.move} offered={offered} onMove={setMove} />
      ))}
      {move === 'roles' && <RolesDialog onClose={close} />}
      {move === 'erase' && <EraseDialog onClose={close} />}
      {move !== null && move !== 'roles' && move !== 'erase' && <AccountDialog move={move} onClose={close} />}
    </>
  );
};
