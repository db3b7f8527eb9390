import { useAbility } from '@casl/react';
import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { Lifecycle } from '../../providers/ena.ts';
import { accessionMovesOf } from './accessionMoves.ts';
import { LifecycleDialog } from './LifecycleDialog.tsx';

type MenuProps = { menu: readonly Lifecycle[]; onAsk: (what: Lifecycle) => void };

const RareMoves = ({ menu, onAsk }: MenuProps) => {
  const text = useText();
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
        {menu.map((what) => (
          <MenuItem
            key={what}
            onClick={() => {
              setAnchor(null);
              onAsk(what);
            }}
          >
            {text(`lifecycle.ask.${what}.action`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};

/** What a curator can ask for a record: when it becomes public, or that it is taken back. */
export const AccessionMoves = ({ accession }: { accession: AccessionView }) => {
  const text = useText();
  const ability = useAbility<ConsoleAbility>();
  const [asked, setAsked] = useState<Lifecycle | null>(null);
  const [first, ...rest] = accessionMovesOf(accession.status, (what) => ability.can(what, 'Accession'));
  return (
    <>
      <RareMoves menu={rest} onAsk={setAsked} />
      {first !== undefined && (
        <Button
          {...(first === 'release' ? { variant: 'contained', color: 'primary' } : {})}
          onClick={() => setAsked(first)}
        >
          {text(`lifecycle.ask.${first}.action`)}
        </Button>
      )}
      {asked !== null && (
        <LifecycleDialog accession={accession} what={asked} onClose={() => setAsked(null)} />
      )}
    </>
  );
};
