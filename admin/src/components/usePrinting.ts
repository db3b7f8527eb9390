import { useSyncExternalStore } from 'react';

let begun: Date | null = null;

/** Both are told of: some browsers print what a page looks like before its medium has changed. */
const follow = (tell: () => void): (() => void) => {
  const medium = matchMedia('print');
  const set = (isPrinting: boolean) => {
    begun = isPrinting ? (begun ?? new Date()) : null;
    tell();
  };
  const before = () => set(true);
  const after = () => set(false);
  const change = () => set(medium.matches);
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  medium.addEventListener('change', change);
  return () => {
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
    medium.removeEventListener('change', change);
  };
};

/** Since when the page is being printed, to show what is otherwise cut or folded; null while it is not. */
export const usePrinting = (): Date | null => useSyncExternalStore(follow, () => begun);
