import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';

/** Copies a whole document, or what its label says, exactly as it is. */
export const CopyButton = ({ value, label }: { value: string; label?: string }) => {
  const text = useText();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <Button startIcon={<Icon name={isCopied ? 'check' : 'copy'} />} onClick={() => void copy()}>
      <span role="status">{isCopied ? text('parts.copy.done') : (label ?? text('ena.document.copy'))}</span>
    </Button>
  );
};
