/** Joins class names and leaves out what does not hold: `classes(s.row, isOpen && s.open)`. */
export const classes = (...names: (string | false | null | undefined)[]): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ');
