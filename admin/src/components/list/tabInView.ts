type Edges = { left: number; right: number };

/** Kept free beside the current tab, so that the next one shows that there is more. In px. */
const margin = 16;

/** By how many px a row of tabs has to be scrolled so that a tab in it is seen whole; its beginning, where it is too wide. */
export const shiftToShow = (row: Edges, tab: Edges): number => {
  if (tab.left < row.left) return tab.left - row.left - margin;
  if (tab.right <= row.right) return 0;
  return Math.min(tab.right - row.right + margin, tab.left - row.left);
};
