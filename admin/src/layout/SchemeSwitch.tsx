import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { useColorScheme } from '@mui/material/styles';
import { useState } from 'react';
import { Icon, type IconName } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';

const modes = ['light', 'dark', 'system'] as const;
const icons: Record<(typeof modes)[number], IconName> = { light: 'sun', dark: 'moon', system: 'screen' };

/** Light, dark, or as the system has it; kept on this device. */
export const SchemeSwitch = () => {
  const text = useText();
  const { mode = 'system', setMode } = useColorScheme();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (next: (typeof modes)[number]) => {
    setMode(next);
    setAnchor(null);
  };
  return (
    <>
      <Tooltip title={text('shell.scheme.label')}>
        <IconButton
          aria-label={text('shell.scheme.label')}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <Icon name={icons[mode]} />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {modes.map((each) => (
          <MenuItem
            key={each}
            role="menuitemradio"
            aria-checked={each === mode}
            selected={each === mode}
            onClick={() => choose(each)}
            sx={{ gap: 1 }}
          >
            <Icon name={icons[each]} />
            {text(`shell.scheme.${each}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
