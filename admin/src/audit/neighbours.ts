/** The ids before and after one in the order of a list; null where there is none, or the id is not in it. */
export const neighboursOf = (
  rows: readonly { id: string }[],
  id: string | null,
): { later: string | null; earlier: string | null } => {
  const at = rows.findIndex((row) => row.id === id);
  if (at < 0) return { later: null, earlier: null };
  return { later: rows[at - 1]?.id ?? null, earlier: rows[at + 1]?.id ?? null };
};
