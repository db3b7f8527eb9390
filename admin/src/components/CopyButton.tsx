import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { Icon } from './Icon.tsx';
import { useText } from '../i18n/useText.ts';

/** Copies what its label says, exactly as it is. */
export const CopyButton = ({ value, label }: { value: string; label: string }) => {
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
      <span role="status">{isCopied ? text('parts.copy.done') : label}</span>
    </Button>
  );
};
