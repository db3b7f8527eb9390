import Button from '@mui/material/Button';
import { Icon } from './Icon.tsx';
import { useCopy } from './useCopy.ts';
import { useText } from '../i18n/useText.ts';

/** Copies what its label says, exactly as it is. */
export const CopyButton = ({ value, label }: { value: string; label: string }) => {
  const text = useText();
  const { isCopied, copy } = useCopy(value);
  return (
    <Button startIcon={<Icon name={isCopied ? 'check' : 'copy'} />} onClick={() => void copy()}>
      <span role="status">{isCopied ? text('parts.copy.done') : label}</span>
    </Button>
  );
};
