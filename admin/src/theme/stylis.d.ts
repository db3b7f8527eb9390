declare module 'stylis' {
  /** Adds vendor prefixes; emotion's own default plugin, which has to be named when others are given. */
  export const prefixer: import('@emotion/cache').StylisPlugin;
}
