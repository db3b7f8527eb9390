/** Below the folder that holds `dist`, where the processes are started. */
const sourceMaps = '--import=./dist/server/src/platform/logging/own-source-maps.js';

/**
 * How each process of the product is started, here and in docker/. The API's young generation is kept small: left to
 * itself it grows to 130 MB of memory for what is garbage at once, such as the rows of an export passing by. With
 * `--expose-gc` it gives back what its start took (server/src/platform/memory).
 */
export const nodeFlags = {
  api: [sourceMaps, '--max-semi-space-size=2', '--expose-gc'],
  worker: [sourceMaps],
};

/**
 * What each is started with besides. The C library keeps what a thread gave back in a pool of that thread: one pool for
 * all, which is cut at its end, saves the API 10 MB.
 */
export const nodeVariables = {
  api: { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' },
  worker: {},
};
