const reference = 'GATTACAGCTTGCAACGTAGTC';
const rows = 22;
const site = 11;

/** Rows that differ from the reference at the marked site. */
const variants: Record<number, string> = { 4: 'A', 9: 'A', 15: 'T' };
/** Where a read begins and ends: no row covers everything. */
const spans = Array.from(
  { length: rows },
  (_, row) => [(row * 5) % 7, reference.length - ((row * 3) % 6)] as const,
);

const Letter = ({ row, column, letter }: { row: number; column: number; letter: string }) => {
  const isVariant = column === site && variants[row] !== undefined;
  const distance = Math.abs(column - site) / 15;
  return (
    <text
      x={16 + column * 26}
      y={42 + row * 37}
      textAnchor="middle"
      fontSize={15}
      fontWeight={isVariant ? 700 : 400}
      fill={isVariant ? 'var(--doubtful-fg)' : 'currentColor'}
      opacity={isVariant ? 1 : Math.max(0.1, 0.55 - distance * 0.5)}
    >
      {isVariant ? variants[row] : letter}
    </text>
  );
};

/** Reads laid over a reference; a few differ at one site: what this place is about. Decoration. */
export const SequencePattern = () => (
  <svg viewBox="0 0 578 860" preserveAspectRatio="xMidYMid slice" aria-hidden className="mono">
    <rect x={16 + site * 26 - 14} y={-2} width={28} height={866} fill="currentColor" opacity="0.07" />
    {spans.map(([start, end], row) =>
      [...reference]
        .slice(start, end)
        .map((letter, at) => (
          <Letter key={`${row} ${start + at}`} row={row} column={start + at} letter={letter} />
        )),
    )}
  </svg>
);
