/** Below the folder that holds `dist`, where the processes are started. */
const sourceMaps = '--import=./dist/server/src/platform/logging/own-source-maps.js';

/**
 * How each process of the product is started, here and in docker/. The API's young generation is kept small: left to
 * itself it grows to 130 MB of memory for what is garbage at once, such as the rows of an export passing by.
 */
export const nodeFlags = {
  api: [sourceMaps, '--max-semi-space-size=4'],
  worker: [sourceMaps],
};
