import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useNotify } from 'react-admin';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';

/** Copies the permanent address of an event. */
export const PermalinkButton = ({ id }: { id: string }) => {
  const text = useText();
  const notify = useNotify();
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(`/change-log/${id}`, globalThis.location.origin).href);
    notify(text('audit.linkCopied'), { type: 'success' });
  };
  return (
    <Tooltip title={text('audit.copyLink')}>
      <IconButton aria-label={text('audit.copyLink')} onClick={() => void copy()}>
        <Icon name="link" />
      </IconButton>
    </Tooltip>
  );
};
