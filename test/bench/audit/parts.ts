/** @param only names with commas between; all when it is not given */
export const isAsked = (name: string, only: unknown): boolean =>
  typeof only !== 'string' || only.split(',').includes(name);
