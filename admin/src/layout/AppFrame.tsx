import Drawer from '@mui/material/Drawer';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useLogout } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { Notifications } from '../components/Notifications.tsx';
import { PageBoundary } from '../components/PageBoundary.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { AlarmBanner } from '../health/AlarmBanner.tsx';
import { useText } from '../i18n/useText.ts';
import { LiveUpdates } from '../providers/LiveUpdates.tsx';
import { hasSignedOut } from '../providers/session.ts';
import { useSession } from '../providers/useSession.ts';
import styles from './AppFrame.module.css';
import { Navigation } from './Navigation.tsx';
import { TopBar } from './TopBar.tsx';
import { useOpenPlaces } from './useOpenPlaces.ts';

/** A session that ended elsewhere (another tab, a revoked token) leads to the sign-in page, and from there back here. */
const useLeaveWithoutSession = () => {
  const hasEnded = useSession() === null;
  const logout = useLogout();
  useEffect(() => {
    if (hasEnded && !hasSignedOut()) void logout({}, '/login');
  }, [hasEnded, logout]);
};

/** A new page takes the focus, so that the keyboard and a screen reader go on there; a part of the same page does not. */
const useFocusOnArrival = (pathname: string) => {
  const page = pathname.split('/').slice(0, 3).join('/');
  const last = useRef(page);
  useEffect(() => {
    if (last.current !== page) document.getElementById('content')?.focus({ preventScroll: true });
    last.current = page;
  }, [page]);
};

/** Navigation beside, bar above, the page in the middle. Below 960 px the navigation becomes a drawer. */
export const AppFrame = ({ children }: { children?: React.ReactNode }) => {
  const text = useText();
  const { pathname } = useLocation();
  const places = useOpenPlaces();
  const [isOpen, setOpen] = useState(false);
  useLeaveWithoutSession();
  useFocusOnArrival(pathname);
  return (
    <LiveUpdates>
      <a className={styles.skip} href="#content">
        {text('shell.skip')}
      </a>
      <div className={styles.frame}>
        <div className={styles.side}>
          <Navigation />
        </div>
        <Drawer open={isOpen} onClose={() => setOpen(false)} slotProps={{ paper: { sx: { width: 264 } } }}>
          <Navigation onGo={() => setOpen(false)} />
        </Drawer>
        <div className={styles.main}>
          <TopBar onOpenNavigation={() => setOpen(true)} />
          {pathname === places[0]?.to && <AlarmBanner />}
          <main id="content" tabIndex={-1} className={styles.content}>
            <PageBoundary resetKey={pathname}>
              <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
            </PageBoundary>
          </main>
        </div>
      </div>
      <Notifications />
    </LiveUpdates>
  );
};
