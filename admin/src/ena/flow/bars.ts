export type Bar = { x: number; y: number; width: number; height: number };

/**
 * Bars of a small picture, one for each value, as tall as its share of the greatest. What is not nothing can be seen:
 * it is at least a pixel tall.
 *
 * @param size of the picture, in its own units
 */
export const barsOf = (values: readonly number[], size: { width: number; height: number }): Bar[] => {
  const most = Math.max(1, ...values);
  const step = size.width / Math.max(1, values.length);
  const gap = Math.min(2, step * 0.2);
  return values.map((value, at) => {
    const height = value <= 0 ? 0 : Math.max(1, (value / most) * size.height);
    return { x: at * step + gap / 2, y: size.height - height, width: step - gap, height };
  });
};
