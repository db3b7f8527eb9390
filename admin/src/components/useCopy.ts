import { useEffect, useState } from 'react';
import { useNotify } from 'react-admin';
import { useText } from '../i18n/useText.ts';

/** Puts a value on the clipboard; `isCopied` holds for a moment after. Says so where the browser does not let one. */
export const useCopy = (value: string): { isCopied: boolean; copy: () => Promise<void> } => {
  const text = useText();
  const notify = useNotify();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      // There is no clipboard where the console is served without TLS from another machine.
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      notify(text('parts.copy.failed'), { type: 'warning' });
    }
  };
  return { isCopied, copy };
};
