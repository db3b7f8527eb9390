const perLetter = 7.4;
const padding = 34;
const least = 84;
const most = 300;

/** How wide a column has to be, in pixels, for its name and most of its first values; long texts are cut. */
export const columnWidth = (name: string, unit: string | null, values: readonly string[]): number => {
  const lengths = values.map(({ length }) => length).sort((a, b) => a - b);
  const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  return Math.round(
    Math.min(
      Math.max(Math.max(usual + (unit?.length ?? 0), Math.min(name.length, 24)) * perLetter + padding, least),
      most,
    ),
  );
};
