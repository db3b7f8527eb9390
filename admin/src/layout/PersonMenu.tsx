import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useLogout } from 'react-admin';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';
import styles from './TopBar.module.css';

/** The first letters of the first and the last name. */
const initials = (name: string) => {
  const parts = name.trim().split(/\s+/);
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined]
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
};

export const PersonMenu = () => {
  const text = useText();
  const logout = useLogout();
  const me = useSession()?.me;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (me === undefined) return null;
  return (
    <>
      <button
        type="button"
        className={styles.person}
        aria-label={text('shell.person.open', { name: me.name, initials: initials(me.name) })}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <bdi aria-hidden>{initials(me.name)}</bdi>
      </button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { sx: { minWidth: 220 } } }}
      >
        <li className={styles.who} role="presentation">
          <strong>
            <bdi>{me.name}</bdi>
          </strong>
          <span>
            <bdi>{me.email}</bdi>
          </span>
          <span>{me.roles.map((role) => text(`words.role.${role}`)).join(', ')}</span>
        </li>
        <MenuItem onClick={() => void logout({}, '/login', false)} sx={{ gap: 1 }}>
          <Icon name="signOut" />
          {text('shell.person.signOut')}
        </MenuItem>
      </Menu>
    </>
  );
};
