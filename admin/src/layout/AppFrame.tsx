import Drawer from '@mui/material/Drawer';
import { Suspense, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { Notifications } from '../components/Notifications.tsx';
import { PageBoundary } from '../components/PageBoundary.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { LiveUpdates } from '../providers/LiveUpdates.tsx';
import styles from './AppFrame.module.css';
import { Navigation } from './Navigation.tsx';
import { TopBar } from './TopBar.tsx';

/** Navigation beside, bar above, the page in the middle. Below 960 px the navigation becomes a drawer. */
export const AppFrame = ({ children }: { children?: React.ReactNode }) => {
  const text = useText();
  const { pathname } = useLocation();
  const [isOpen, setOpen] = useState(false);
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
