import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useNotify } from 'react-admin';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import { useLiveState } from '../providers/LiveUpdates.tsx';
import { useSession } from '../providers/useSession.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { SchemeSwitch } from './SchemeSwitch.tsx';
import styles from './TopBar.module.css';

const loadPalette = () => import('./CommandPalette.tsx');
const CommandPalette = lazy(loadPalette);

const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Ctrl-K, or ⌘-K where there is such a key, from everywhere. */
const usePaletteKey = (open: () => void) => {
  const onPalette = useEffectEvent(open);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      onPalette();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
};

const Environment = () => {
  const text = useText();
  const name = useSession()?.me.environment ?? null;
  if (name === null) return null;
  return (
    <Tooltip title={text('shell.environment', { name })}>
      <span className={styles.environment}>{name}</span>
    </Tooltip>
  );
};

const Offline = () => {
  const text = useText();
  return useLiveState() === 'lost' ? (
    <p role="status" className={styles.offline}>
      {text('shell.live.off')}
    </p>
  ) : null;
};

export const TopBar = ({ onOpenNavigation }: { onOpenNavigation: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const [isSearching, setSearching] = useState(false);
  const open = () => {
    loadPalette().then(
      () => setSearching(true),
      () => notify(text('parts.error.network'), { type: 'error' }),
    );
  };
  usePaletteKey(open);
  useEffect(() => {
    // Fetched while nothing else is going on, so that the first letters typed into it are not lost.
    const timer = setTimeout(() => loadPalette().catch(() => undefined), 2000); // it is tried again when it is opened
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <header className={styles.bar}>
        <span className={styles.narrow}>
          <IconButton onClick={onOpenNavigation} aria-label={text('shell.nav.open')}>
            <Icon name="menu" size={18} />
          </IconButton>
        </span>
        <button type="button" className={styles.search} onClick={open} aria-keyshortcuts="Control+K Meta+K">
          <Icon name="search" />
          <span>{text('shell.palette.open')}</span>
          <kbd className={styles.key} aria-hidden>
            {isApple() ? '⌘K' : 'Ctrl K'}
          </kbd>
        </button>
        <div className={styles.rest}>
          <Environment />
          <SchemeSwitch />
          <PersonMenu />
        </div>
      </header>
      <Offline />
      <Suspense>{isSearching && <CommandPalette onClose={() => setSearching(false)} />}</Suspense>
    </>
  );
};
