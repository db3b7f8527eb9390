import Snackbar from '@mui/material/Snackbar';
import { useNotificationContext, useTranslate } from 'react-admin';
import styles from './Notifications.module.css';
import { SenseMark } from './SenseMark.tsx';
import type { Sense } from './meaning.ts';

const senses: Record<string, Sense> = { success: 'good', error: 'bad', warning: 'doubtful', info: 'plain' };

/** What has just been done, the latest only, at the lower edge. Errors stay until they are closed. */
export const Notifications = () => {
  const { notifications, resetNotifications } = useNotificationContext();
  const translate = useTranslate();
  const shown = notifications.at(-1);
  if (shown === undefined) return null;
  const { message, type, notificationOptions } = shown;
  return (
    <Snackbar
      key={notifications.length}
      open
      onClose={(_, why) => {
        if (why !== 'clickaway') resetNotifications();
      }}
      autoHideDuration={type === 'error' ? null : 5000}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
    >
      <div
        className={styles.note}
        data-sense={senses[type] ?? 'plain'}
        role={type === 'error' ? 'alert' : 'status'}
      >
        <SenseMark sense={senses[type] ?? 'plain'} />
        <span>
          {typeof message === 'string' ? translate(message, notificationOptions?.messageArgs) : message}
        </span>
        <button
          type="button"
          className={styles.close}
          onClick={() => resetNotifications()}
          aria-label={translate('ra.action.close')}
        >
          ×
        </button>
      </div>
    </Snackbar>
  );
};
