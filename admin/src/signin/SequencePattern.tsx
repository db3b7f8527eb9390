const columns = 14;
const rows = 22;
const letters = 'ACGT';

/** The same letters on every visit: a small generator in place of chance. */
const letterAt = (row: number, column: number) => {
  const mixed = Math.imul(row * 73_856_093 + column * 19_349_663 + 5, 2_654_435_761 | 0) >>> 16;
  return letters[mixed & 3];
};

const cells = Array.from({ length: rows * columns }, (_, at) => ({
  row: Math.floor(at / columns),
  column: at % columns,
}));

/** An alignment in which a few rows differ in one column: what curators look for. Decoration. */
export const SequencePattern = () => (
  <svg viewBox="0 0 560 880" preserveAspectRatio="xMidYMid slice" aria-hidden className="mono">
    {cells.map(({ row, column }) => {
      const isVariant = column === 9 && (row === 6 || row === 13);
      const distance = Math.abs(column - 9) / 12 + Math.abs(row - 10) / 24;
      return (
        <text
          key={`${row}-${column}`}
          x={20 + column * 40}
          y={30 + row * 40}
          textAnchor="middle"
          fontSize={18}
          fontWeight={isVariant ? 700 : 400}
          fill={isVariant ? 'var(--doubtful-fg)' : 'currentColor'}
          opacity={isVariant ? 1 : Math.max(0.07, 0.4 - distance * 0.4)}
        >
          {isVariant ? letterAt(row + 40, column) : letterAt(0, column)}
        </text>
      );
    })}
    <rect x="361" y="5" width="38" height="870" rx="6" fill="none" stroke="currentColor" opacity="0.35" />
  </svg>
);
